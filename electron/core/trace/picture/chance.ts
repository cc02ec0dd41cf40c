/**
 * How alike unrelated 256-bit codes are by chance. Bits of a code hang together, so the distance between codes of
 * unrelated pictures spreads more widely than 256 coins would: like that of fewer coins, `freedom` of them.
 */
export interface ChanceModel {
  /** Independent coins that spread as widely as the measured distances of unrelated pictures do. */
  readonly freedom: number;
}

/** Whole unrelated pictures lie 128 bits apart with a deviation of 8 (bench `image-copies`); 10 is taken, to be careful. */
export const pdqChance: ChanceModel = { freedom: 164 };

/** Probability that two unrelated codes differ in at most `bits` of 256. */
export function chanceOf({ freedom }: ChanceModel, bits: number): number {
  if (bits >= 256) return 1;
  const most = Math.floor((bits * freedom) / 256);
  let logarithm = -freedom * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= most; heads += 1) {
    sum += Math.exp(logarithm);
    logarithm += Math.log((freedom - heads) / (heads + 1));
  }
  return Math.min(1, sum);
}

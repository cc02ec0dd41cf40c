import { type Localized, localized } from '#shared/domain/localized.ts';

/**
 * The statistic of all our marks, z = Σ xᵢ ÷ √(Σ xᵢ²), where xᵢ is a demodulated value times its keyed sign times the
 * coded bit of the identifier in question.
 *
 * Without a mark the keyed signs are independent of the file, so that each xᵢ is ±|xᵢ| with equal chance whatever the
 * file may be, and P(z ≥ t) ≤ exp(−t²/2) (W. Hoeffding, J. Am. Stat. Assoc. 58, 1963, theorem 2). Weights may be chosen
 * freely from the file and from the pilots, whose key stream is another, never from these signs. Several values that
 * share one keyed sign must be added up before they come here.
 */
export function rademacherStatistic(values: Float64Array, expected: Int8Array): number {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    sum += value * expected[index]!;
    squares += value * value;
  }
  return squares > 0 ? sum / Math.sqrt(squares) : 0;
}

/** log10 of the bound on P(z ≥ statistic) over everything tried; 0 when the bound says nothing. */
export function falseAlarmLog10(statistic: number, trials: number): number {
  if (!(statistic > 0)) return 0;
  return Math.min(0, (-statistic * statistic) / 2 / Math.LN10 + Math.log10(Math.max(1, trials)));
}

/** The statistic at which the bound reaches `10 ** log10`. */
export function thresholdFor(log10: number, trials: number): number {
  return Math.sqrt(2 * (Math.log(Math.max(1, trials)) - log10 * Math.LN10));
}

/** Probability of a false alarm per file that our readers ask for, over all that was tried on it. */
export const REQUIRED_LOG10 = -9;

/** Identifiers a blind decoding chooses from. */
export const BLIND_IDENTIFIERS = 2 ** 64;

/**
 * Equal shares of a file's one permitted chance: one for every key, carrier (the picture and the sound of a film) and
 * route (blind, and the register unless it is empty). This and how much may be decoded are declared before anything is:
 * counting only what was decoded so far would let the chances 1 + 1/2 + 1/3 + … of one file add up beyond what is stated.
 */
export function sharesOf(keys: number, identifiers: BigUint64Array, carriers = 1): number {
  return Math.max(1, keys) * carriers * (identifiers.length > 0 ? 2 : 1);
}

export const statisticName: Localized = localized(
  'normalised sum of demodulated values (z)',
  '解调值的归一化之和（z）',
);

export const derivation: Localized = localized(
  'Hoeffding bound (1963) for random signs fixed by the key: P(z ≥ t) ≤ exp(−t²/2) for any file without this mark, times the alignments, the keys and the 2⁶⁴ identifiers (or those of the register) that may be tried on one file.',
  '对由密钥决定的随机符号应用 Hoeffding 不等式（1963）：对任何不含此水印的文件，P(z ≥ t) ≤ exp(−t²/2)，再乘以对一个文件可能尝试的对齐方式数量、密钥数量和 2⁶⁴ 个（或登记册中的）标识符数量。',
);

/** Distances of 256-bit codes. */

/** Bytes of a code. */
export const codeBytes = 32;
/** 32-bit words of a code. */
export const codeWords = 8;
/** Farthest two codes can be apart. */
export const farthest = 256;

/** Number of ones in a 32-bit word (Warren, Hacker's Delight, 5–1). */
export function onesIn(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Differing bits of the code at `from` of `codes` and `query`, or any number above `most` when they are more: one
 * addition of two words each is most of what unrelated codes cost.
 */
export function distanceWithin(codes: Uint32Array, from: number, query: Uint32Array, most: number): number {
  let distance =
    onesIn(codes[from]! ^ query[0]!) +
    onesIn(codes[from + 1]! ^ query[1]!) +
    onesIn(codes[from + 2]! ^ query[2]!) +
    onesIn(codes[from + 3]! ^ query[3]!);
  if (distance > most) return distance;
  distance +=
    onesIn(codes[from + 4]! ^ query[4]!) +
    onesIn(codes[from + 5]! ^ query[5]!) +
    onesIn(codes[from + 6]! ^ query[6]!) +
    onesIn(codes[from + 7]! ^ query[7]!);
  return distance;
}

/** Distances of 256-bit codes, and the keys of their sixteen slots. */

/** Bytes of a code. */
export const codeBytes = 32;
/** 32-bit words of a code. */
export const codeWords = 8;
/** Slots of a code: words of 16 bits, two to each 32-bit word, the lower half first. */
export const slotCount = 16;
/** Values a slot can have. */
export const slotValues = 65_536;
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

/** Value of a slot, 0…65535, of the code at `from`. */
export function slotKey(codes: Uint32Array, from: number, slot: number): number {
  return (codes[from + (slot >> 1)]! >>> ((slot & 1) << 4)) & 0xffff;
}

/** Most bits of one slot that may be flipped when postings are asked. */
export const mostFlips = 2;
/** Number of masks with at most 0, 1 and 2 ones. */
export const maskCounts = [1, 17, 137] as const;
/** 16-bit masks with at most two ones, by their number of ones. */
export const flipMasks = masks();

function masks(): Uint16Array {
  const all = [0];
  for (let one = 0; one < 16; one++) all.push(1 << one);
  for (let one = 0; one < 16; one++)
    for (let other = one + 1; other < 16; other++) all.push((1 << one) | (1 << other));
  return Uint16Array.from(all);
}

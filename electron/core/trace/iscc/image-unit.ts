import type { Unit } from './unit.ts';

const SIDE = 32;
const BLOCK = 8;
/** Where the four blocks of 64 coefficients begin: column and row. */
const blocks = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

/**
 * A bit hangs on the rounding of the pixels when its coefficient is no further from the median than this: three standard
 * deviations of what rounding 1,024 pixels to whole levels (σ = 1/√12 each) puts into one unnormalised coefficient.
 */
const ROUNDING = 3 * Math.sqrt(1024 / 12 / 4);

/**
 * The Image-Code: four times the 64 lowest frequencies of a 32×32 picture, each above the median of its block or not.
 *
 * @param pixels 1,024 grey levels 0…255, row by row
 * @returns the unit, and as its quality 0–100 the share of its bits that do not hang on the rounding of the pixels
 */
export function imageUnit(pixels: ArrayLike<number>): { readonly unit: Unit; readonly quality: number } {
  const plane = Float64Array.from({ length: SIDE * SIDE }, (_, at) => pixels[at]!);
  const line = new Float64Array(SIDE);
  for (let row = 0; row < SIDE; row += 1) transform(plane.subarray(row * SIDE, row * SIDE + SIDE));
  for (let column = 0; column < BLOCK + 1; column += 1) {
    for (let row = 0; row < SIDE; row += 1) line[row] = plane[row * SIDE + column]!;
    transform(line);
    for (let row = 0; row < SIDE; row += 1) plane[row * SIDE + column] = line[row]!;
  }
  const digest = new Uint8Array(blocks.length * BLOCK);
  const values = new Float64Array(BLOCK * BLOCK);
  let firm = 0;
  for (const [block, [left, top]] of blocks.entries()) {
    for (let at = 0; at < values.length; at += 1)
      values[at] = plane[(top + (at >> 3)) * SIDE + left + (at & 7)]!;
    const sorted = values.toSorted();
    const median = (sorted[31]! + sorted[32]!) / 2;
    for (let at = 0; at < values.length; at += 1) {
      const above = values[at]! - median;
      if (above > 0) digest[block * BLOCK + (at >> 3)]! |= 128 >> (at & 7);
      if (Math.abs(above) > ROUNDING) firm += 1;
    }
  }
  const quality = Math.round((100 * firm) / (blocks.length * values.length));
  return { unit: { mainType: 'content', media: 'image', digest }, quality };
}

const scratch = new Float64Array(SIDE);

/**
 * Cosine transform in place by Lee's recursion (1984), unnormalised. The order of its operations decides ties (a flat
 * picture must give exact zeros), so it is the reference's (iscc-core `dct.py`, after Nayuki), not ours.
 */
function transform(values: Float64Array): void {
  const length = values.length;
  if (length === 1) return;
  const half = length / 2;
  const out = scratch.slice(0, length);
  const sums = out.subarray(0, half);
  const differences = out.subarray(half);
  for (let at = 0; at < half; at += 1) {
    const [first, last] = [values[at]!, values[length - 1 - at]!];
    sums[at] = first + last;
    differences[at] = (first - last) / (Math.cos(((at + 0.5) * Math.PI) / length) * 2);
  }
  transform(sums);
  transform(differences);
  for (let at = 0; at < half; at += 1) {
    values[at * 2] = sums[at]!;
    values[at * 2 + 1] = differences[at]! + (at + 1 < half ? differences[at + 1]! : 0);
  }
}

import type { FloatPlane } from '../picture.ts';

/** √2·cos(kπ/16), 1 for k = 0: what each row and column of `forwardTransform` is too large by, with 8 for both. */
const excess = Float64Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.SQRT2 * Math.cos((k * Math.PI) / 16),
);

/** Multiplies what `forwardTransform` gives to the coefficients of T.81 A.3.3. */
export const forwardScale: Float64Array = Float64Array.from(
  { length: 64 },
  (_, at) => 1 / (8 * excess[at >> 3]! * excess[at & 7]!),
);

const turn = Math.SQRT1_2;
const turnLow = Math.sin(Math.PI / 8);
const turnLess = Math.SQRT2 * Math.sin(Math.PI / 8);
const turnMore = Math.SQRT2 * Math.cos(Math.PI / 8);

/**
 * Forward 8×8 DCT by the factorisation of Arai, Agui and Nakajima (Trans. IEICE E-71, 1988), unscaled: each result wants
 * the factor `forwardScale` of its place.
 *
 * @param plane samples; no level shift is made
 * @param at place of the first sample
 * @param block receives 64 values, natural order
 */
export function forwardTransform(plane: Float32Array, at: number, stride: number, block: Float64Array): void {
  for (let row = 0, from = at; row < 64; row += 8, from += stride)
    transformEight(
      block,
      row,
      1,
      plane[from]!,
      plane[from + 1]!,
      plane[from + 2]!,
      plane[from + 3]!,
      plane[from + 4]!,
      plane[from + 5]!,
      plane[from + 6]!,
      plane[from + 7]!,
    );
  for (let column = 0; column < 8; column += 1)
    transformEight(
      block,
      column,
      8,
      block[column]!,
      block[column + 8]!,
      block[column + 16]!,
      block[column + 24]!,
      block[column + 32]!,
      block[column + 40]!,
      block[column + 48]!,
      block[column + 56]!,
    );
}

function transformEight(
  out: Float64Array,
  to: number,
  step: number,
  d0: number,
  d1: number,
  d2: number,
  d3: number,
  d4: number,
  d5: number,
  d6: number,
  d7: number,
): void {
  const s0 = d0 + d7;
  const s7 = d0 - d7;
  const s1 = d1 + d6;
  const s6 = d1 - d6;
  const s2 = d2 + d5;
  const s5 = d2 - d5;
  const s3 = d3 + d4;
  const s4 = d3 - d4;
  const e0 = s0 + s3;
  const e3 = s0 - s3;
  const e1 = s1 + s2;
  const e2 = s1 - s2;
  const z1 = (e2 + e3) * turn;
  out[to] = e0 + e1;
  out[to + 4 * step] = e0 - e1;
  out[to + 2 * step] = e3 + z1;
  out[to + 6 * step] = e3 - z1;
  const o0 = s4 + s5;
  const o1 = s5 + s6;
  const o2 = s6 + s7;
  const z5 = (o0 - o2) * turnLow;
  const z2 = turnLess * o0 + z5;
  const z4 = turnMore * o2 + z5;
  const z3 = o1 * turn;
  const z11 = s7 + z3;
  const z13 = s7 - z3;
  out[to + 5 * step] = z13 + z2;
  out[to + 3 * step] = z13 - z2;
  out[to + step] = z11 + z4;
  out[to + 7 * step] = z11 - z4;
}

/** Whole blocks of a grid that begins `shiftX` samples from the left and `shiftY` from the top. */
export function shiftedGrid(
  { width, height }: Pick<FloatPlane, 'width' | 'height'>,
  shiftX: number,
  shiftY: number,
): { readonly wide: number; readonly high: number } {
  return { wide: (width - shiftX) >> 3, high: (height - shiftY) >> 3 };
}

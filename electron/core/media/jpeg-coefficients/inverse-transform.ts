/**
 * Inverse 8×8 DCT of T.81 A.3.3 by Arai, Agui and Nakajima's factorisation (Trans. IEICE E-71, 1988), in double
 * precision. It wants each coefficient times `transformScale` of its place, and divides by 8 so.
 */
export const transformScale: Float64Array = scales();

const root2 = Math.SQRT2;
/** 2·cos(π/8), 2·(cos(π/8) − cos(3π/8)) and 2·(cos(π/8) + cos(3π/8)). */
const turn = 2 * Math.cos(Math.PI / 8);
const turnLess = 2 * (Math.cos(Math.PI / 8) - Math.cos((3 * Math.PI) / 8));
const turnMore = 2 * (Math.cos(Math.PI / 8) + Math.cos((3 * Math.PI) / 8));

/**
 * @param block 64 scaled coefficients; changed
 * @param out plane into which 8 rows of 8 samples go
 * @param at place of the first sample
 * @param stride samples from one row to the next
 * @param level added to each sample
 */
export function inverseTransform(
  block: Float64Array,
  out: Float32Array,
  at: number,
  stride: number,
  level: number,
): void {
  for (let column = 0; column < 8; column += 1) {
    const c0 = block[column]!;
    const c1 = block[column + 8]!;
    const c2 = block[column + 16]!;
    const c3 = block[column + 24]!;
    const c4 = block[column + 32]!;
    const c5 = block[column + 40]!;
    const c6 = block[column + 48]!;
    const c7 = block[column + 56]!;
    if (c1 === 0 && c2 === 0 && c3 === 0 && c4 === 0 && c5 === 0 && c6 === 0 && c7 === 0) {
      for (let row = 8; row < 64; row += 8) block[column + row] = c0;
      continue;
    }
    const e0 = c0 + c4;
    const e1 = c0 - c4;
    const e3 = c2 + c6;
    const e2 = (c2 - c6) * root2 - e3;
    const s0 = e0 + e3;
    const s3 = e0 - e3;
    const s1 = e1 + e2;
    const s2 = e1 - e2;
    const o3 = c5 + c3;
    const o0 = c5 - c3;
    const o1 = c1 + c7;
    const o2 = c1 - c7;
    const t7 = o1 + o3;
    const both = (o0 + o2) * turn;
    const t6 = both - turnMore * o0 - t7;
    const t5 = (o1 - o3) * root2 - t6;
    const t4 = both - turnLess * o2 - t5;
    block[column] = s0 + t7;
    block[column + 56] = s0 - t7;
    block[column + 8] = s1 + t6;
    block[column + 48] = s1 - t6;
    block[column + 16] = s2 + t5;
    block[column + 40] = s2 - t5;
    block[column + 24] = s3 + t4;
    block[column + 32] = s3 - t4;
  }
  for (let row = 0, to = at; row < 64; row += 8, to += stride) {
    const c0 = block[row]! + level;
    const c2 = block[row + 2]!;
    const c4 = block[row + 4]!;
    const c6 = block[row + 6]!;
    const c3 = block[row + 3]!;
    const c5 = block[row + 5]!;
    const e0 = c0 + c4;
    const e1 = c0 - c4;
    const e3 = c2 + c6;
    const e2 = (c2 - c6) * root2 - e3;
    const s0 = e0 + e3;
    const s3 = e0 - e3;
    const s1 = e1 + e2;
    const s2 = e1 - e2;
    const o3 = c5 + c3;
    const o0 = c5 - c3;
    const o1 = block[row + 1]! + block[row + 7]!;
    const o2 = block[row + 1]! - block[row + 7]!;
    const t7 = o1 + o3;
    const both = (o0 + o2) * turn;
    const t6 = both - turnMore * o0 - t7;
    const t5 = (o1 - o3) * root2 - t6;
    const t4 = both - turnLess * o2 - t5;
    out[to] = s0 + t7;
    out[to + 7] = s0 - t7;
    out[to + 1] = s1 + t6;
    out[to + 6] = s1 - t6;
    out[to + 2] = s2 + t5;
    out[to + 5] = s2 - t5;
    out[to + 3] = s3 + t4;
    out[to + 4] = s3 - t4;
  }
}

function scales(): Float64Array {
  const single = (k: number) => (k === 0 ? 1 : Math.SQRT2 * Math.cos((k * Math.PI) / 16));
  return Float64Array.from({ length: 64 }, (_, at) => (single(at >> 3) * single(at & 7)) / 8);
}

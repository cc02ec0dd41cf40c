import type { ChangedPart } from './changed-parts.ts';
import { boxMean, type FloatPlane } from './light.ts';

/** What is left of a part when fine structure is taken away from both pictures. */
export interface CoarseLikeness {
  /** Correlation of the coarse light of both, −1…1. */
  readonly correlation: number;
  /** Size of their difference against the fine structure the original has there. */
  readonly miss: number;
  /** Fine structure of the suspect against that of the original. */
  readonly kept: number;
}

/** Half of the window within which structure is fine, pixels. */
const reach = 12;

/** Blurring and pixelating keep coarse light and take fine structure away; retouching takes both. */
export function coarseLikeness(
  [first, second]: readonly [FloatPlane, FloatPlane],
  marks: Uint16Array,
  { box }: ChangedPart,
  number: number,
): CoarseLikeness {
  const { width, height } = first;
  const [left, top] = [Math.max(0, box.left - reach), Math.max(0, box.top - reach)];
  const [across, down] = [
    Math.min(width, box.right + reach) - left,
    Math.min(height, box.bottom + reach) - top,
  ];
  const [one, other] = [first, second].map(({ data }) => {
    const piece = new Float32Array(across * down);
    for (let y = 0; y < down; y += 1) {
      const from = (y + top) * width + left;
      piece.set(data.subarray(from, from + across), y * across);
    }
    return { fine: piece, coarse: boxMean(piece, across, down, reach) };
  }) as [Piece, Piece];
  let [count, a, b, aa, ab, bb, miss, fine, kept] = [1e-9, 0, 0, 0, 0, 0, 0, 1e-6, 0];
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) {
      if (marks[y * width + x] !== number) continue;
      const at = (y - top) * across + x - left;
      const [p, q] = [one.coarse[at]!, other.coarse[at]!];
      count += 1;
      a += p;
      b += q;
      aa += p * p;
      ab += p * q;
      bb += q * q;
      miss += (p - q) ** 2;
      fine += (one.fine[at]! - p) ** 2;
      kept += (other.fine[at]! - q) ** 2;
    }
  }
  const variances = (aa / count - (a / count) ** 2) * (bb / count - (b / count) ** 2);
  return {
    correlation: (ab / count - (a / count) * (b / count)) / Math.sqrt(Math.max(1e-6, variances)),
    miss: Math.sqrt(miss / fine),
    kept: Math.sqrt(kept / fine),
  };
}

interface Piece {
  readonly fine: Float32Array;
  readonly coarse: Float32Array;
}

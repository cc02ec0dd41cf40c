import { lightOf } from '../../align/picture/light.ts';
import { applied, derivative, type Matrix, product } from '../../picture/homography.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import { laidLight } from './laid-light.ts';

/** Eight rows of a picture, and what another one has there. Luma, as wide as the picture. */
export interface LaidStrip {
  readonly own: Float32Array;
  /** The other by cubic interpolation, and its nearest pixel. */
  readonly smooth: Float32Array;
  readonly repeated: Float32Array;
  /** 1 where there is any. */
  readonly inside: Uint8Array;
}

/** Pixels around the part of the other picture that interpolation looks at. */
const margin = 3;

/**
 * Strips and not planes: of large pictures luma in whole precision would fill the memory.
 *
 * @param back pixels of `fine` to those of `coarse`
 * @returns `null`: the other picture does not reach there
 */
export function laidStrip(fine: RgbPlane, coarse: RgbPlane, back: Matrix, top: number): LaidStrip | null {
  const { width } = fine;
  const moved = product(back, Float64Array.of(1, 0, 0, 0, 1, top, 0, 0, 1));
  const corners = [0, width - 1].flatMap((x) => [0, 7].map((y) => applied(moved, x, y)));
  const [across, down] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const left = Math.max(0, Math.floor(Math.min(...across)) - margin);
  const upper = Math.max(0, Math.floor(Math.min(...down)) - margin);
  const right = Math.min(coarse.width, Math.ceil(Math.max(...across)) + margin + 1);
  const lower = Math.min(coarse.height, Math.ceil(Math.max(...down)) + margin + 1);
  if (!(right - left > 0 && lower - upper > 0)) return null;
  const part = lightOf(cut(coarse, left, upper, right - left, lower - upper));
  const matrix = product(Float64Array.of(1, 0, -left, 0, 1, -upper, 0, 0, 1), moved);
  const laid = laidLight(part, { width, height: 8 }, matrix);
  const repeated = new Float32Array(8 * width);
  for (let y = 0, to = 0; y < 8; y += 1) {
    for (let x = 0; x < width; x += 1, to += 1) {
      if (laid.inside[to] === 0) continue;
      const weight = 1 / (matrix[6]! * x + matrix[7]! * y + matrix[8]!);
      const u = Math.round((matrix[0]! * x + matrix[1]! * y + matrix[2]!) * weight);
      const v = Math.round((matrix[3]! * x + matrix[4]! * y + matrix[5]!) * weight);
      const column = Math.min(part.width - 1, Math.max(0, u));
      repeated[to] = part.data[Math.min(part.height - 1, Math.max(0, v)) * part.width + column]!;
    }
  }
  const own = lightOf(cut(fine, 0, top, width, 8)).data;
  return { own, smooth: laid.data, repeated, inside: laid.inside };
}

function cut(plane: RgbPlane, left: number, top: number, width: number, height: number): RgbPlane {
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row += 1) {
    const from = 3 * ((top + row) * plane.width + left);
    data.set(plane.data.subarray(from, from + 3 * width), 3 * row * width);
  }
  return { width, height, data };
}

/**
 * Frequency of each coefficient of 8×8 pixels as a share of the highest that the pixels of a coarser picture can hold.
 *
 * @param back pixels of the picture to those of the coarser one
 */
export function bandsOf(
  back: Matrix,
  { width, height }: { readonly width: number; readonly height: number },
): Float64Array {
  const [a, b, c, d] = derivative(back, width / 2, height / 2);
  const determinant = a * d - b * c;
  return Float64Array.from({ length: 64 }, (_, place) => {
    const [across, down] = [(place & 7) / 16, (place >> 3) / 16];
    // A frequency goes with the inverse of the transposed; one coefficient holds both signs of it.
    const shares = [down, -down].map((v) =>
      Math.max(Math.abs((d * across - c * v) / determinant), Math.abs((a * v - b * across) / determinant)),
    );
    return 2 * Math.min(...shares);
  });
}

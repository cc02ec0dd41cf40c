import type { Picture } from '../define.ts';
import { SeededNoise } from './noise.ts';
import { blurred } from './picture.ts';

/** Gaussian noise of a deviation in grey levels, independent in every sample. */
export function withNoise({ width, height, data }: Picture, deviation: number, seed: number): Picture {
  const noise = new SeededNoise(seed);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) out[at] = clamp(data[at]! + deviation * noise.gaussian());
  return { width, height, data: out };
}

/** Unsharp masking: what a blur takes away is added again `amount` times. */
export async function sharpened(picture: Picture, sigma: number, amount: number): Promise<Picture> {
  const soft = await blurred(picture, sigma);
  const { width, height, data } = picture;
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1)
    out[at] = clamp(data[at]! + amount * (data[at]! - soft.data[at]!));
  return { width, height, data: out };
}

/**
 * Adaptive Wiener filter of Lee (IEEE Trans. PAMI 2, 1980) on windows of `2 radius + 1` pixels: flat places become
 * their mean, edges stay.
 *
 * @param deviation of the noise that is to go, grey levels
 */
export function denoised({ width, height, data }: Picture, radius: number, deviation: number): Picture {
  const out = new Uint8Array(data.length);
  const plane = new Float64Array(width * height);
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  const squares = new Float64Array(stride * (height + 1));
  const variance = deviation * deviation;
  for (let channel = 0; channel < 3; channel += 1) {
    for (let pixel = 0, at = channel; pixel < plane.length; pixel += 1, at += 3) plane[pixel] = data[at]!;
    summedAreas(plane, width, height, sums, squares);
    for (let y = 0; y < height; y += 1) {
      const top = Math.max(0, y - radius) * stride;
      const bottom = Math.min(height, y + radius + 1) * stride;
      for (let x = 0; x < width; x += 1) {
        const left = Math.max(0, x - radius);
        const right = Math.min(width, x + radius + 1);
        const count = ((bottom - top) / stride) * (right - left);
        const mean = boxSum(sums, top, bottom, left, right) / count;
        const spread = Math.max(0, boxSum(squares, top, bottom, left, right) / count - mean * mean);
        const gain = Math.max(0, spread - variance) / Math.max(spread, variance, 1e-9);
        const pixel = y * width + x;
        out[pixel * 3 + channel] = clamp(mean + gain * (plane[pixel]! - mean));
      }
    }
  }
  return { width, height, data: out };
}

function boxSum(sums: Float64Array, top: number, bottom: number, left: number, right: number): number {
  return sums[bottom + right]! - sums[top + right]! - sums[bottom + left]! + sums[top + left]!;
}

/** Summed-area tables of values and their squares (F. C. Crow, SIGGRAPH 1984). */
function summedAreas(
  plane: Float64Array,
  width: number,
  height: number,
  sums: Float64Array,
  squares: Float64Array,
): void {
  const stride = width + 1;
  for (let y = 0; y < height; y += 1) {
    let [row, rowOfSquares] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const value = plane[y * width + x]!;
      row += value;
      rowOfSquares += value * value;
      const at = (y + 1) * stride + x + 1;
      sums[at] = sums[at - stride]! + row;
      squares[at] = squares[at - stride]! + rowOfSquares;
    }
  }
}

export function clamp(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}

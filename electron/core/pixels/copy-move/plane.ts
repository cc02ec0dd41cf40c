import type { FloatPlane } from '../picture.ts';
import type { Affine } from './transform.ts';

/** A picture reduced for the search. */
export interface ReducedPlane extends FloatPlane {
  /** Pixels of the picture to one of the plane, per side. */
  readonly factor: number;
}

/**
 * The mean over squares of `factor` pixels, a real number; the plane itself when it is small enough. Squares at the right
 * and lower edge that are not whole are left out.
 *
 * @param most pixels of the outcome
 */
export function reducedTo(plane: FloatPlane, most: number): ReducedPlane {
  const factor = Math.sqrt((plane.width * plane.height) / most);
  if (factor <= 1) return { ...plane, factor: 1 };
  const width = Math.max(1, Math.floor(plane.width / factor));
  const height = Math.max(1, Math.floor(plane.height / factor));
  const across = alongRows(plane, width, factor);
  const data = new Float32Array(width * height);
  const share = 1 / factor;
  for (let row = 0; row < height; row += 1) {
    const [from, to] = [row * factor, Math.min(plane.height, (row + 1) * factor)];
    const out = row * width;
    for (let y = Math.floor(from); y < to; y += 1) {
      const weight = (Math.min(to, y + 1) - Math.max(from, y)) * share;
      for (let x = 0, at = y * width; x < width; x += 1, at += 1) data[out + x]! += weight * across[at]!;
    }
  }
  return { width, height, data, factor };
}

function alongRows({ width: from, height, data }: FloatPlane, width: number, factor: number): Float32Array {
  const out = new Float32Array(width * height);
  const share = 1 / factor;
  for (let column = 0; column < width; column += 1) {
    const [left, right] = [column * factor, Math.min(from, (column + 1) * factor)];
    const first = Math.floor(left);
    const last = Math.min(from - 1, Math.ceil(right) - 1);
    const [head, tail] = [(first + 1 - left) * share, (right - last) * share];
    for (let y = 0, at = first, to = column; y < height; y += 1, at += from, to += width) {
      let sum = data[at]! * head + data[at + last - first]! * tail;
      for (let x = 1; x < last - first; x += 1) sum += data[at + x]! * share;
      out[to] = sum;
    }
  }
  return out;
}

/** Smoothed by a Gaussian of standard deviation `sigma` pixels; edges repeated. */
export function smoothed({ width, height, data }: FloatPlane, sigma: number): FloatPlane {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Float64Array.from({ length: reach + 1 }, (_, at) =>
    Math.exp(-(at * at) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight, at) => total + (at === 0 ? 1 : 2) * weight, 0);
  for (let at = 0; at <= reach; at += 1) kernel[at]! /= sum;
  const across = new Float32Array(width * height);
  const line = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    line.fill(data[row]!, 0, reach);
    line.set(data.subarray(row, row + width), reach);
    line.fill(data[row + width - 1]!, reach + width);
    for (let x = 0; x < width; x += 1) {
      let value = kernel[0]! * line[x + reach]!;
      for (let k = 1; k <= reach; k += 1) value += kernel[k]! * (line[x + reach - k]! + line[x + reach + k]!);
      across[row + x] = value;
    }
  }
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let k = 0; k <= reach; k += 1) {
      const weight = kernel[k]!;
      const above = Math.max(0, y - k) * width;
      const below = Math.min(height - 1, y + k) * width;
      if (k === 0) for (let x = 0; x < width; x += 1) out[row + x] = weight * across[row + x]!;
      else
        for (let x = 0; x < width; x += 1)
          out[row + x]! += weight * (across[above + x]! + across[below + x]!);
    }
  }
  return { width, height, data: out };
}

/** Bilinear; NaN outside the picture. */
export function valueAt({ width, height, data }: FloatPlane, x: number, y: number): number {
  if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return Number.NaN;
  const left = Math.min(width - 2, Math.floor(x));
  const top = Math.min(height - 2, Math.floor(y));
  const [across, down] = [x - left, y - top];
  const at = top * width + left;
  const upper = data[at]! + (data[at + 1]! - data[at]!) * across;
  const lower = data[at + width]! + (data[at + width + 1]! - data[at + width]!) * across;
  return upper + (lower - upper) * down;
}

/** Samples per side that stand for a pixel of the first region in the second. */
export function tapsFor(scale: number): number {
  return scale < 1.3 ? 1 : scale < 2.2 ? 2 : 3;
}

/** What a transform brings to pixel (x, y): the mean of `taps × taps` bilinear samples; NaN outside. */
export function carriedTo(plane: FloatPlane, transform: Affine, x: number, y: number, taps: number): number {
  const [a, b, c, d, e, f] = transform;
  if (taps === 1) return valueAt(plane, a * x + b * y + c, d * x + e * y + f);
  let sum = 0;
  for (let row = 0; row < taps; row += 1) {
    const v = y + (row + 0.5) / taps - 0.5;
    for (let column = 0; column < taps; column += 1) {
      const u = x + (column + 0.5) / taps - 0.5;
      sum += valueAt(plane, a * u + b * v + c, d * u + e * v + f);
    }
  }
  return sum / (taps * taps);
}

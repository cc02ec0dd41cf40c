import { FourierTransform } from '#shared/numeric/fft.ts';
import type { Picture } from '../define.ts';
import { clamp } from './filters.ts';

/** Longest side of the blocks whose spectra are looked at, pixels. */
const longest = 1024;
/** Frequencies below this, cycles per pixel, are the picture's own. */
const lowest = 0.012;
/** The ordinary height of a bin is taken over those up to `outer` away, without those up to `inner`. */
const [inner, outer] = [2, 6];

/**
 * Peaks of the spectrum that stand out of their surroundings brought down to them: what removes templates and periodic
 * patterns.
 *
 * @param height power over the mean power around from which a bin counts as a peak
 */
export function withoutPeaks({ width, height: rows, data }: Picture, height: number): Picture {
  const out = data.slice();
  let side = 16;
  while (side < Math.min(longest, Math.max(width, rows))) side *= 2;
  const transform = new FourierTransform(side);
  for (let top = 0; top < rows; top += side) {
    for (let left = 0; left < width; left += side)
      mendBlock({ width, height: rows, data: out }, left, top, height, transform);
  }
  return { width, height: rows, data: out };
}

function mendBlock(
  picture: Picture,
  left: number,
  top: number,
  height: number,
  transform: FourierTransform,
): void {
  const side = transform.size;
  const across = Math.min(side, picture.width - left);
  const down = Math.min(side, picture.height - top);
  const real = new Float64Array(side * side);
  const imaginary = new Float64Array(side * side);
  let mean = 0;
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const at = ((top + y) * picture.width + left + x) * 3;
      const luma = 0.299 * picture.data[at]! + 0.587 * picture.data[at + 1]! + 0.114 * picture.data[at + 2]!;
      real[y * side + x] = luma;
      mean += luma / (across * down);
    }
  }
  for (let y = 0; y < down; y += 1) for (let x = 0; x < across; x += 1) real[y * side + x]! -= mean;
  forward(real, imaginary, transform);
  const power = new Float64Array(side * side);
  for (let bin = 0; bin < power.length; bin += 1) power[bin] = real[bin]! ** 2 + imaginary[bin]! ** 2;
  const around = surroundings(power, side);
  let peaks = 0;
  for (let v = 0; v < side; v += 1) {
    for (let u = 0; u < side; u += 1) {
      const bin = v * side + u;
      const radius = Math.hypot(u > side / 2 ? side - u : u, v > side / 2 ? side - v : v);
      const ratio = power[bin]! / (around[bin]! + 1e-9);
      const gain = radius >= lowest * side && ratio > height ? 1 - Math.sqrt(1 / ratio) : 0;
      // Kept is what is to be taken away.
      real[bin]! *= gain;
      imaginary[bin]! *= -gain;
      if (gain > 0) peaks += 1;
    }
  }
  if (peaks === 0) return;
  forward(real, imaginary, transform);
  const scale = 1 / (side * side);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const at = ((top + y) * picture.width + left + x) * 3;
      const less = real[y * side + x]! * scale;
      for (let channel = 0; channel < 3; channel += 1)
        picture.data[at + channel] = clamp(picture.data[at + channel]! - less);
    }
  }
}

function forward(real: Float64Array, imaginary: Float64Array, transform: FourierTransform): void {
  const side = transform.size;
  for (let row = 0; row < side; row += 1) {
    const span = [row * side, (row + 1) * side] as const;
    transform.forward(real.subarray(...span), imaginary.subarray(...span));
  }
  const [lineReal, lineImaginary] = [new Float64Array(side), new Float64Array(side)];
  for (let column = 0; column < side; column += 1) {
    for (let row = 0; row < side; row += 1) {
      lineReal[row] = real[row * side + column]!;
      lineImaginary[row] = imaginary[row * side + column]!;
    }
    transform.forward(lineReal, lineImaginary);
    for (let row = 0; row < side; row += 1) {
      real[row * side + column] = lineReal[row]!;
      imaginary[row * side + column] = lineImaginary[row]!;
    }
  }
}

/** Mean over a square frame around each bin. */
function surroundings(power: Float64Array, side: number): Float64Array {
  const out = boxSums(power, side, outer);
  const core = boxSums(power, side, inner);
  const count = (2 * outer + 1) ** 2 - (2 * inner + 1) ** 2;
  for (let bin = 0; bin < out.length; bin += 1) out[bin] = Math.max(0, out[bin]! - core[bin]!) / count;
  return out;
}

/** Sums over squares around each bin; the spectrum goes round. */
function boxSums(power: Float64Array, side: number, reach: number): Float64Array {
  const rows = new Float64Array(power.length);
  const out = new Float64Array(power.length);
  const mask = side - 1;
  for (let v = 0; v < side; v += 1) {
    let sum = 0;
    for (let u = -reach; u <= reach; u += 1) sum += power[v * side + (u & mask)]!;
    for (let u = 0; u < side; u += 1) {
      rows[v * side + u] = sum;
      sum += power[v * side + ((u + reach + 1) & mask)]! - power[v * side + ((u - reach) & mask)]!;
    }
  }
  for (let u = 0; u < side; u += 1) {
    let sum = 0;
    for (let v = -reach; v <= reach; v += 1) sum += rows[(v & mask) * side + u]!;
    for (let v = 0; v < side; v += 1) {
      out[v * side + u] = sum;
      sum += rows[((v + reach + 1) & mask) * side + u]! - rows[((v - reach) & mask) * side + u]!;
    }
  }
  return out;
}

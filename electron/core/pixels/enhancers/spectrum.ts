import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import type { FloatPlane } from '../picture.ts';

/** Mean logarithmic power of the tiles of a picture. */
export interface Spectrum {
  /** Side of the tiles, a power of two. */
  readonly size: number;
  readonly tiles: number;
  /**
   * Natural logarithm of the power, `size × (size/2 + 1)` values: row v = 0…size − 1 (frequency v/size, above one half
   * minus one), column u = 0…size/2.
   */
  readonly log: Float32Array;
}

/**
 * P. D. Welch's averaged periodogram (IEEE Trans. Audio Electroacoust. 15, 1967) with Hann windows, of logarithms instead
 * of powers: what is everywhere in the picture stays, what one tile holds (an edge, a lamp) hardly shows.
 *
 * @param most tiles, spread evenly
 */
export function averageSpectrum(
  { width, height, data }: FloatPlane,
  { largest, most }: { readonly largest: number; readonly most: number },
  between: () => void,
): Spectrum {
  const side = Math.min(width, height, largest);
  const size = 2 ** Math.floor(Math.log2(side));
  const window = Float32Array.from(
    { length: size },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / size),
  );
  const [across, down] = tileCounts(width, height, size, most);
  const transform = new PlaneTransform(size, size);
  const stride = size / 2 + 1;
  const [real, imaginary] = [new Float32Array(size * stride), new Float32Array(size * stride)];
  const log = new Float32Array(size * stride);
  const tile = new Float32Array(size * size);
  const used = Uint32Array.from({ length: size }, (_, row) => row);
  for (let index = 0; index < across * down; index += 1) {
    between();
    const left = place(index % across, across, width - size);
    const top = place(Math.floor(index / across), down, height - size);
    let mean = 0;
    for (let y = 0; y < size; y += 1)
      for (let x = 0, at = (top + y) * width + left; x < size; x += 1, at += 1) mean += data[at]!;
    mean /= size * size;
    for (let y = 0, to = 0; y < size; y += 1)
      for (let x = 0, at = (top + y) * width + left; x < size; x += 1, at += 1, to += 1)
        tile[to] = (data[at]! - mean) * window[x]! * window[y]!;
    transform.forwardReal(tile, used, real, imaginary, stride, 0);
    // The power of rounding to whole levels, 1/12, is the floor: below it nothing is known.
    const floor = (size * size * (3 / 8) ** 2) / 12;
    for (let at = 0; at < log.length; at += 1)
      log[at]! += Math.log(real[at]! * real[at]! + imaginary[at]! * imaginary[at]! + floor);
  }
  for (let at = 0; at < log.length; at += 1) log[at]! /= across * down;
  return { size, tiles: across * down, log };
}

/** Half-overlapping tiles, fewer when there would be too many, about as many each way as the sides ask for. */
function tileCounts(width: number, height: number, size: number, most: number): readonly [number, number] {
  const count = (length: number, share: number): number =>
    Math.max(1, Math.floor(share * (1 + (2 * (length - size)) / size)));
  let share = 1;
  while (count(width, share) * count(height, share) > most) share *= 0.95;
  return [count(width, share), count(height, share)];
}

function place(index: number, count: number, room: number): number {
  return count === 1 ? Math.floor(room / 2) : Math.round((index * room) / (count - 1));
}

/** The whole spectrum with frequency zero in the middle, `size × size` values, for drawing. */
export function centredSpectrum({ size, log }: Spectrum): Float32Array {
  const out = new Float32Array(size * size);
  const half = size / 2;
  const stride = half + 1;
  for (let y = 0, at = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1, at += 1) {
      const u = x - half;
      const v = y - half;
      // Of a real picture F(−u, −v) is the conjugate of F(u, v).
      const row = ((u < 0 ? -v : v) + size) % size;
      out[at] = log[row * stride + Math.abs(u)]!;
    }
  }
  return out;
}

import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import type { Plane } from './blur.ts';
import { KERNEL, kernelRow, kernelShape, TAPS } from './kernel.ts';

/** Columns kept left of frequency 0 and right of the last one, for reading between columns. */
export const MARGIN = 4;

/**
 * Spectrum of a residual, every frequency divided by the strength of its surroundings: without a mark each value is
 * about a complex normal number of power 1. Phases count from the middle of the plane. Column `u + MARGIN` holds u
 * cycles over `columns` samples, −MARGIN ≤ u ≤ columns/2 + MARGIN; rows wrap round.
 */
export interface PictureSpectrum {
  /** Of the plane it was made from, samples. */
  readonly width: number;
  readonly height: number;
  /** Of the transform, powers of two. */
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
  /** What the values were divided by: amplitude of the surroundings, same layout. */
  readonly ground: Float32Array;
}

/** Part of each side over which the plane fades out. */
const FADE = 0.06;
/** The transform is at least this much longer than the plane, which reading between frequencies needs. */
const OVERSAMPLING = 1.25;

const transforms = new Map<string, PlaneTransform>();

export function spectrumOf(residual: Plane): PictureSpectrum {
  const { width, height } = residual;
  const columns = transformSize(width);
  const rows = transformSize(height);
  const key = `${columns} ${rows}`;
  const transform = transforms.get(key) ?? new PlaneTransform(columns, rows);
  transforms.set(key, transform);
  const across = window(width, columns);
  const down = window(height, rows);
  const [middleX, middleY] = [width >> 1, height >> 1];
  const placed = new Float32Array(columns * rows);
  const used = new Uint32Array(height);
  for (let y = 0; y < height; y += 1) {
    const row = (y - middleY) & (rows - 1);
    used[y] = row;
    const [from, to] = [y * width, row * columns];
    const weight = down.weights[y]!;
    for (let x = 0; x < width; x += 1)
      placed[to + ((x - middleX) & (columns - 1))] = residual.data[from + x]! * across.weights[x]! * weight;
  }
  const stride = columns / 2 + 1 + 2 * MARGIN;
  const real = new Float32Array(rows * stride);
  const imaginary = new Float32Array(rows * stride);
  transform.forwardReal(placed, used, real, imaginary, stride, MARGIN);
  const spectrum = { width, height, columns, rows, stride, real, imaginary };
  const ground = new Float32Array(rows * stride);
  whiten(spectrum, ground, Math.sqrt(across.power * down.power));
  fillMargins(spectrum, ground);
  return { ...spectrum, ground };
}

function transformSize(length: number): number {
  let size = 64;
  while (size < length * OVERSAMPLING) size *= 2;
  return size;
}

/**
 * Fading at the ends, and the correction for reading between frequencies by `kernelShape`; `power` is that of noise as
 * it is read against that of the transform's own values.
 */
function window(length: number, size: number) {
  const fade = Math.max(1, FADE * length);
  const middle = length >> 1;
  const weights = new Float64Array(length);
  let [read, stored] = [0, 0];
  for (let x = 0; x < length; x += 1) {
    const edge = Math.min(1, (x + 1) / fade, (length - x) / fade);
    const weight = edge / kernelShape((x - middle) / size);
    weights[x] = weight;
    read += edge * edge;
    stored += weight * weight;
  }
  return { weights, power: read / stored };
}

/** Euler's constant: the mean logarithm of a power that is exponentially distributed lies this far below that of its mean. */
const EULER = 0.5772156649;

/** Divide by the geometric mean over a window, which the few strong lines of a mark hardly move. */
function whiten(spectrum: Omit<PictureSpectrum, 'ground'>, ground: Float32Array, power: number): void {
  const { columns, rows, stride, real, imaginary } = spectrum;
  const half = columns / 2;
  const reachX = Math.max(4, Math.round(columns / 80));
  const reachY = Math.max(4, Math.round(rows / 80));
  const wide = half + 1 + reachX;
  // Mean over rows first, for −reachX ≤ u ≤ half, then over columns as the rows go by.
  const sums = new Float64Array(wide);
  const logs = new Float32Array(rows * wide);
  for (let v = 0; v < rows; v += 1) {
    for (let u = 0, at = v * stride + MARGIN, to = v * wide + reachX; u <= half; u += 1, at += 1, to += 1)
      logs[to] = Math.log(real[at]! * real[at]! + imaginary[at]! * imaginary[at]! + 1e-9);
  }
  for (let v = 0; v < rows; v += 1) {
    const mirror = ((rows - v) & (rows - 1)) * wide + reachX;
    for (let u = 1; u <= reachX; u += 1) logs[v * wide + reachX - u] = logs[mirror + u]!;
  }
  const add = (v: number, sign: number): void => {
    const from = (v & (rows - 1)) * wide;
    for (let u = 0; u < wide; u += 1) sums[u]! += sign * logs[from + u]!;
  };
  for (let v = -reachY; v < reachY; v += 1) add(v, 1);
  for (let v = 0; v < rows; v += 1) {
    add(v + reachY, 1);
    let sum = 0;
    for (let u = 0; u < 2 * reachX; u += 1) sum += sums[u]!;
    for (let u = 0, at = v * stride + MARGIN; u <= half; u += 1, at += 1) {
      const entering = u + 2 * reachX;
      const count = Math.min(entering, wide - 1) - u + 1;
      if (entering < wide) sum += sums[entering]!;
      const mean = sum / (count * (2 * reachY + 1));
      const amplitude = Math.exp((mean + EULER) / 2) * power;
      ground[at] = amplitude;
      real[at]! /= amplitude;
      imaginary[at]! /= amplitude;
      sum -= sums[u]!;
    }
    add(v - reachY, -1);
  }
}

/** The columns beyond both ends, from the conjugate half. */
function fillMargins(
  { columns, rows, stride, real, imaginary }: Omit<PictureSpectrum, 'ground'>,
  ground: Float32Array,
): void {
  const last = MARGIN + columns / 2;
  for (let v = 0; v < rows; v += 1) {
    const row = v * stride;
    const mirror = ((rows - v) & (rows - 1)) * stride;
    for (let u = 1; u <= MARGIN; u += 1) {
      for (const [to, from] of [
        [row + MARGIN - u, mirror + MARGIN + u],
        [row + last + u, mirror + last - u],
      ] as const) {
        real[to] = real[from]!;
        imaginary[to] = -imaginary[from]!;
        ground[to] = ground[from]!;
      }
    }
  }
}

/** One value of a spectrum, between its frequencies; `readSpectrum` writes here. */
export interface Sample {
  real: number;
  imaginary: number;
  /** Strength of the surroundings. */
  ground: number;
}

/** Highest frequency that is read, cycles a sample. */
export const NYQUIST = 0.48;

/** Read the spectrum at (x, y) cycles a sample; false beyond what it holds. */
export function readSpectrum(spectrum: PictureSpectrum, x: number, y: number, out: Sample): boolean {
  if (!(Math.abs(x) < NYQUIST && Math.abs(y) < NYQUIST)) return false;
  const { columns, rows, stride, real, imaginary } = spectrum;
  const flip = x < 0 ? -1 : 1;
  const u = flip * x * columns;
  const v = flip * y * rows;
  const left = Math.floor(u) - 1;
  const top = Math.floor(v) - 1;
  const across = kernelRow(u - left - 1);
  const down = kernelRow(v - top - 1);
  let sumReal = 0;
  let sumImaginary = 0;
  for (let j = 0; j < TAPS; j += 1) {
    const at = ((top + j) & (rows - 1)) * stride + MARGIN + left;
    const w = KERNEL[down + j]!;
    const [w0, w1] = [KERNEL[across]! * w, KERNEL[across + 1]! * w];
    const [w2, w3] = [KERNEL[across + 2]! * w, KERNEL[across + 3]! * w];
    sumReal += real[at]! * w0 + real[at + 1]! * w1 + real[at + 2]! * w2 + real[at + 3]! * w3;
    sumImaginary +=
      imaginary[at]! * w0 + imaginary[at + 1]! * w1 + imaginary[at + 2]! * w2 + imaginary[at + 3]! * w3;
  }
  out.real = sumReal;
  out.imaginary = flip * sumImaginary;
  out.ground = spectrum.ground[(Math.round(v) & (rows - 1)) * stride + MARGIN + Math.round(u)]!;
  return true;
}

/** From about this amplitude on a value counts by its logarithm: lines of the picture itself may be very strong. */
const KNEE = 1.5;

/** Factor by which a value is held back. It depends on its amplitude alone, never on a sign. */
export function heldBack({ real, imaginary }: Sample): number {
  const amplitude = Math.hypot(real, imaginary);
  return amplitude > 0 ? (KNEE * Math.asinh(amplitude / KNEE)) / amplitude : 1;
}

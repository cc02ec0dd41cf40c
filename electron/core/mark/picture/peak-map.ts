import { KERNEL } from './kernel.ts';
import { MARGIN, NYQUIST, type PictureSpectrum } from './spectrum.ts';

/** Power of a spectrum as small whole numbers: what a search for pilots adds up. Columns 0 … columns/2, rows wrap round. */
export interface PeakMap {
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  /** Shorter side of the plane itself, samples. */
  readonly shorter: number;
  /** The powers themselves, and for a coarse search each with the highest of its eight neighbours. */
  readonly fine: Levels;
  readonly coarse: Levels;
  /** The highest single frequencies, cycles a sample, x > 0. */
  readonly peaks: readonly Peak[];
}

export interface Peak {
  readonly x: number;
  readonly y: number;
}

export interface Levels {
  readonly levels: Uint8Array;
  /** Mean and standard deviation of the levels. */
  readonly mean: number;
  readonly deviation: number;
}

/** Powers above this count no more than this: single lines of the picture itself may be very strong. */
const CAP = 14;
/** Weights with which a frequency itself and its neighbours are read. */
const [SIDE, MIDDLE] = [KERNEL[0]!, KERNEL[1]!];
const STEPS = 16;

/** @param spectra of one size: several frames of a film that lie alike are added up. */
export function peakMap(spectra: readonly PictureSpectrum[]): PeakMap {
  const [first] = spectra as [PictureSpectrum];
  const { columns, rows } = first;
  const shorter = Math.min(first.width, first.height);
  const stride = columns / 2 + 1;
  const power = new Float32Array(rows * stride);
  const whole = new Float32Array(rows * stride);
  const [downReal, downImaginary] = [new Float64Array(stride + 2), new Float64Array(stride + 2)];
  for (const { stride: wide, real, imaginary } of spectra) {
    for (let v = 0; v < rows; v += 1) {
      const [row, above] = [v * wide + MARGIN, ((v - 1) & (rows - 1)) * wide + MARGIN];
      const below = ((v + 1) & (rows - 1)) * wide + MARGIN;
      for (let u = -1; u <= stride; u += 1) {
        downReal[u + 1] = MIDDLE * real[row + u]! + SIDE * (real[above + u]! + real[below + u]!);
        downImaginary[u + 1] =
          MIDDLE * imaginary[row + u]! + SIDE * (imaginary[above + u]! + imaginary[below + u]!);
      }
      for (let u = 0, to = v * stride; u < stride; u += 1, to += 1) {
        const a = MIDDLE * downReal[u + 1]! + SIDE * (downReal[u]! + downReal[u + 2]!);
        const b = MIDDLE * downImaginary[u + 1]! + SIDE * (downImaginary[u]! + downImaginary[u + 2]!);
        const value = a * a + b * b;
        whole[to]! += value;
        power[to]! += Math.min(CAP, value);
      }
    }
  }
  const scale = STEPS / spectra.length;
  const fine = new Uint8Array(power.length);
  for (let at = 0; at < power.length; at += 1) fine[at] = Math.min(255, Math.round(power[at]! * scale));
  const across = new Uint8Array(power.length);
  for (let at = 0; at < fine.length; at += 1)
    across[at] = Math.max(fine[at]!, fine[at - 1] ?? 0, fine[at + 1] ?? 0);
  const coarse = new Uint8Array(power.length);
  for (let v = 0; v < rows; v += 1) {
    const above = ((v - 1) & (rows - 1)) * stride;
    const below = ((v + 1) & (rows - 1)) * stride;
    for (let u = 0, to = v * stride; u < stride; u += 1, to += 1)
      coarse[to] = Math.max(across[above + u]!, across[to]!, across[below + u]!);
  }
  return {
    columns,
    rows,
    stride,
    shorter,
    fine: moments(fine, rows, stride, columns),
    coarse: moments(coarse, rows, stride, columns),
    peaks: highest(whole, rows, stride, columns, spectra.length),
  };
}

/** Peaks that are kept, and between which powers they are told apart: above stand lines of the picture itself. */
const PEAKS = 64;
const [LOWEST_PEAK, HIGHEST_PEAK] = [5, 40];

function highest(power: Float32Array, rows: number, stride: number, columns: number, count: number): Peak[] {
  const found: { level: number; x: number; y: number }[] = [];
  const mask = rows - 1;
  for (let v = 0; v < rows; v += 1) {
    const down = v < rows / 2 ? v : v - rows;
    if (Math.abs(down) > NYQUIST * rows) continue;
    const [row, above, below] = [v * stride, ((v - 1) & mask) * stride, ((v + 1) & mask) * stride];
    for (let u = 1; u < NYQUIST * columns; u += 1) {
      const value = power[row + u]!;
      if (value < LOWEST_PEAK * count || value < power[row + u - 1]! || value < power[row + u + 1]!) continue;
      const under = Math.max(power[below + u - 1]!, power[below + u]!, power[below + u + 1]!);
      const over = Math.max(power[above + u - 1]!, power[above + u]!, power[above + u + 1]!);
      if (value < under || value < over) continue;
      found.push({ level: Math.min(value, HIGHEST_PEAK * count), x: u / columns, y: down / rows });
    }
  }
  return found.sort((one, other) => other.level - one.level).slice(0, PEAKS);
}

function moments(levels: Uint8Array, rows: number, stride: number, columns: number): Levels {
  let [sum, squares, count] = [0, 0, 0];
  for (let v = 0; v < rows; v += 1) {
    if (Math.min(v, rows - v) > NYQUIST * rows) continue;
    for (let u = 1; u < NYQUIST * columns; u += 1) {
      const level = levels[v * stride + u]!;
      sum += level;
      squares += level * level;
    }
    count += Math.floor(NYQUIST * columns);
  }
  const mean = sum / count;
  return { levels, mean, deviation: Math.sqrt(Math.max(1, squares / count - mean * mean)) };
}

import type { FloatPlane } from '../picture.ts';
import { noiseGains } from './local-energy.ts';
import { SpectrumGrid } from './spectrum.ts';
import { analyse, type Step, synthesise } from './wavelet.ts';

/** Levels of the wavelet transform, fewer for small pictures. */
const mostLevels = 4;

/**
 * What a wavelet denoiser takes away (Mıhçak et al., ICASSP 1999; Chen, Fridrich, Goljan and Lukáš, IEEE TIFS 3, 2008,
 * appendix A): local Wiener estimation in the details of a transform with eight taps.
 *
 * @param plane grey levels, 0…255
 * @param sigma of the noise, grey levels
 */
export function noiseResidual(plane: FloatPlane, sigma: number): FloatPlane {
  const steps: Step[] = [];
  let rest = plane;
  for (let level = 0; level < mostLevels && Math.min(rest.width, rest.height) >= 8; level += 1) {
    const step = analyse(rest);
    for (const detail of step.details) keepNoise(detail, step.across, step.down, sigma * sigma);
    rest = { width: step.across, height: step.down, data: step.approximation };
    steps.push(step);
  }
  let noise: Float32Array | null = null;
  for (let level = steps.length - 1; level >= 0; level -= 1) noise = synthesise(steps[level]!, noise).data;
  return {
    width: plane.width,
    height: plane.height,
    data: noise ?? new Float32Array(plane.data.length),
  };
}

function keepNoise(detail: Float32Array, width: number, height: number, variance: number): void {
  const energy = new Float32Array(detail.length);
  for (let at = 0; at < detail.length; at += 1) energy[at] = detail[at]! * detail[at]!;
  const gains = noiseGains(energy, width, height, variance);
  for (let at = 0; at < detail.length; at += 1) detail[at]! *= gains[at]!;
}

/**
 * Take the means of rows and columns away, in each of the four phases of a colour mosaic (Chen et al. 2008, section
 * III-B): what demosaicing and the read-out repeat along lines is the same in all cameras of a model. In place.
 */
export function zeroMeans({ width, height, data }: FloatPlane): void {
  for (const top of [0, 1])
    for (const left of [0, 1]) {
      const across = (width - left + 1) >> 1;
      const down = (height - top + 1) >> 1;
      if (across === 0 || down === 0) continue;
      const columns = new Float64Array(across);
      const rows = new Float64Array(down);
      let total = 0;
      for (let j = 0, y = top; y < height; y += 2, j += 1)
        for (let i = 0, at = y * width + left; i < across; i += 1, at += 2) {
          rows[j]! += data[at]!;
          columns[i]! += data[at]!;
        }
      for (let j = 0; j < down; j += 1) total += rows[j]!;
      const mean = total / (across * down);
      for (let j = 0, y = top; y < height; y += 2, j += 1) {
        const row = rows[j]! / across - mean;
        for (let i = 0, at = y * width + left; i < across; i += 1, at += 2)
          data[at]! -= row + columns[i]! / down;
      }
    }
}

/** Half of the widest window of the spectral filter. */
const reach = 4;

/**
 * Take out of a residual what stands out of its spectrum: grids of block coding and other periodic patterns (Chen et
 * al. 2008, section III-B, WienerInDFT). The spectrum goes round, so the windows do as well.
 */
export function withoutPeriods({ width, height, data }: FloatPlane): FloatPlane {
  const grid = new SpectrumGrid(width, height);
  const spectrum = grid.forward(data, width, height);
  const { columns, rows, stride } = grid;
  const { real, imaginary } = spectrum;
  // Parseval: the mean energy of the spectrum is the variance times the number of pixels.
  let power = 0;
  for (let at = 0; at < data.length; at += 1) power += data[at]! * data[at]!;
  const across = stride + 2 * reach;
  const down = rows + 2 * reach;
  const energy = new Float32Array(across * down);
  for (let y = 0, to = 0; y < down; y += 1) {
    const v = (y - reach + rows) & (rows - 1);
    const back = (rows - v) & (rows - 1);
    for (let x = 0; x < across; x += 1, to += 1) {
      const u = (x - reach + columns) & (columns - 1);
      const at = u < stride ? v * stride + u : back * stride + columns - u;
      energy[to] = real[at]! * real[at]! + imaginary[at]! * imaginary[at]!;
    }
  }
  const gains = noiseGains(energy, across, down, power);
  for (let v = 0; v < rows; v += 1)
    for (let u = 0, at = v * stride, from = (v + reach) * across + reach; u < stride; u += 1, at += 1) {
      const gain = gains[from + u]!;
      real[at]! *= gain;
      imaginary[at]! *= gain;
    }
  const plane = grid.inverse(spectrum);
  if (width === columns && height === rows) return { width, height, data: plane };
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) out.set(plane.subarray(y * columns, y * columns + width), y * width);
  return { width, height, data: out };
}

import { PowerSpectrum } from '../../sound/power-spectrum.ts';
import { stretchRate } from './stretches.ts';

const size = 2048;
const hop = 1024;
/** Below this a cell holds nothing: rounding to 16 bits lies at about −127 dB. */
export const silence = -112;

/** Lower edges of bands in bins, the upper edge of the last behind them: about 150 Hz wide, above 1,250 Hz an eighth. */
const edges = edgesOf();
export const bandCount = edges.length - 1;

function edgesOf(): readonly number[] {
  const perBin = stretchRate / size;
  const out = [2];
  while (out.at(-1)! < size / 2) {
    const at = out.at(-1)!;
    out.push(Math.min(size / 2 + 1, at + Math.max(Math.round(150 / perBin), Math.round(at * 0.12))));
  }
  return out;
}

/** Hertz of the lower and of the upper edge of a band. */
export function bandEdges(band: number): readonly [number, number] {
  return [(edges[band]! * stretchRate) / size, (edges[band + 1]! * stretchRate) / size];
}

const window = Float64Array.from(
  { length: size },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / size),
);

/** Mean level of each band, dB below a tone at full scale, `frames × bandCount`. */
export function bandLevels(samples: Float32Array, from: number, frames: number): Float32Array {
  const spectrum = new PowerSpectrum(window);
  const out = new Float32Array(frames * bandCount);
  const whole = (size * size) / 16;
  for (let frame = 0; frame < frames; frame += 1) {
    spectrum.compute(samples, from + frame * hop);
    for (let band = 0; band < bandCount; band += 1) {
      let sum = 0;
      for (let bin = edges[band]!; bin < edges[band + 1]!; bin += 1) sum += spectrum.power[bin]!;
      const level = 10 * Math.log10(sum / ((edges[band + 1]! - edges[band]!) * whole) + 1e-15);
      out[frame * bandCount + band] = Math.max(silence, level);
    }
  }
  return out;
}

/** Frames that fit into so many samples. */
export function framesIn(samples: number): number {
  return Math.max(0, Math.floor((samples - size) / hop) + 1);
}

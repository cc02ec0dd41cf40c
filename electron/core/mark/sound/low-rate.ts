import { HIGHEST_HZ } from './grid.ts';

/** The mark ends below 6 kHz: it is made at about 14 kHz, whatever the rate of the programme. */
const WORKING_RATE = 14_000;
/** Attenuation of what would fold into the band of the mark, dB. */
const ATTENUATION = 70;

/** Taking every n-th sample and back, by one symmetric low-pass filter (J. F. Kaiser 1974). */
export interface LowRate {
  readonly rate: number;
  /** Samples of the programme per sample at the lower rate. */
  readonly factor: number;
  /** Odd number of weights with sum 1; `[1]` when nothing is to be done. */
  readonly filter: Float64Array;
}

export function lowRate(programmeRate: number): LowRate {
  const factor = Math.max(1, Math.floor(programmeRate / WORKING_RATE));
  const rate = programmeRate / factor;
  if (factor === 1) return { rate, factor, filter: Float64Array.of(1) };
  const stop = rate - HIGHEST_HZ;
  const transition = (2 * Math.PI * (stop - HIGHEST_HZ)) / programmeRate;
  const half = Math.ceil((ATTENUATION - 8) / (2.285 * transition) / 2);
  const beta = 0.1102 * (ATTENUATION - 8.7);
  const cutoff = (HIGHEST_HZ + stop) / programmeRate;
  const filter = Float64Array.from({ length: 2 * half + 1 }, (_, tap) => {
    const place = tap - half;
    const sinc = place === 0 ? cutoff : Math.sin(Math.PI * cutoff * place) / (Math.PI * place);
    return sinc * bessel(beta * Math.sqrt(1 - (place / (half + 1)) ** 2));
  });
  const sum = filter.reduce((total, weight) => total + weight, 0);
  return { rate, factor, filter: filter.map((weight) => weight / sum) };
}

/** Modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Every `factor`-th sample of a low-passed signal; what lies outside of `samples` counts as silence. */
export function toLowRate(samples: Float32Array, { factor, filter }: LowRate, low: Float64Array): void {
  const half = (filter.length - 1) / 2;
  for (let at = 0; at < low.length; at += 1) {
    const start = at * factor - half;
    const from = Math.max(0, -start);
    const to = Math.min(filter.length, samples.length - start);
    let sum = 0;
    for (let tap = from; tap < to; tap += 1) sum += filter[tap]! * samples[start + tap]!;
    low[at] = sum;
  }
}

/** Back to the rate of the programme, for the samples `from … from + out.length` of it. */
export function fromLowRate(
  low: Float64Array,
  { factor, filter }: LowRate,
  from: number,
  out: Float32Array,
): void {
  const half = (filter.length - 1) / 2;
  for (let index = 0; index < out.length; index += 1) {
    const at = from + index;
    const first = Math.max(0, Math.ceil((at - half) / factor));
    const last = Math.min(low.length - 1, Math.floor((at + half) / factor));
    let sum = 0;
    let tap = at - first * factor + half;
    for (let place = first; place <= last; place += 1) {
      sum += low[place]! * filter[tap]!;
      tap -= factor;
    }
    out[index] = sum * factor;
  }
}

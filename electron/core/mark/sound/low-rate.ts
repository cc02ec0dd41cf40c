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
    const middle = at * factor;
    if (middle - half >= 0 && middle + half < samples.length) {
      let sum = filter[half]! * samples[middle]!;
      for (let tap = 1; tap <= half; tap += 1)
        sum += filter[half + tap]! * (samples[middle - tap]! + samples[middle + tap]!);
      low[at] = sum;
      continue;
    }
    let sum = 0;
    for (let tap = -half; tap <= half; tap += 1) sum += filter[half + tap]! * (samples[middle + tap] ?? 0);
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
  if (factor === 1) {
    for (let index = 0; index < out.length; index += 1) out[index] = low[from + index] ?? 0;
    return;
  }
  const half = (filter.length - 1) / 2;
  // For each place between two samples, the weights of the samples around it.
  const phases = Array.from({ length: factor }, (_, phase) => {
    const first = Math.ceil((phase - half) / factor);
    const last = Math.floor((phase + half) / factor);
    const weights = Float64Array.from(
      { length: last - first + 1 },
      (_unused, index) => factor * filter[phase - (first + index) * factor + half]!,
    );
    return { first, weights };
  });
  for (let index = 0; index < out.length; index += 1) {
    const at = from + index;
    const { first, weights } = phases[at % factor]!;
    const start = Math.floor(at / factor) + first;
    let sum = 0;
    if (start >= 0 && start + weights.length <= low.length)
      for (let tap = 0; tap < weights.length; tap += 1) sum += weights[tap]! * low[start + tap]!;
    else for (let tap = 0; tap < weights.length; tap += 1) sum += weights[tap]! * (low[start + tap] ?? 0);
    out[index] = sum;
  }
}

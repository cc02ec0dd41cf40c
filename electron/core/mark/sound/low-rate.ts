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
  const inside = Math.min(low.length, Math.floor((samples.length - 1 - half) / factor) + 1);
  let at = 0;
  for (; at < Math.min(low.length, Math.ceil(half / factor)); at += 1)
    low[at] = lowSample(samples, filter, half, at * factor);
  // Four at a time: each sum waits for its last addition, and all share the weights.
  for (; at + 3 < inside; at += 4) {
    const one = at * factor;
    const [two, three, four] = [one + factor, one + 2 * factor, one + 3 * factor];
    const own = filter[half]!;
    let [first, second] = [own * samples[one]!, own * samples[two]!];
    let [third, fourth] = [own * samples[three]!, own * samples[four]!];
    for (let tap = 1; tap <= half; tap += 1) {
      const weight = filter[half + tap]!;
      first += weight * (samples[one - tap]! + samples[one + tap]!);
      second += weight * (samples[two - tap]! + samples[two + tap]!);
      third += weight * (samples[three - tap]! + samples[three + tap]!);
      fourth += weight * (samples[four - tap]! + samples[four + tap]!);
    }
    low[at] = first;
    low[at + 1] = second;
    low[at + 2] = third;
    low[at + 3] = fourth;
  }
  for (; at < low.length; at += 1) low[at] = lowSample(samples, filter, half, at * factor);
}

function lowSample(samples: Float32Array, filter: Float64Array, half: number, middle: number): number {
  let sum = filter[half]! * (samples[middle] ?? 0);
  for (let tap = 1; tap <= half; tap += 1)
    sum += filter[half + tap]! * ((samples[middle - tap] ?? 0) + (samples[middle + tap] ?? 0));
  return sum;
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
  // Samples at the same place between two of the lower rate have the same weights.
  for (let phase = 0; phase < factor; phase += 1) {
    const first = Math.ceil((phase - half) / factor);
    const last = Math.floor((phase + half) / factor);
    const weights = Float64Array.from(
      { length: last - first + 1 },
      (_unused, index) => factor * filter[phase - (first + index) * factor + half]!,
    );
    const offset = (((phase - from) % factor) + factor) % factor;
    spread(low, weights, (from + offset - phase) / factor + first, out, offset, factor);
  }
}

/** `out[to + n × step] = Σ weights[tap] × low[start + n + tap]`, as far as `out` goes. */
function spread(
  low: Float64Array,
  weights: Float64Array,
  start: number,
  out: Float32Array,
  to: number,
  step: number,
): void {
  let place = start;
  let index = to;
  for (; index < out.length; ) {
    if (place >= 0 && place + 3 + weights.length <= low.length && index + 3 * step < out.length) {
      let [one, two, three, four] = [0, 0, 0, 0];
      for (let tap = 0, at = place; tap < weights.length; tap += 1, at += 1) {
        const weight = weights[tap]!;
        one += weight * low[at]!;
        two += weight * low[at + 1]!;
        three += weight * low[at + 2]!;
        four += weight * low[at + 3]!;
      }
      out[index] = one;
      out[index + step] = two;
      out[index + 2 * step] = three;
      out[index + 3 * step] = four;
      index += 4 * step;
      place += 4;
      continue;
    }
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap += 1) sum += weights[tap]! * (low[place + tap] ?? 0);
    out[index] = sum;
    index += step;
    place += 1;
  }
}

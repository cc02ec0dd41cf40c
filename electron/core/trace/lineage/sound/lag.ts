import { FourierTransform } from '#shared/numeric/fft.ts';

/** How far a sound may lie beside where its landmarks put it, seconds. */
const reachSeconds = 0.12;
/** Samples that are taken together for the rough search. */
const coarse = 8;
/** Samples looked at for the exact place, from the middle. */
const exactLength = 65_536;

export interface Lag {
  /** Samples by which the second begins later: `second[at + samples]` is `first[at]`. */
  readonly samples: number;
  /** Correlation of both there, 0…1, whichever way round the wave stands. */
  readonly agreement: number;
}

/** Where two recordings of one sound lie sample on sample, by the correlation of their waves freed of low tones. */
export function lagBetween(first: Float32Array, second: Float32Array, rate: number): Lag {
  const rough = roughLag(thinned(first), thinned(second), Math.round((reachSeconds * rate) / coarse));
  const around = rough.samples * coarse;
  const from = Math.max(coarse - around, 1, (first.length - exactLength) >> 1);
  const until = Math.min(first.length, second.length - around - coarse, from + exactLength);
  let [samples, most] = [around, -1];
  for (let lag = around - coarse; lag <= around + coarse; lag += 1) {
    let sum = 0;
    for (let at = from; at < until; at += 1)
      sum += (first[at]! - first[at - 1]!) * (second[at + lag]! - second[at + lag - 1]!);
    if (Math.abs(sum) > most) [samples, most] = [lag, Math.abs(sum)];
  }
  return { samples, agreement: rough.agreement };
}

/** By the cross spectrum of both. */
function roughLag(one: Float64Array, other: Float64Array, reach: number): Lag {
  let size = 2;
  while (size < Math.max(one.length, other.length) + reach) size *= 2;
  const transform = new FourierTransform(size);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  real.set(one);
  imaginary.set(other);
  transform.forward(real, imaginary);
  // Both real signals from one transform, and the conjugate of the first times the second (Numerical Recipes, 12.3).
  const [crossReal, crossImaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let at = 0; at < size; at += 1) {
    const back = (size - at) % size;
    const a = (real[at]! + real[back]!) / 2;
    const b = (imaginary[at]! - imaginary[back]!) / 2;
    const c = (imaginary[at]! + imaginary[back]!) / 2;
    const d = (real[back]! - real[at]!) / 2;
    crossReal[at] = a * c + b * d;
    // Conjugated, so that a forward transform brings it back.
    crossImaginary[at] = b * c - a * d;
  }
  transform.forward(crossReal, crossImaginary);
  let [samples, most] = [0, -1];
  for (let lag = -reach; lag <= reach; lag += 1) {
    const value = Math.abs(crossReal[(lag + size) % size]!) / size;
    if (value > most) [samples, most] = [lag, value];
  }
  const energy = Math.sqrt(energyOf(one) * energyOf(other));
  return { samples, agreement: energy === 0 ? 0 : Math.min(1, most / energy) };
}

function energyOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/** Sums of `coarse` samples, each less most of the one before. */
function thinned(samples: Float32Array): Float64Array {
  const out = new Float64Array(Math.floor(samples.length / coarse));
  let before = 0;
  for (let at = 0; at < out.length; at += 1) {
    let sum = 0;
    for (let part = at * coarse; part < (at + 1) * coarse; part += 1) sum += samples[part]!;
    out[at] = sum - 0.9 * before;
    before = sum;
  }
  return out;
}

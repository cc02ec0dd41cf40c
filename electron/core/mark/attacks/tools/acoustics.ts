import { FourierTransform } from '#shared/numeric/fft.ts';
import { SeededNoise } from './noise.ts';

/** A room as a microphone in it hears one click. */
export interface Room {
  /** Samples per second. */
  readonly rate: number;
  /** Energy of the direct sound over that of everything after it, dB. */
  readonly directToReverberant: number;
  /** Seconds until the tail has fallen by 60 dB. */
  readonly decay: number;
  readonly seed: number;
}

/** Seconds between the direct sound and the first of the tail. */
const preDelay = 0.004;

/**
 * Direct sound and an exponentially falling noise tail (Polack's statistical model, 1988), together of energy 1.
 */
export function impulseResponse({ rate, directToReverberant, decay, seed }: Room): Float64Array {
  const start = Math.max(1, Math.round(preDelay * rate));
  const response = new Float64Array(start + Math.round(decay * rate));
  const noise = new SeededNoise(seed);
  const fall = Math.log(1000) / (decay * rate);
  let tail = 0;
  for (let at = start; at < response.length; at += 1) {
    response[at] = noise.gaussian() * Math.exp(-fall * (at - start));
    tail += response[at]! ** 2;
  }
  const ratio = 10 ** (directToReverberant / 10);
  const direct = Math.sqrt(ratio / (1 + ratio));
  const scale = Math.sqrt(1 / (1 + ratio) / tail);
  for (let at = start; at < response.length; at += 1) response[at]! *= scale;
  response[0] = direct;
  return response;
}

/** Linear convolution by overlapping blocks (Stockham 1966), as long as the signal. */
export function convolved(signal: Float32Array, response: Float64Array): Float32Array {
  let size = 1024;
  while (size < 4 * response.length) size *= 2;
  const transform = new FourierTransform(size);
  const block = size - response.length + 1;
  const [filterReal, filterImaginary] = [new Float64Array(size), new Float64Array(size)];
  filterReal.set(response);
  transform.forward(filterReal, filterImaginary);
  const out = new Float32Array(signal.length);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let start = 0; start < signal.length; start += block) {
    const length = Math.min(block, signal.length - start);
    real.fill(0);
    imaginary.fill(0);
    for (let at = 0; at < length; at += 1) real[at] = signal[start + at]!;
    transform.forward(real, imaginary);
    for (let at = 0; at < size; at += 1) {
      const [a, b] = [real[at]!, imaginary[at]!];
      const [c, d] = [filterReal[at]!, filterImaginary[at]!];
      real[at] = a * c - b * d;
      // Conjugate in and out: a forward transform then does the inverse one's work.
      imaginary[at] = -(a * d + b * c);
    }
    transform.forward(real, imaginary);
    const until = Math.min(size, signal.length - start);
    for (let at = 0; at < until; at += 1) out[start + at]! += real[at]! / size;
  }
  return out;
}

/** White or pink (Kellet's filter, about −10 dB per decade) noise of mean square 1. */
export function noiseSamples(length: number, colour: 'white' | 'pink', seed: number): Float32Array {
  const noise = new SeededNoise(seed);
  const out = new Float32Array(length);
  let [b0, b1, b2, sum] = [0, 0, 0, 0];
  for (let at = 0; at < length; at += 1) {
    const value = noise.gaussian();
    if (colour === 'white') {
      out[at] = value;
    } else {
      b0 = 0.99765 * b0 + value * 0.099046;
      b1 = 0.963 * b1 + value * 0.2965164;
      b2 = 0.57 * b2 + value * 1.0526913;
      out[at] = b0 + b1 + b2 + value * 0.1848;
    }
    sum += out[at]! ** 2;
  }
  const scale = sum === 0 ? 0 : Math.sqrt(length / sum);
  for (let at = 0; at < length; at += 1) out[at]! *= scale;
  return out;
}

/** A programme of nothing in particular: plucked notes of a pentatonic scale over a slow bass; mean square 1. */
export function otherProgramme(length: number, rate: number, seed: number): Float32Array {
  const noise = new SeededNoise(seed);
  const scale = [0, 2, 4, 7, 9, 12, 14, 16];
  const out = new Float32Array(length);
  const beat = Math.round(rate * 0.27);
  for (let start = 0, index = 0; start < length; start += beat, index += 1) {
    const low = index % 4 === 0;
    const step = scale[Math.floor(noise.uniform() * scale.length)]!;
    const pitch = (low ? 110 : 330) * 2 ** (step / 12);
    const ring = Math.min(length - start, beat * (low ? 5 : 3));
    for (let partial = 1; partial <= 6; partial += 1) {
      const turn = (2 * Math.PI * pitch * partial) / rate;
      const height = 1 / partial ** 1.2;
      const fall = (2 + partial) / (rate * (low ? 1 : 0.5));
      for (let at = 0; at < ring; at += 1)
        out[start + at]! += height * Math.sin(turn * at) * Math.exp(-fall * at);
    }
  }
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += out[at]! ** 2;
  const gain = sum === 0 ? 0 : Math.sqrt(length / sum);
  for (let at = 0; at < length; at += 1) out[at]! *= gain;
  return out;
}

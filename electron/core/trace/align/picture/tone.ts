import type { RgbPlane } from '../../picture/planes.ts';
import type { LaidOriginal } from './laid.ts';
import { solvedSymmetric } from './refine.ts';

/**
 * How the colours of the whole picture were changed: each channel of the suspect as a mixture of the three of the
 * original and a curve of its own channel (square and root: gamma), and light that falls off over the picture. Few
 * numbers, found so that parts that do not fit count nothing: a bar or another sky cannot bend it.
 */
export interface Tone {
  /** For each channel `terms` coefficients on a scale of 0…1. */
  readonly coefficients: readonly [Float64Array, Float64Array, Float64Array];
  /** Median of what is left, grey levels. */
  readonly rest: number;
  /** Mean change of all colours within the common part, grey levels. */
  readonly strength: number;
  /** Does light fall off over the picture? */
  readonly uneven: boolean;
  /** Is the suspect grey where the original has colour? */
  readonly grey: boolean;
}

/** 1, red, green, blue, own², √own, and own channel × (x, y, x², y²). */
const terms = 10;
const evenTerms = 6;
/** Side of the squares whose means are compared, and how many are at most. */
const mostSamples = 12_000;
/** Pull towards "unchanged", as a share of the number of squares. */
const pull = 2e-4;

interface Samples {
  readonly count: number;
  /** Means of squares: original, suspect, 0…1, and place −1…1. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly place: Float32Array;
}

/** `null`: too little in common to tell. */
export function fittedTone(first: LaidOriginal, second: RgbPlane): Tone | null {
  const samples = sampled(first, second);
  if (samples.count < 200) return null;
  const plain = fits(samples, evenTerms);
  const bent = fits(samples, terms);
  const uneven = bent.rest < 0.7 * plain.rest && plain.rest > 1.5;
  const { coefficients, rest } = uneven ? bent : plain;
  let strength = 0;
  const row = new Float64Array(terms);
  for (let index = 0; index < samples.count; index += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      write(samples, index, channel, row);
      strength += Math.abs(predicted(coefficients[channel]!, row) - samples.first[3 * index + channel]!);
    }
  }
  strength *= 255 / (3 * samples.count);
  return { coefficients, rest, strength, uneven, grey: greyed(samples) };
}

function sampled(first: LaidOriginal, second: RgbPlane): Samples {
  const { width, height } = second;
  const side = Math.max(3, Math.ceil(Math.sqrt((width * height) / mostSamples)));
  const window = Math.min(side, 8);
  const most = Math.ceil(width / side) * Math.ceil(height / side);
  const own = new Float32Array(3 * most);
  const other = new Float32Array(3 * most);
  const place = new Float32Array(2 * most);
  let count = 0;
  for (let top = 0; top + window <= height; top += side) {
    for (let left = 0; left + window <= width; left += side) {
      let whole = true;
      const sums = [0, 0, 0, 0, 0, 0];
      for (let y = top; y < top + window && whole; y += 1) {
        for (let x = left; x < left + window; x += 1) {
          const at = y * width + x;
          if (first.inside[at] === 0) whole = false;
          for (let channel = 0; channel < 3; channel += 1) {
            sums[channel]! += first.data[3 * at + channel]!;
            sums[channel + 3]! += second.data[3 * at + channel]!;
          }
        }
      }
      if (!whole) continue;
      const share = 1 / (255 * window * window);
      for (let channel = 0; channel < 3; channel += 1) {
        own[3 * count + channel] = sums[channel]! * share;
        other[3 * count + channel] = sums[channel + 3]! * share;
      }
      place[2 * count] = (2 * left) / width - 1;
      place[2 * count + 1] = (2 * top) / height - 1;
      count += 1;
    }
  }
  return { count, first: own, second: other, place };
}

function write({ first, place }: Samples, index: number, channel: number, row: Float64Array): void {
  const own = first[3 * index + channel]!;
  const [x, y] = [place[2 * index]!, place[2 * index + 1]!];
  row[0] = 1;
  row[1] = first[3 * index]!;
  row[2] = first[3 * index + 1]!;
  row[3] = first[3 * index + 2]!;
  row[4] = own * own;
  row[5] = Math.sqrt(own);
  row[6] = own * x;
  row[7] = own * y;
  row[8] = own * x * x;
  row[9] = own * y * y;
}

function predicted(coefficients: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let term = 0; term < coefficients.length; term += 1) sum += coefficients[term]! * row[term]!;
  return sum;
}

function fits(samples: Samples, size: number): Pick<Tone, 'coefficients' | 'rest'> {
  // First mixtures alone by least sums of misses, which half of bad squares does not bend; then curves by Tukey.
  const weights = new Float64Array(samples.count).fill(1);
  let coefficients = identity(size);
  let rest = 0;
  for (let round = 0; round < 14; round += 1) {
    const used = round < 8 ? 4 : size;
    coefficients = [0, 1, 2].map((channel) =>
      solved(samples, weights, channel, used, size),
    ) as unknown as Tone['coefficients'];
    const misses = missesOf(samples, coefficients);
    const sorted = Float64Array.from(misses).sort();
    rest = sorted[sorted.length >> 1]!;
    const bound = Math.max(0.02, 5 * rest);
    for (let index = 0; index < samples.count; index += 1) {
      const miss = misses[index]!;
      if (round < 7) weights[index] = 1 / Math.max(miss, 0.004);
      else weights[index] = miss >= bound ? 0 : (1 - (miss / bound) ** 2) ** 2;
    }
  }
  return { coefficients, rest: rest * 255 };
}

function identity(size: number): Tone['coefficients'] {
  return [0, 1, 2].map((channel) => {
    const out = new Float64Array(size);
    out[channel + 1] = 1;
    return out;
  }) as unknown as Tone['coefficients'];
}

function missesOf(samples: Samples, coefficients: Tone['coefficients']): Float64Array {
  const out = new Float64Array(samples.count);
  const row = new Float64Array(terms);
  for (let index = 0; index < samples.count; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      write(samples, index, channel, row);
      sum += Math.abs(predicted(coefficients[channel]!, row) - samples.second[3 * index + channel]!);
    }
    out[index] = sum / 3;
  }
  return out;
}

/** Weighted least squares of what is to be added to the unchanged channel. */
function solved(
  samples: Samples,
  weights: Float64Array,
  channel: number,
  used: number,
  size: number,
): Float64Array {
  const normal = new Float64Array(used * used);
  const right = new Float64Array(used);
  const row = new Float64Array(terms);
  let total = 0;
  for (let index = 0; index < samples.count; index += 1) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    total += weight;
    write(samples, index, channel, row);
    const miss = samples.second[3 * index + channel]! - samples.first[3 * index + channel]!;
    for (let i = 0; i < used; i += 1) {
      const value = weight * row[i]!;
      right[i]! += value * miss;
      for (let j = 0; j <= i; j += 1) normal[i * used + j]! += value * row[j]!;
    }
  }
  for (let i = 0; i < used; i += 1) normal[i * used + i]! += pull * total;
  const added = solvedSymmetric(normal, right);
  const out = new Float64Array(size);
  if (added !== null) out.set(added);
  out[channel + 1]! += 1;
  return out;
}

function greyed({ count, first, second }: Samples): boolean {
  const spread = (values: Float32Array): number => {
    const out = new Float64Array(count);
    for (let index = 0; index < count; index += 1) {
      const [r, g, b] = [values[3 * index]!, values[3 * index + 1]!, values[3 * index + 2]!];
      out[index] = Math.max(r, g, b) - Math.min(r, g, b);
    }
    return out.sort()[Math.floor(0.9 * (count - 1))]!;
  };
  return spread(first) > 0.08 && spread(second) < 0.015;
}

/** The original in the suspect's colours. */
export function toned(first: LaidOriginal, { coefficients }: Tone): LaidOriginal {
  const { width, height, data, inside } = first;
  const out = new Uint8Array(data.length);
  const curves = coefficients.map((c) => {
    const curve = new Float64Array(256);
    for (let level = 0; level < 256; level += 1) {
      const own = level / 255;
      curve[level] = 255 * (c[0]! + (c[4] ?? 0) * own * own + (c[5] ?? 0) * Math.sqrt(own));
    }
    return curve;
  });
  for (let y = 0, at = 0, to = 0; y < height; y += 1) {
    const v = (2 * y) / height - 1;
    for (let x = 0; x < width; x += 1, at += 1, to += 3) {
      if (inside[at] === 0) continue;
      const u = (2 * x) / width - 1;
      const [r, g, b] = [data[to]!, data[to + 1]!, data[to + 2]!];
      for (let channel = 0; channel < 3; channel += 1) {
        const c = coefficients[channel]!;
        const own = data[to + channel]!;
        let value = c[1]! * r + c[2]! * g + c[3]! * b + curves[channel]![own]!;
        if (c.length === terms) value += own * (c[6]! * u + c[7]! * v + c[8]! * u * u + c[9]! * v * v);
        out[to + channel] = value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
      }
    }
  }
  return { width, height, data: out, inside };
}

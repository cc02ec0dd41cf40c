import { FourierTransform } from '#shared/numeric/fft.ts';

/** What the histogram of one channel looks like. */
export interface HistogramFacts {
  /** First and last level that occurs. */
  readonly first: number;
  readonly last: number;
  /** Share of samples at 0 and at 255. */
  readonly black: number;
  readonly white: number;
  /** Levels that never occur although their surroundings would let at least twenty samples expect. */
  readonly gaps: number;
  /** Levels that occur half as often again as their two neighbours, beyond six standard deviations of counting. */
  readonly spikes: number;
  /** Mean size of the second difference, as a multiple of what counting alone would give; 1 is smooth. */
  readonly roughness: number;
  /** The strongest regular repetition: its period in levels, and lg of the number of false alarms. */
  readonly period: number;
  readonly periodLog10: number;
}

/** Counts of the 256 levels of red, green and blue. */
export function colourCounts(
  rgb: Uint8Array,
  between: () => void,
): readonly [Uint32Array, Uint32Array, Uint32Array] {
  const [red, green, blue] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  for (let at = 0; at < rgb.length; at += 3) {
    if (at % 3_145_728 === 0) between();
    red[rgb[at]!]! += 1;
    green[rgb[at + 1]!]! += 1;
    blue[rgb[at + 2]!]! += 1;
  }
  return [red, green, blue];
}

export function levelCounts(grey: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < grey.length; at += 1) counts[grey[at]!]! += 1;
  return counts;
}

/** @param counts of the levels 0…255 */
export function histogramFacts(counts: Uint32Array): HistogramFacts {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const smooth = Float64Array.from(counts, (_, level) => around(counts, level, 8, first, last));
  let [gaps, spikes, rough, expected] = [0, 0, 0, 0];
  // The two ends gather what was cut off: they say nothing of the levels between.
  for (let level = Math.max(1, first); level <= Math.min(254, last); level += 1) {
    const count = counts[level]!;
    if (count === 0 && smooth[level]! >= 20) gaps += 1;
    if (level <= 1 || level >= 254) continue;
    const sides = (counts[level - 1]! + counts[level + 1]!) / 2;
    if (count > 1.5 * sides + 6 * Math.sqrt(Math.max(1, sides))) spikes += 1;
    rough += Math.abs(count - sides);
    // Of a difference of counts n − (m + k)/2 the variance is n + (m + k)/4.
    expected += Math.sqrt((2 / Math.PI) * (count + sides / 2));
  }
  return {
    first: Math.max(0, first),
    last: Math.max(0, last),
    black: counts[0]! / Math.max(1, total),
    white: counts[255]! / Math.max(1, total),
    gaps,
    spikes,
    roughness: expected === 0 ? 0 : rough / expected,
    ...repetition(counts, smooth),
  };
}

/** Mean of the counts near a level, itself left out, within the levels that occur. */
function around(counts: Uint32Array, level: number, reach: number, first: number, last: number): number {
  let [sum, number] = [0, 0];
  for (let at = Math.max(1, first, level - reach); at <= Math.min(254, last, level + reach); at += 1) {
    if (at === level) continue;
    sum += counts[at]!;
    number += 1;
  }
  return number === 0 ? 0 : sum / number;
}

/** Frequencies with a period of 2 to 16 levels. */
const [slowest, fastest] = [16, 128];
/** Frequencies on each side that a line is compared with, its two neighbours left out. */
const beside = 8;

/**
 * The strongest line in the spectrum of the histogram's departures from its surroundings. Each power is compared with the
 * mean of n = 14 around it, so that the slow waves of natural histograms do not count; of exponential powers
 * P(ratio > r) = (1 + r/n)^−n.
 */
function repetition(counts: Uint32Array, smooth: Float64Array) {
  const real = Float64Array.from(counts, (count, level) =>
    level === 0 || level === 255 || smooth[level]! < 1
      ? 0
      : Math.max(-8, Math.min(8, (count - smooth[level]!) / Math.sqrt(smooth[level]!))),
  );
  const imaginary = new Float64Array(256);
  new FourierTransform(256).forward(real, imaginary);
  const power = real.map((value, k) => value * value + imaginary[k]! * imaginary[k]!);
  const around = 2 * (beside - 1);
  let [most, place] = [0, fastest];
  for (let k = slowest; k <= fastest; k += 1) {
    let sum = 0;
    for (let step = 2; step <= beside; step += 1) sum += power[k - step]! + power[k + step]!;
    const ratio = sum === 0 ? 0 : (power[k]! * around) / sum;
    if (ratio > most) [most, place] = [ratio, k];
  }
  const log10 = Math.log10(fastest - slowest + 1) - around * Math.log10(1 + most / around);
  return { period: 256 / place, periodLog10: Math.min(0, log10) };
}

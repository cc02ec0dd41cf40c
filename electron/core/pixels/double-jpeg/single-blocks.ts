import type { CoefficientPlane } from '../../media/jpeg-coefficients.ts';
import type { FloatPlane } from '../picture.ts';
import { type ActivityClasses, activityClasses } from './activity-classes.ts';
import type { FirstStep } from './first-steps.ts';
import { massBetween, roundingDeviation } from './requantised-shares.ts';
import { forwardScale, forwardTransform, shiftedGrid } from './shifted-blocks.ts';

/** Coefficients as they were before any quantisation are counted up to this size. */
const largest = 1024;
/** Bound on what one coefficient may say: a model is never that right. */
const mostEvidence = 3;
/** Every value is allowed to come about in some other way, with this probability. */
const stray = 0.01;

/** How well the blocks of a picture fit an earlier compression. */
export interface BlockEvidence {
  readonly wide: number;
  readonly high: number;
  /** Natural logarithm of P(block | compressed twice) / P(block | compressed once); 0: nothing to be read. */
  readonly logRatios: Float32Array;
}

/**
 * Block by block, the likelihood ratio of two compressions against one (Bianchi & Piva, IEEE TIFS 7(3), 2012, eq. 8 and
 * 17). The distribution before quantisation is taken from the same picture on a grid shifted by half a block, where
 * no compression left steps (the calibration of Fridrich; Bianchi & Piva 2012, §III-C), for smooth and rough places apart: with
 * one distribution for all, every smooth place seems to be compressed once.
 *
 * A step that most of the picture contradicts is a wrong one, as fits find them in pictures compressed three times: it is
 * left out.
 *
 * @param samples decoded luminance, not rounded
 * @param steps coefficients whose earlier step is known
 * @param silenced 1: nothing is read from this block
 */
export function blockEvidence(
  plane: CoefficientPlane,
  samples: FloatPlane,
  steps: readonly FirstStep[],
  silenced: Uint8Array,
  signal: AbortSignal,
): BlockEvidence {
  const wide = Math.ceil(plane.width / 8);
  const high = Math.ceil(plane.height / 8);
  const logRatios = new Float32Array(wide * high);
  const { classes, count } = activityClasses(samples, wide, high);
  const histograms = unquantisedHistograms(
    samples,
    steps.map(({ index }) => index),
    { classes, count, stride: wide },
    signal,
  );
  const own = new Float32Array(wide * high);
  for (const [number, step] of steps.entries()) {
    const { index } = step;
    const tables = histograms.map((own) => evidenceTable(own[number]!, step));
    own.fill(0);
    let sum = 0;
    for (let down = 0; down < high; down += 1) {
      let from = down * plane.blocksWide * 64 + index;
      for (let across = 0, at = down * wide; across < wide; across += 1, at += 1, from += 64) {
        if (silenced[at] === 1) continue;
        const table = tables[classes[at]!]!;
        own[at] = table[Math.min(table.length - 1, Math.abs(plane.coefficients[from]!))]!;
        sum += own[at]!;
      }
    }
    if (sum <= 0) continue;
    for (let at = 0; at < own.length; at += 1) logRatios[at]! += own[at]!;
  }
  return { wide, high, logRatios };
}

/** Counts of |c| = 0…largest, rounded, of each coefficient in each class, on the grid shifted by (4, 4). */
function unquantisedHistograms(
  samples: FloatPlane,
  indices: readonly number[],
  { classes, count, stride }: ActivityClasses & { readonly stride: number },
  signal: AbortSignal,
): readonly (readonly Float64Array[])[] {
  const histograms = Array.from({ length: count }, () => indices.map(() => new Float64Array(largest + 1)));
  const { wide, high } = shiftedGrid(samples, 4, 4);
  const block = new Float64Array(64);
  for (let down = 0; down < high; down += 1) {
    signal.throwIfAborted();
    for (let across = 0; across < wide; across += 1) {
      forwardTransform(samples.data, (down * 8 + 4) * samples.width + across * 8 + 4, samples.width, block);
      const own = histograms[classes[down * stride + across]!]!;
      for (let number = 0; number < indices.length; number += 1) {
        const index = indices[number]!;
        const size = Math.round(Math.abs(block[index]! * forwardScale[index]!));
        if (size <= largest) own[number]![size]! += 1;
      }
    }
  }
  return histograms;
}

/**
 * log P(x | twice, x ≠ 0)/P(x | once, x ≠ 0) for x = 1, 2 …; beyond the table, and of 0, nothing is said: whether a
 * coefficient is 0 at all is rather a matter of the content than of the steps.
 */
function evidenceTable(histogram: Float64Array, { first, second }: FirstStep): Float32Array {
  const density = smoothed(histogram);
  const most = Math.min(160, Math.floor(largest / second) - 1);
  const table = new Float32Array(most + 2);
  const kept = new Float64Array(Math.floor(largest / first) + 1);
  for (let at = 0; at < kept.length; at += 1)
    kept[at] = massOf(density, (at - 0.5) * first, (at + 0.5) * first);
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const reach = 3 * roundingDeviation;
  let others = 1;
  for (let value = 0; value <= most; value += 1) {
    const low = (value - 0.5) * second;
    const high = (value + 0.5) * second;
    const once = massOf(density, low, high);
    let twice = 0;
    for (let at = Math.ceil((low - reach) / first); at <= (high + reach) / first; at += 1)
      twice += (kept[Math.abs(at)] ?? 0) * massBetween(low, high, at * first);
    if (value === 0) {
      others = Math.max(1, total - once) / Math.max(1, total - twice);
      continue;
    }
    if (once <= 0) continue;
    const log = Math.log((1 - stray) * (twice / once) * others + stray);
    table[value] = Math.max(-mostEvidence, Math.min(mostEvidence, log));
  }
  return table;
}

/** Two-sided density at 0, 1, 2 …: neighbours averaged over a width that grows with the value, as its counts fall. */
function smoothed(histogram: Float64Array): Float64Array {
  const sums = new Float64Array(histogram.length + 1);
  for (let at = 0; at < histogram.length; at += 1)
    sums[at + 1] = sums[at]! + (at === 0 ? histogram[0]! : histogram[at]! / 2);
  return histogram.map((_, at) => {
    const half = Math.floor(at / 6);
    const to = Math.min(histogram.length, at + half + 1);
    return (sums[to]! - sums[at - half]! + 1e-3) / (to - at + half);
  });
}

/** Integral of a density that is even and constant from i − ½ to i + ½. */
function massOf(density: Float64Array, low: number, high: number): number {
  let sum = 0;
  for (let at = Math.floor(low + 0.5); at <= Math.ceil(high - 0.5); at += 1) {
    const part = Math.min(high, at + 0.5) - Math.max(low, at - 0.5);
    if (part > 0) sum += part * (density[Math.abs(at)] ?? 0);
  }
  return sum;
}

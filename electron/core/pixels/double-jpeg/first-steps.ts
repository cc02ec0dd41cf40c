import { zigzag } from '#shared/numeric/jpeg-quantization.ts';
import type { CoefficientPlane } from '../../media/jpeg-coefficients.ts';
import { contrast, requantisedShares } from './requantised-shares.ts';
import { dispersion, fitSmoothCounts, shapeLikelihood } from './smooth-counts.ts';

/** AC coefficients read, in zig-zag order: higher ones are mostly zero. */
const frequencies = 15;
/** Values of a coefficient read, and how many of a value there must be. */
const mostValues = 80;
const leastCount = 3;
const leastValues = 6;
/** Coefficients other than zero without which a histogram says nothing. */
const leastSamples = 60;
/** Shares of the picture that were compressed before, tried in turn; a little is always clipped or new. */
const portions = [0.98, 0.85, 0.6, 0.35] as const;
/** Shares that depart less than this from those of a single compression are not tried. */
const leastContrast = 0.08;

/** What the histogram of one coefficient says of an earlier compression. */
export interface FirstStep {
  /** Natural order, 1…63. */
  readonly index: number;
  /** Step in the file. */
  readonly second: number;
  /** Step of the earlier compression that fits best. */
  readonly first: number;
  /** Steps that fit nearly as well (log likelihood within 3 of the best), ascending. */
  readonly alike: readonly number[];
  /** Part of the coefficients that fits it, 0…1. */
  readonly portion: number;
  /**
   * Logarithm of the split likelihood ratio against one compression. Under one compression it exceeds t with a
   * probability of at most e^−t.
   */
  readonly logRatio: number;
}

export interface FirstSteps {
  readonly steps: readonly FirstStep[];
  /** Coefficients that have too few values to be read (natural order). */
  readonly unread: readonly number[];
}

/**
 * Steps of an earlier compression on the same grid, coefficient by coefficient.
 *
 * The blocks are split like the fields of a chess-board. On one half, every step and portion is fitted and the best
 * kept; on the other half its likelihood is compared with that of the best single compression there. The ratio's mean
 * is at most 1 if the picture was compressed once (Wasserman, Ramdas & Balakrishnan, PNAS 117, 2020), whatever was
 * chosen on the first half. Histograms that scatter more than Poisson's have the logarithm divided by their dispersion.
 */
export function findFirstSteps(plane: CoefficientPlane, signal: AbortSignal): FirstSteps {
  const steps: FirstStep[] = [];
  const unread: number[] = [];
  for (let at = 1; at <= frequencies; at += 1) {
    signal.throwIfAborted();
    const index = zigzag[at]!;
    const found = firstStep(index, plane.steps[index]!, histogramHalves(plane, index));
    if (found === null) unread.push(index);
    else steps.push(found);
  }
  return { steps, unread };
}

/** Counts of |x| = 1…mostValues in the two halves of the blocks. */
function histogramHalves(plane: CoefficientPlane, index: number): readonly [Float64Array, Float64Array] {
  const { blocksWide, blocksHigh, coefficients } = plane;
  const halves = [new Float64Array(mostValues), new Float64Array(mostValues)] as const;
  for (let down = 0, from = index; down < blocksHigh; down += 1) {
    for (let across = 0; across < blocksWide; across += 1, from += 64) {
      const value = Math.abs(coefficients[from]!);
      if (value > 0 && value <= mostValues) halves[((across + down) & 1) as 0 | 1][value - 1]! += 1;
    }
  }
  return halves;
}

function firstStep(
  index: number,
  second: number,
  [left, right]: readonly [Float64Array, Float64Array],
): FirstStep | null {
  const size = readableValues(left, right);
  if (size < leastValues) return null;
  const [fitting, testing] = [left.subarray(0, size), right.subarray(0, size)];
  const single = new Float64Array(size).fill(1);
  const trials: { first: number; portion: number; offset: Float64Array; shape: Float64Array; log: number }[] =
    [];
  // A comb wider than a third of the values shows too few of its teeth.
  const largest = Math.min(255, Math.floor((second * size) / 3));
  for (let first = 1; first <= largest; first += 1) {
    if (first === second) continue;
    const shares = requantisedShares(first, second, size);
    if (contrast(shares) < leastContrast) continue;
    for (const portion of portions) {
      const offset = single.map((_, at) => 1 - portion + portion * shares[at + 1]!);
      const shape = fitSmoothCounts(fitting, offset);
      trials.push({ first, portion, offset, shape, log: shapeLikelihood(fitting, shape) });
    }
  }
  const best = trials.reduce<(typeof trials)[number] | null>(
    (most, trial) => (most === null || trial.log > most.log ? trial : most),
    null,
  );
  if (best === null) return null;
  const once = shapeLikelihood(testing, fitSmoothCounts(testing, single));
  const twice = shapeLikelihood(testing, best.shape);
  const scatter = Math.max(1, dispersion(testing, fitSmoothCounts(testing, best.offset)));
  const alike = new Set(trials.filter(({ log }) => log > best.log - 3).map(({ first }) => first));
  return {
    index,
    second,
    first: best.first,
    alike: [...alike].sort((a, b) => a - b),
    portion: best.portion,
    logRatio: (twice - once) / scatter,
  };
}

/**
 * How many values 1…n can be fitted: up to the last whose neighbourhood is filled. Some within may be empty, as double
 * quantisation leaves them.
 */
function readableValues(left: Float64Array, right: Float64Array): number {
  let [size, total] = [0, 0];
  let recent = 0;
  for (let at = 0; at < mostValues; at += 1) {
    const count = left[at]! + right[at]!;
    total += count;
    recent = 0.75 * recent + 0.25 * count;
    if (recent >= 1.5 && count >= leastCount) size = at + 1;
  }
  return total < leastSamples ? 0 : size;
}

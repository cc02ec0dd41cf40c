import type { CoefficientPlane } from '../../media/jpeg-coefficients.ts';
import type { FloatPlane } from '../picture.ts';
import { normalTailLog10 } from './normal-tail.ts';

/** Steps of the DC coefficient tried. */
const [leastStep, mostStep] = [2, 48] as const;
/** Sums of 64 samples around their middle: −8192…8191. */
const range = 8192;
/** A block with fewer other coefficients is flat: its neighbourhood shows the last grid at any shift. */
const leastActive = 2;

/** How strongly the DC coefficients of one shifted grid keep to the multiples of a step. */
export interface ShiftScore {
  /** Samples from the left and from the top to the first block of the grid, 0…7. */
  readonly x: number;
  readonly y: number;
  /** Step of the DC coefficient that fits best. */
  readonly step: number;
  /** Deviations above what the other shifts show for this step. */
  readonly score: number;
}

export interface ShiftSearch {
  /** The 63 shifts that are not the last grid's, best first. */
  readonly shifts: readonly ShiftScore[];
  /** log₁₀ of the number of shifts and steps expected to score like the best by chance. */
  readonly logNfa: number;
  /** Places of blocks that were read, over all shifts. */
  readonly places: number;
}

/**
 * The grid of an earlier compression that lies elsewhere than the last one. On its own grid, a picture compressed
 * before has DC coefficients near multiples of their step; the integer periodicity of each of the 64 grids shows which
 * (Bianchi & Piva, IEEE TIFS 7(2), 2012, 842–848, eq. 10). Their entropy of the map is replaced by a score for each grid: the
 * phase is known, so that the real part of the periodicity of n coefficients off any grid is normal with variance
 * 1/2n; and what a step shows on all grids (few tones, flat content) is taken off by the median and the median
 * deviation over the 63.
 *
 * @param samples decoded luminance, not rounded
 */
export function searchShifts(plane: CoefficientPlane, samples: FloatPlane, signal: AbortSignal): ShiftSearch {
  const histograms = sumHistograms(samples, activeNeighbourhoods(plane), plane.blocksWide, signal);
  const totals = histograms.map((histogram) => histogram.reduce((sum, count) => sum + count, 0));
  const best: ShiftScore[] = [];
  const scores = new Float64Array(64);
  for (let step = leastStep; step <= mostStep; step += 1) {
    signal.throwIfAborted();
    for (let shift = 1; shift < 64; shift += 1)
      scores[shift] = Math.sqrt(2 / Math.max(1, totals[shift]!)) * periodicity(histograms[shift]!, 8 * step);
    const others = scores.subarray(1);
    const middle = median(others);
    const spread = Math.max(1, 1.4826 * median(others.map((score) => Math.abs(score - middle))));
    for (let shift = 1; shift < 64; shift += 1) {
      if (leaks(shift, step, plane.steps[0]!)) continue;
      const score = (scores[shift]! - middle) / spread;
      if (score > (best[shift]?.score ?? -Infinity))
        best[shift] = { x: shift & 7, y: shift >> 3, step, score };
    }
  }
  const shifts = best.filter((shift) => shift !== undefined).sort((a, b) => b.score - a.score);
  const tests = Math.log10(63 * (mostStep - leastStep + 1));
  return {
    shifts,
    logNfa: tests + normalTailLog10(shifts[0]!.score),
    places: totals.reduce((sum, count, shift) => (shift === 0 ? sum : sum + count), 0),
  };
}

/**
 * A grid shifted along one axis only mixes two blocks of the last grid, and shows the last step and its whole parts
 * wherever the picture is smooth in that direction: an earlier compression cannot be told from that.
 */
function leaks(shift: number, step: number, last: number): boolean {
  return ((shift & 7) === 0 || shift >> 3 === 0) && last % step === 0;
}

/** Is this block and are those right, below and diagonally below it not flat? */
function activeNeighbourhoods({ blocksWide, blocksHigh, coefficients }: CoefficientPlane): Uint8Array {
  const active = new Uint8Array(blocksWide * blocksHigh);
  for (let block = 0, at = 0; block < active.length; block += 1, at += 64) {
    let count = 0;
    for (let index = 1; index < 64 && count < leastActive; index += 1)
      if (coefficients[at + index] !== 0) count += 1;
    active[block] = count < leastActive ? 0 : 1;
  }
  const out = new Uint8Array(active.length);
  for (let y = 0; y + 1 < blocksHigh; y += 1) {
    for (let x = 0, at = y * blocksWide; x + 1 < blocksWide; x += 1, at += 1)
      out[at] = active[at]! & active[at + 1]! & active[at + blocksWide]! & active[at + blocksWide + 1]!;
  }
  return out;
}

/** Of each shift (8·y + x): how often the samples of a block sum up to each value, 64·128 taken off. */
function sumHistograms(
  { width, height, data }: FloatPlane,
  active: Uint8Array,
  blocksWide: number,
  signal: AbortSignal,
): readonly Uint32Array[] {
  const histograms = Array.from({ length: 64 }, () => new Uint32Array(2 * range));
  const columns = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < width; x += 1) columns[x]! += data[row + x]! - 128;
    if (y < 7) continue;
    const top = y - 7;
    if ((top & 7) === 0) signal.throwIfAborted();
    const blocks = (top >> 3) * blocksWide;
    let sum = 0;
    for (let x = 0; x < 7; x += 1) sum += columns[x]!;
    for (let x = 7; x < width; x += 1) {
      sum += columns[x]!;
      const left = x - 7;
      if (active[blocks + (left >> 3)] === 1) {
        const value = Math.round(sum) + range;
        if (value > 0 && value < 2 * range) histograms[((top & 7) << 3) | (left & 7)]![value]! += 1;
      }
      sum -= columns[left]!;
    }
    for (let x = 0; x < width; x += 1) columns[x]! -= data[row - 7 * width + x]! - 128;
  }
  return histograms;
}

/** Σ h(s)·cos(2πs/period). */
function periodicity(histogram: Uint32Array, period: number): number {
  const folded = new Float64Array(period);
  let phase = (period - (range % period)) % period;
  for (let at = 0; at < histogram.length; at += 1) {
    folded[phase]! += histogram[at]!;
    phase += 1;
    if (phase === period) phase = 0;
  }
  let sum = 0;
  for (let at = 0; at < period; at += 1) sum += folded[at]! * Math.cos((2 * Math.PI * at) / period);
  return sum;
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}

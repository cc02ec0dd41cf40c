import { rademacherStatistic } from '../code/false-alarm.ts';
import { CODED_BITS, decodePayload, encodePayload } from '../code/payload-code.ts';
import type { Evidence } from './features.ts';
import { BANDS, PERIOD_SIZE } from './grid.ts';
import type { SoundPattern } from './pattern.ts';
import type { CellPlaces } from './synchronise.ts';

/** A pattern prepared for reading. */
export interface ReadingPattern {
  readonly pattern: SoundPattern;
  /** Index among the cells that carry the identifier, −1 for pilots; by `time × BANDS + band`. */
  readonly slots: Int16Array;
}

export function readingPattern(pattern: SoundPattern): ReadingPattern {
  const slots = new Int16Array(PERIOD_SIZE).fill(-1);
  for (const [index, cell] of pattern.cells.entries()) slots[cell] = index;
  return { pattern, slots };
}

/** Bands over which the pilots' answer is averaged to either side. */
const SMOOTHING = 6;
/** A band never counts for less than this share of the best. */
const LEAST_WEIGHT = 0.05;

/** Weight of each band: how much of their expected change its pilots and those of its neighbours show. */
export function bandWeights(
  evidence: Evidence,
  windows: readonly CellPlaces[],
  { pattern }: ReadingPattern,
): Float64Array {
  const sums = new Float64Array(BANDS);
  const squares = new Float64Array(BANDS);
  for (const { cell, frame } of windows) {
    for (let at = 0; at < cell.length; at += 1) {
      const row = cell[at]! * BANDS;
      for (let band = 0; band < BANDS; band += 1) {
        const pilot = pattern.pilots[row + band]!;
        if (pilot === 0) continue;
        const value = evidence.values[band * evidence.frames + frame[at]!]!;
        sums[band]! += value * pilot;
        squares[band]! += value * value;
      }
    }
  }
  const weights = new Float64Array(BANDS);
  let most = 0;
  for (let band = 0; band < BANDS; band += 1) {
    let [sum, square] = [0, 1e-12];
    for (let other = Math.max(0, band - SMOOTHING); other <= Math.min(BANDS - 1, band + SMOOTHING); other += 1) {
      sum += sums[other]!;
      square += squares[other]!;
    }
    weights[band] = Math.max(0, sum / square);
    most = Math.max(most, weights[band]!);
  }
  if (most === 0) return weights.fill(1);
  return weights.map((weight) => Math.max(LEAST_WEIGHT, weight / most));
}

/** Everything that shares a keyed sign, added up: one value per cell of the period that carries the identifier. */
export function gatherValues(
  evidence: Evidence,
  windows: readonly CellPlaces[],
  weights: Float64Array,
  { pattern, slots }: ReadingPattern,
): Float64Array {
  const values = new Float64Array(pattern.cells.length);
  for (const { cell, frame } of windows) {
    for (let at = 0; at < cell.length; at += 1) {
      const row = cell[at]! * BANDS;
      for (let band = 0; band < BANDS; band += 1) {
        const slot = slots[row + band]!;
        if (slot >= 0)
          values[slot]! += weights[band]! * evidence.values[band * evidence.frames + frame[at]!]!;
      }
    }
  }
  return values;
}

/** One soft value per coded bit. */
export function softBits(values: Float64Array, { pattern }: ReadingPattern): Float64Array {
  const soft = new Float64Array(CODED_BITS);
  for (let index = 0; index < values.length; index += 1)
    soft[pattern.bits[index]!]! += values[index]! * pattern.signs[index]!;
  return soft;
}

/** Keyed sign times coded bit of every value, for an identifier. */
export function expectedSigns(payload: bigint, { pattern }: ReadingPattern): Int8Array {
  const coded = encodePayload(payload);
  return Int8Array.from(pattern.signs, (sign, index) => sign * coded[pattern.bits[index]!]!);
}

/** The identifier that fits best, and its statistic; `null` when no check sum fits. */
export function decodeValues(
  values: Float64Array,
  reading: ReadingPattern,
): { readonly payload: bigint; readonly statistic: number } | null {
  let best: { readonly payload: bigint; readonly statistic: number } | null = null;
  for (const payload of decodePayload(softBits(values, reading))) {
    const statistic = rademacherStatistic(values, expectedSigns(payload, reading));
    if (best === null || statistic > best.statistic) best = { payload, statistic };
  }
  return best;
}

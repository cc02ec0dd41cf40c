import { rademacherStatistic } from '../code/false-alarm.ts';
import { CODED_BITS, decodePayload, encodePayload } from '../code/payload-code.ts';
import { STANDINGS } from './band-logs.ts';
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

/** What the pilots say of how much the values count, by band and by how far they stand out. */
export interface PilotWeights {
  readonly bands: Float64Array;
  readonly standings: Float64Array;
}

/** Bands over which the pilots' answer is averaged to either side. */
const SMOOTHING = 6;
/** Pilots it takes to believe that a band differs from the others. */
const DOUBT = 100;
/** A group of pilots counts between these shares of the mean. */
const [LEAST_WEIGHT, MOST_WEIGHT] = [0.05, 2];

export function pilotWeights(
  { values, standings, frames }: Evidence,
  windows: readonly CellPlaces[],
  { pattern }: ReadingPattern,
): PilotWeights {
  const bands = new Answers(BANDS);
  const classes = new Answers(STANDINGS);
  for (const { cell, frame } of windows) {
    for (let at = 0; at < cell.length; at += 1) {
      const row = cell[at]! * BANDS;
      for (let band = 0; band < BANDS; band += 1) {
        const pilot = pattern.pilots[row + band]!;
        if (pilot === 0) continue;
        const place = band * frames + frame[at]!;
        bands.add(band, values[place]! * pilot);
        classes.add(standings[place]!, values[place]! * pilot);
      }
    }
  }
  return { bands: bands.weights(SMOOTHING), standings: classes.weights(0) };
}

/** Sums over groups of pilots; the best weight of values of mean m and power p goes as m / p. */
class Answers {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  constructor(groups: number) {
    this.#sums = new Float64Array(groups);
    this.#squares = new Float64Array(groups);
  }

  add(group: number, value: number): void {
    this.#sums[group]! += value;
    this.#squares[group]! += value * value;
    this.#count += 1;
  }

  weights(reach: number): Float64Array {
    const sum = this.#sums.reduce((total, one) => total + one, 0);
    const square = this.#squares.reduce((total, one) => total + one, 0);
    if (!(sum > 0)) return new Float64Array(this.#sums.length).fill(1);
    const doubt = (DOUBT * square) / this.#count;
    const usual = sum / square;
    return this.#sums.map((_, group) => {
      let [own, power] = [doubt * usual, doubt];
      for (
        let at = Math.max(0, group - reach);
        at <= Math.min(this.#sums.length - 1, group + reach);
        at += 1
      ) {
        own += this.#sums[at]!;
        power += this.#squares[at]!;
      }
      return Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, own / power / usual));
    });
  }
}

/** Everything that shares a keyed sign, added up: one value per cell of the period that carries the identifier. */
export function gatherValues(
  { values, standings, frames }: Evidence,
  windows: readonly CellPlaces[],
  weights: PilotWeights,
  { pattern, slots }: ReadingPattern,
): Float64Array {
  const gathered = new Float64Array(pattern.cells.length);
  for (const { cell, frame } of windows) {
    for (let at = 0; at < cell.length; at += 1) {
      const row = cell[at]! * BANDS;
      for (let band = 0; band < BANDS; band += 1) {
        const slot = slots[row + band]!;
        if (slot < 0) continue;
        const place = band * frames + frame[at]!;
        gathered[slot]! += weights.bands[band]! * weights.standings[standings[place]!]! * values[place]!;
      }
    }
  }
  return gathered;
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

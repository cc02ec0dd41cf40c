import type { Evidence } from './features.ts';
import { BANDS, CELL_SECONDS, STEPS_PER_CELL } from './grid.ts';
import type { ReadingPattern } from './soft-values.ts';
import type { CellPlaces } from './synchronise.ts';

/** Seconds to either side that are taken together. */
const REACH = 2;
/** From this share of the usual strength on a mark is called present. */
const PRESENT = 0.4;
/** A second with less than this share of the mean of what could be expected says nothing. */
const SPEAKING = 0.05;

/** How strongly a known identifier shows, second by second. */
export class PresenceTrail {
  readonly #found: number[] = [];
  readonly #expected: number[] = [];

  /** Add the cells of a window; `start` is the first frame of the evidence in the whole sound. */
  add(
    { values, expected, frames }: Evidence,
    { cell, frame }: CellPlaces,
    { pattern, slots }: ReadingPattern,
    signs: Int8Array,
    start: number,
  ): void {
    for (let at = 0; at < cell.length; at += 1) {
      const second = Math.floor(((start + frame[at]!) * CELL_SECONDS) / STEPS_PER_CELL);
      while (this.#found.length <= second) {
        this.#found.push(0);
        this.#expected.push(0);
      }
      const row = cell[at]! * BANDS;
      let [found, hoped] = [0, 0];
      for (let band = 0; band < BANDS; band += 1) {
        const slot = slots[row + band]!;
        const sign = slot >= 0 ? signs[slot]! : pattern.pilots[row + band]!;
        const place = band * frames + frame[at]!;
        found += sign * values[place]!;
        hoped += expected[place]!;
      }
      this.#found[second]! += found;
      this.#expected[second]! += hoped;
    }
  }

  join(other: PresenceTrail): void {
    for (let second = 0; second < other.#found.length; second += 1) {
      this.#found[second] = (this.#found[second] ?? 0) + other.#found[second]!;
      this.#expected[second] = (this.#expected[second] ?? 0) + other.#expected[second]!;
    }
  }

  /** Strength of each second against the strong ones, and from when to when the mark is there. */
  result(seconds: number): {
    readonly from: number;
    readonly to: number;
    readonly presence: readonly (number | null)[];
  } {
    const sums = Array.from({ length: seconds }, (_, second) => {
      let [found, hoped] = [0, 0];
      for (let at = Math.max(0, second - REACH); at <= second + REACH; at += 1) {
        found += this.#found[at] ?? 0;
        hoped += this.#expected[at] ?? 0;
      }
      return { found, hoped };
    });
    const mean = sums.reduce((total, { hoped }) => total + hoped, 0) / Math.max(1, seconds);
    const speaking = sums.filter(({ hoped }) => hoped > SPEAKING * mean);
    const ratios = speaking.map(({ found, hoped }) => found / hoped).sort((one, other) => one - other);
    // Three quarters up: what is replaced in half of a sound must not set the measure for the rest.
    const usual = ratios[Math.floor(ratios.length * 0.75)] ?? 0;
    const presence = sums.map(({ found, hoped }) =>
      hoped > SPEAKING * mean && usual > 0 ? Math.min(1, Math.max(0, found / hoped / usual)) : null,
    );
    const first = presence.findIndex((value) => value !== null && value >= PRESENT);
    const last = presence.findLastIndex((value) => value !== null && value >= PRESENT);
    return first < 0 ? { from: 0, to: seconds, presence } : { from: first, to: last + 1, presence };
  }
}

import { lowerMedian } from '#shared/numeric/stats.ts';
import { BANDS, BANDS_PER_OCTAVE, CELL_SECONDS, SILENT } from './band-levels.ts';
import { PEAK_STEP, PITCHES_PER_SEMITONE } from './peaks.ts';
import type { Piece } from './pieces.ts';

/** Two sounds cell by cell on the time of the second, each `cells × BANDS` decibels. */
export interface LevelPair {
  readonly cells: number;
  readonly second: Float32Array;
  /** The first as it would lie under the second, gain and equalisation matched; `SILENT` where nothing lies under it. */
  readonly first: Float32Array;
  /** Second less first, 0 where nothing lies under it. */
  readonly difference: Float32Array;
  /** For each cell, whether a piece covers it. */
  readonly covered: Uint8Array;
}

export interface LoudSpan {
  /** Seconds of the second. */
  readonly from: number;
  readonly to: number;
  /** Mean difference, decibels; below zero: less than there was. */
  readonly decibels: number;
}

/** Decibels below the loudest cells at which all is silence. */
const DEPTH = 45;
/** Mean difference and seconds from which on something was laid over or taken away. */
const LOUD = 6;
const LONG = 0.9;
/** Cells to both sides over which the mean is taken. */
const REACH = 3;

export function levelPair(first: Float32Array, second: Float32Array, pieces: readonly Piece[]): LevelPair {
  const cells = second.length / BANDS;
  const under = new Float32Array(second.length).fill(SILENT);
  const covered = new Uint8Array(cells);
  for (const piece of pieces) layUnder(first, piece, under, covered, cells);
  const floors = [floorOf(under), floorOf(second)] as const;
  const difference = new Float32Array(second.length);
  for (let cell = 0; cell < cells; cell += 1) {
    if (covered[cell] === 0) continue;
    for (let at = cell * BANDS; at < (cell + 1) * BANDS; at += 1)
      difference[at] = Math.max(second[at]!, floors[1]) - Math.max(under[at]!, floors[0]);
  }
  matchGain(under, difference, covered);
  return { cells, second, first: under, difference, covered };
}

/** Stretches of the covered part in which the second is much louder, or much quieter, over many bands. */
export function loudSpans({ cells, difference, covered }: LevelPair): LoudSpan[] {
  const means = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    let sum = 0;
    for (let band = 0; band < BANDS; band += 1) sum += difference[cell * BANDS + band]!;
    means[cell] = sum / BANDS;
  }
  const smooth = Float32Array.from(means, (_, cell) => {
    let [sum, count] = [0, 0];
    for (let at = Math.max(0, cell - REACH); at <= Math.min(cells - 1, cell + REACH); at += 1)
      if (covered[at] === 1) [sum, count] = [sum + means[at]!, count + 1];
    return covered[cell] === 0 || count === 0 ? 0 : sum / count;
  });
  const spans: LoudSpan[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const sign = Math.sign(smooth[cell]!);
    if (Math.abs(smooth[cell]!) < LOUD) continue;
    const from = cell;
    let sum = 0;
    while (cell < cells && smooth[cell]! * sign >= LOUD) sum += smooth[cell++]!;
    if ((cell - from) * CELL_SECONDS >= LONG)
      spans.push({ from: from * CELL_SECONDS, to: cell * CELL_SECONDS, decibels: sum / (cell - from) });
  }
  return spans;
}

function layUnder(
  first: Float32Array,
  { from, to, speed, offset, shift }: Piece,
  under: Float32Array,
  covered: Uint8Array,
  cells: number,
): void {
  const bands = (shift / PITCHES_PER_SEMITONE / 12) * BANDS_PER_OCTAVE;
  const known = first.length / BANDS;
  for (let cell = 0; cell < cells; cell += 1) {
    // Middles of cells are a quarter in, see `BandLevels`; the shift is the same on both sides but for the speed.
    const frame = ((cell + 0.25) * CELL_SECONDS) / PEAK_STEP;
    if (frame < from || frame >= to) continue;
    const at = ((speed * frame + offset) * PEAK_STEP) / CELL_SECONDS - 0.25;
    const low = Math.floor(at);
    if (low < 0 || low + 1 >= known) continue;
    covered[cell] = 1;
    for (let band = 0; band < BANDS; band += 1) {
      const there = Math.min(BANDS - 1, Math.max(0, band - bands));
      const [lower, part] = [Math.floor(there), there - Math.floor(there)];
      const upper = Math.min(BANDS - 1, lower + 1);
      const value = (row: number): number =>
        first[row * BANDS + lower]! * (1 - part) + first[row * BANDS + upper]! * part;
      under[cell * BANDS + band] = value(low) * (1 - at + low) + value(low + 1) * (at - low);
    }
  }
}

/** Level that counts as silence: well below the loudest twentieth. */
function floorOf(levels: Float32Array): number {
  const heard = levels.filter((level) => level > SILENT).sort();
  return heard.length === 0 ? SILENT : heard[Math.floor(heard.length * 0.95)]! - DEPTH;
}

/** Takes the median difference of each band out: volume, equalisation and what a room or a telephone does. */
function matchGain(under: Float32Array, difference: Float32Array, covered: Uint8Array): void {
  const count = covered.reduce((sum, one) => sum + one, 0);
  if (count === 0) return;
  for (let band = 0; band < BANDS; band += 1) {
    const values = new Float32Array(count);
    let at = 0;
    for (const [cell, one] of covered.entries())
      if (one === 1) {
        values[at] = difference[cell * BANDS + band]!;
        at += 1;
      }
    const gain = lowerMedian(values);
    for (const [cell, one] of covered.entries())
      if (one === 1) {
        difference[cell * BANDS + band]! -= gain;
        under[cell * BANDS + band]! += gain;
      }
  }
}

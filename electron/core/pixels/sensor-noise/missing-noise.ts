import { type CellSums, cellSide } from './cell-sums.ts';
import { NoisePresence } from './expected-noise.ts';
import { log10Tail } from './false-alarm.ts';

/** Sides of the windows, cells: 128 to 512 pixels. */
const sides = [8, 12, 16, 24, 32];
/** Windows follow one another by so many cells. */
const pitch = 2;
/** Windows of which less is expected cannot be called: that nothing is there would be no surprise. */
export const leastExpected = 5;
/**
 * Share of the expected noise that an untouched window keeps at least. In 16 natural pictures of Nikon's D70, D70s and D200
 * none of which enough is expected lay more than 3.4 σ below it, about what noise gives in as many windows.
 */
const leastKept = 0.6;
/** And what is left has to be what a stranger leaves (one-sided 1 %), or a fifth of the window that reaches beyond it. */
const [mostLeft, beyond] = [2.33, 0.2];
/** lg of the expected number of false regions in an untouched picture. */
export const mostFalse = -1;
/** The scale of what is expected is found again without what is missing. */
const rounds = 3;
/** Cells of the smallest region: 64 × 64 pixels, as in the paper. */
const leastCells = 16;
const mostListed = 20;

export interface MissingRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of its strongest window, standard deviations. */
  readonly found: number;
  readonly expected: number;
  /** Side of that window, pixels. */
  readonly side: number;
  /** lg of the number of false alarms. */
  readonly log10: number;
}

export interface MissingNoise {
  readonly columns: number;
  readonly rows: number;
  /** Share of the expected noise that is missing, 0…1; NaN: nothing can be said. */
  readonly missing: Float32Array;
  /** Share of the picture something can be said of. */
  readonly judged: number;
  /** Side of the smallest windows that could be judged, pixels; 0: none could. */
  readonly finest: number;
  /** Windows that were tested. */
  readonly tests: number;
  /** Strongest first. */
  readonly regions: readonly MissingRegion[];
}

interface Window {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly found: number;
  readonly expected: number;
  readonly log10: number;
}

/**
 * Where the fingerprint of a picture's own camera is missing (after Chen, Fridrich, Goljan and Lukáš, IEEE TIFS 3, 2008,
 * section V, with windows of several sizes and a number of false alarms instead of two thresholds).
 */
export function missingNoise(cells: CellSums): MissingNoise {
  let marked: Uint8Array | null = null;
  for (let round = 1; ; round += 1) {
    const presence = new NoisePresence(cells, marked);
    const { windows, tests } = missingWindows(cells, presence);
    const next = markedCells(cells, presence, windows);
    const same = marked !== null && next.every((one, at) => one === marked![at]);
    if (round < rounds && !same && next.includes(1)) {
      marked = next;
      continue;
    }
    return { ...presenceMap(cells, presence), tests, regions: regionsOf(cells, next, windows) };
  }
}

function missingWindows(
  { columns, rows }: CellSums,
  presence: NoisePresence,
): { readonly windows: Window[]; readonly tests: number } {
  const likely: Omit<Window, 'log10'>[] = [];
  let tests = 0;
  for (const side of sides)
    for (let y = 0; y + side <= rows; y += pitch)
      for (let x = 0; x + side <= columns; x += pitch) {
        const there = presence.within(x, y, x + side, y + side);
        if (there === null || there.expected < leastExpected) continue;
        tests += 1;
        const left = mostLeft + beyond * there.expected;
        if (there.found <= left && there.found < leastKept * there.expected)
          likely.push({ x, y, side, ...there });
      }
  const windows = likely
    .map((one) => ({ ...one, log10: Math.log10(tests) + log10Tail(leastKept * one.expected - one.found) }))
    .filter(({ log10 }) => log10 <= mostFalse)
    .sort((one, other) => one.log10 - other.log10);
  return { windows, tests };
}

/** Cells of the windows found, without those whose own surroundings have more of the noise than they lack. */
function markedCells(
  { columns, rows }: CellSums,
  presence: NoisePresence,
  windows: readonly Window[],
): Uint8Array {
  const marked = new Uint8Array(columns * rows);
  for (const { x, y, side } of windows)
    for (let row = y; row < y + side; row += 1)
      for (let column = x; column < x + side; column += 1) {
        const at = row * columns + column;
        if (marked[at] === 1) continue;
        const half = Math.max(2, side >> 2);
        const there = presence.within(
          ...[Math.max(0, column - half), Math.max(0, row - half)],
          ...[Math.min(columns, column + half + 1), Math.min(rows, row + half + 1)],
        );
        if (there !== null && there.found < there.expected / 2) marked[at] = 1;
      }
  return marked;
}

/** Each cell by the smallest window around it that can be judged. */
function presenceMap(
  { columns, rows }: CellSums,
  presence: NoisePresence,
): Pick<MissingNoise, 'columns' | 'rows' | 'missing' | 'judged' | 'finest'> {
  const missing = new Float32Array(columns * rows).fill(Number.NaN);
  let [judged, finest] = [0, 0];
  for (let row = 0, at = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, at += 1)
      for (const side of sides) {
        const [left, top] = [placed(column, side, columns), placed(row, side, rows)];
        const there = presence.within(left, top, Math.min(columns, left + side), Math.min(rows, top + side));
        if (there === null || there.expected < leastExpected) continue;
        missing[at] = Math.max(0, Math.min(1, 1 - there.found / there.expected));
        judged += 1;
        finest = finest === 0 ? side : Math.min(finest, side);
        break;
      }
  return { columns, rows, missing, judged: judged / (columns * rows), finest: finest * cellSide };
}

/** First cell of a window around a cell that stays in the picture. */
function placed(cell: number, side: number, count: number): number {
  return Math.max(0, Math.min(count - side, cell - (side >> 1)));
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  cells: number;
  best: Window | null;
}

/** Marked cells that hang together, each with its strongest window. */
function regionsOf(
  { columns, rows }: CellSums,
  marked: Uint8Array,
  windows: readonly Window[],
): MissingRegion[] {
  const labels = new Int32Array(marked.length).fill(-1);
  const queue = new Uint32Array(marked.length);
  const boxes: Box[] = [];
  for (let seed = 0; seed < marked.length; seed += 1) {
    if (marked[seed] === 0 || labels[seed] !== -1) continue;
    const box: Box = { left: columns, top: rows, right: 0, bottom: 0, cells: 0, best: null };
    let [count, next] = [1, 0];
    queue[0] = seed;
    labels[seed] = boxes.length;
    while (next < count) {
      const at = queue[next]!;
      next += 1;
      const x = at % columns;
      const y = (at - x) / columns;
      [box.left, box.top] = [Math.min(box.left, x), Math.min(box.top, y)];
      [box.right, box.bottom] = [Math.max(box.right, x + 1), Math.max(box.bottom, y + 1)];
      for (const beside of [x > 0 ? at - 1 : at, x + 1 < columns ? at + 1 : at, at - columns, at + columns])
        if (marked[beside] === 1 && labels[beside] === -1) {
          labels[beside] = boxes.length;
          queue[count] = beside;
          count += 1;
        }
    }
    box.cells = count;
    boxes.push(box);
  }
  // Windows come strongest first: a region's own is the first that has most of its marked cells there. What lies at the
  // rim of windows of other regions only is none.
  for (const window of windows) {
    const box = boxes[mostIn(window, labels, boxes.length, columns)];
    if (box !== undefined) box.best ??= window;
  }
  return boxes
    .flatMap(({ left, top, right, bottom, cells, best }) =>
      best === null || cells < leastCells
        ? []
        : [
            {
              ...{ left: left * cellSide, top: top * cellSide },
              ...{ width: (right - left) * cellSide, height: (bottom - top) * cellSide },
              ...{ found: best.found, expected: best.expected, log10: best.log10 },
              side: best.side * cellSide,
            },
          ],
    )
    .sort((one, other) => one.log10 - other.log10)
    .slice(0, mostListed);
}

/** The label most marked cells of a window bear; -1: none is marked. */
function mostIn({ x, y, side }: Window, labels: Int32Array, count: number, columns: number): number {
  const cells = new Uint32Array(count);
  let most = -1;
  for (let row = y; row < y + side; row += 1)
    for (let column = x; column < x + side; column += 1) {
      const label = labels[row * columns + column]!;
      if (label === -1) continue;
      cells[label]! += 1;
      if (most === -1 || cells[label]! > cells[most]!) most = label;
    }
  return most;
}

/** Arithmetic of a matrix of which only the part on screen exists. All sizes are pixels. */

/** Upper edges of rows of different heights, one below the other, and the lower edge of the last. */
export function edges(heights: readonly number[]): readonly number[] {
  const tops = [0];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height);
  return tops;
}

/** First and last place between two edges, with `beyond` more on both sides; `[0, -1]` when there is none. */
export function visiblePlaces(
  tops: readonly number[],
  from: number,
  extent: number,
  beyond: number,
): readonly [first: number, last: number] {
  const count = tops.length - 1;
  if (count <= 0) return [0, -1];
  let first = 0;
  while (first < count - 1 && (tops[first + 1] ?? 0) <= from) first += 1;
  let last = first;
  while (last < count - 1 && (tops[last + 1] ?? 0) < from + extent) last += 1;
  return [Math.max(0, first - beyond), Math.min(count - 1, last + beyond)];
}

/** Where to scroll so that a stretch is seen whole; its start when it is longer than the window. */
export function scrolledTo(present: number, start: number, length: number, window: number): number {
  if (start < present || length > window) return start;
  return start + length > present + window ? start + length - window : present;
}

/** Columns share the width that is there, between a least and a largest width. */
export function columnWidth(available: number, count: number, least: number, most: number): number {
  if (count === 0) return least;
  return Math.max(least, Math.min(most, Math.floor(available / count)));
}

export interface MatrixKey {
  readonly key: string;
  readonly ctrlKey: boolean;
}

/** Where a key leads from a cell, by row and column number; `null`: it is none of the grid's keys. */
export function matrixStep(
  { key, ctrlKey }: MatrixKey,
  present: readonly [row: number, column: number] | null,
  rows: number,
  columns: number,
  page: number,
): readonly [row: number, column: number] | null {
  if (rows === 0 || columns === 0) return null;
  const [row, column] = present ?? [0, 0];
  const targets: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [row + 1, column],
    ArrowUp: [row - 1, column],
    ArrowRight: [row, column + 1],
    ArrowLeft: [row, column - 1],
    PageDown: [row + page, column],
    PageUp: [row - page, column],
    Home: [ctrlKey ? 0 : row, 0],
    End: [ctrlKey ? rows - 1 : row, columns - 1],
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  if (target === undefined) return null;
  // The first key only enters the grid.
  const [toRow, toColumn] = present === null ? [0, 0] : target;
  return [Math.min(rows - 1, Math.max(0, toRow)), Math.min(columns - 1, Math.max(0, toColumn))];
}

import { leastRectangle, type TurnedBox } from './least-rectangle.ts';

/** How likely each cell belongs to the core of a text line, 0…1, row by row. */
export interface TextMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface TextBox extends TurnedBox {
  /** Mean of the map inside, 0…1. */
  readonly score: number;
}

/** Values of PP-OCRv4's own configuration, but for a lower score: marks are faint. */
const CORE = 0.3;
const LEAST_SCORE = 0.5;
/** The model marks a shrunken core; the line is this many times area ÷ perimeter larger on each side. */
const UNCLIP = 1.6;
const LEAST_SIDE = 3;

/**
 * Text lines of a differentiable-binarisation map (Liao et al., AAAI 2020, section 3.4): connected cells above
 * the threshold, the least rectangle around each, grown by the offset the training shrank it by.
 *
 * @returns boxes in cells of the map, the largest number of cells first, at most `most`
 */
export function textBoxes(map: TextMap, most: number): TextBox[] {
  const boxes: (TextBox & { readonly cells: number })[] = [];
  const seen = new Uint8Array(map.data.length);
  for (let at = 0; at < seen.length; at += 1) {
    if (seen[at] === 1 || map.data[at]! <= CORE) continue;
    const { spans, cells, sum } = component(map, at, seen);
    const core = leastRectangle(spans);
    if (Math.min(core.width, core.height) < LEAST_SIDE || sum / cells < LEAST_SCORE) continue;
    const growth = (UNCLIP * core.width * core.height) / (core.width + core.height);
    boxes.push({
      ...core,
      width: core.width + growth,
      height: core.height + growth,
      score: sum / cells,
      cells,
    });
  }
  return boxes
    .sort((a, b) => b.cells - a.cells)
    .slice(0, most)
    .map(({ cells: _cells, ...box }) => box);
}

/** One connected component (8 neighbours): the corners of its outermost cells in each row. */
function component(map: TextMap, start: number, seen: Uint8Array) {
  const { width, height, data } = map;
  const rows = new Map<number, [left: number, right: number]>();
  const stack = [start];
  seen[start] = 1;
  let [cells, sum] = [0, 0];
  while (stack.length > 0) {
    const at = stack.pop()!;
    const [x, y] = [at % width, Math.floor(at / width)];
    cells += 1;
    sum += data[at]!;
    const row = rows.get(y);
    if (row === undefined) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
    for (let down = -1; down <= 1; down += 1) {
      if (y + down < 0 || y + down >= height) continue;
      for (let right = -1; right <= 1; right += 1) {
        if (x + right < 0 || x + right >= width) continue;
        const next = at + down * width + right;
        if (seen[next] === 1 || data[next]! <= CORE) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
  }
  const spans = [...rows].flatMap(([y, [left, right]]): [number, number][] => [
    [left, y],
    [right + 1, y],
    [left, y + 1],
    [right + 1, y + 1],
  ]);
  return { spans, cells, sum };
}

import type { Box } from '../../media/light-plane.ts';
import type { FloatPlane } from '../picture.ts';

/** Means of the cells a box is divided into, `width × height`, row by row; a cell holds one pixel at least. */
export function reducedBox(
  { width: wide, height: high, data }: FloatPlane,
  box: Box,
  width: number,
  height: number,
): Float32Array {
  const out = new Float32Array(width * height);
  const edge = (start: number, length: number, cell: number, of: number, size: number): number =>
    Math.max(0, Math.min(size - 1, Math.round(start + (length * cell) / of)));
  for (let row = 0; row < height; row += 1) {
    const top = edge(box.y, box.height, row, height, high);
    const bottom = Math.max(top + 1, edge(box.y, box.height, row + 1, height, high + 1));
    for (let column = 0; column < width; column += 1) {
      const left = edge(box.x, box.width, column, width, wide);
      const right = Math.max(left + 1, edge(box.x, box.width, column + 1, width, wide + 1));
      let sum = 0;
      for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) sum += data[y * wide + x]!;
      out[row * width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return out;
}

/** Cells of `width × height` turned clockwise. */
export function turnedCells(
  cells: Float32Array,
  width: number,
  height: number,
  turn: 0 | 90 | 180 | 270,
): Float32Array {
  if (turn === 0) return cells;
  if (turn === 180) return cells.toReversed();
  const out = new Float32Array(cells.length);
  for (let row = 0, to = 0; row < width; row += 1) {
    for (let column = 0; column < height; column += 1, to += 1) {
      out[to] =
        turn === 90 ? cells[(height - 1 - column) * width + row]! : cells[column * width + width - 1 - row]!;
    }
  }
  return out;
}

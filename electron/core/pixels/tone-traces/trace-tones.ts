import { flatSquares } from './flat-squares.ts';
import { type HistogramTrace, traceHistogram } from './histogram-gaps.ts';

/** Side of a tile with a histogram of its own: enough samples that counting noise stays small. */
export const toneTile = 256;

export interface TonesTrace {
  readonly whole: HistogramTrace;
  readonly counts: Uint32Array;
  /** Share of all samples that were read: those in flat squares are not. */
  readonly read: number;
  /** Share of the samples read at black or white, two levels each. */
  readonly clipped: number;
  readonly columns: number;
  readonly rows: number;
  /** F of each tile; NaN: too few levels in use to tell. */
  readonly tiles: Float32Array;
}

/** Squares of one level from this side on are left out: their level would stand out by itself, with gaps beside it. */
const flatSide = 4;
/** Fewest levels in use with which a tile has a histogram to speak of. */
const leastSpan = 48;

export function traceTones(
  plane: Uint8Array,
  width: number,
  height: number,
  onRow: (share: number) => void,
): TonesTrace {
  const [columns, rows] = [Math.ceil(width / toneTile), Math.ceil(height / toneTile)];
  const counts = new Uint32Array(256);
  const tiles = new Float32Array(columns * rows).fill(Number.NaN);
  const own = new Uint32Array(256);
  const flat = flatSquares(plane, width, height, flatSide);
  let read = 0;
  for (let row = 0; row < rows; row += 1) {
    onRow(row / rows);
    for (let column = 0; column < columns; column += 1) {
      own.fill(0);
      const right = Math.min(width, (column + 1) * toneTile);
      const bottom = Math.min(height, (row + 1) * toneTile);
      let samples = 0;
      for (let y = row * toneTile; y < bottom; y += 1)
        for (let at = y * width + column * toneTile; at < y * width + right; at += 1) {
          if (flat[at] === 1) continue;
          own[plane[at]!]! += 1;
          samples += 1;
        }
      for (let level = 0; level < 256; level += 1) counts[level]! += own[level]!;
      read += samples;
      const trace = samples >= (toneTile * toneTile) / 2 ? traceHistogram(own) : null;
      if (trace !== null && trace.span >= leastSpan) tiles[row * columns + column] = trace.measure;
    }
  }
  const clipped = (counts[0]! + counts[1]! + counts[254]! + counts[255]!) / Math.max(1, read);
  const whole = traceHistogram(counts);
  return { whole, counts, read: read / Math.max(1, plane.length), clipped, columns, rows, tiles };
}

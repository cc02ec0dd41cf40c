import { flatSquares } from './flat-squares.ts';
import { featureCount, MedianResidual, medianBlock } from './median-residual.ts';

/** Linear discriminants: against untouched, smoothed and resized pictures in the same state of storage. */
export type MedianState = 'lossless' | 'jpeg';

/**
 * Fitted by `test/bench/signal-traces.ts` on every second photograph of its corpus (R. A. Fisher, Annals of Eugenics 7,
 * 1936): block features of median-filtered (3 × 3 and 5 × 5) against untouched, Gaussian-blurred, averaged, enlarged and
 * reduced pictures; `lossless` has seen decoded JPEGs among the untouched.
 */
const discriminants: Readonly<Record<MedianState, readonly number[]>> = {
  lossless: [7.385, 1.41, -5.45, 28.625, -71.068, 22.87, 1.777, 24.709, -18.243, -6.616],
  jpeg: [2.386, -7.585, -2.499, 9.505, -35.002, 22.801, -11.606, 8.476, -4.893, 6.03],
};

/** Squares of one level from this side on are no streaks of a filter but bars, borders and drawn or clipped surfaces. */
const flatSide = 8;
/** Share of a block in such squares above which they would decide its score. */
const mostFlat = 1 / 32;
/** Blocks read at most: a larger picture is sampled evenly. */
const mostBlocks = 400;

export interface MedianTrace {
  /** Mean score of the blocks; above 0 more like median-filtered pictures than like the others. */
  readonly score: number;
  readonly blocks: number;
  readonly silent: number;
  readonly columns: number;
  readonly rows: number;
  /** Score of each block; NaN: too flat, partly of one level, or clipped. */
  readonly scores: Float32Array;
}

/** @param onRow called before each row of blocks with the share done */
export function traceMedian(
  plane: Uint8Array,
  width: number,
  height: number,
  state: MedianState,
  onRow: (share: number) => void,
): MedianTrace {
  const stride = Math.max(medianBlock, Math.sqrt((width * height) / mostBlocks));
  const [columns, rows] = [count(width, stride), count(height, stride)];
  const scores = new Float32Array(columns * rows).fill(Number.NaN);
  const measured = new MedianResidual();
  const weights = discriminants[state];
  const flat = flatSquares(plane, width, height, flatSide);
  let [sum, blocks] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    onRow(row / rows);
    for (let column = 0; column < columns; column += 1) {
      const left = place(column, columns, width);
      const top = place(row, rows, height);
      if (flatShare(flat, width, left, top) > mostFlat || !measured.measure(plane, width, left, top))
        continue;
      let score = weights[featureCount]!;
      for (let at = 0; at < featureCount; at += 1) score += weights[at]! * measured.features[at]!;
      scores[row * columns + column] = score;
      sum += score;
      blocks += 1;
    }
  }
  return {
    score: blocks === 0 ? 0 : sum / blocks,
    blocks,
    silent: scores.length - blocks,
    columns,
    rows,
    scores,
  };
}

function flatShare(flat: Uint8Array, width: number, left: number, top: number): number {
  let sum = 0;
  for (let y = top; y < top + medianBlock; y += 1)
    for (let at = y * width + left, end = at + medianBlock; at < end; at += 1) sum += flat[at]!;
  return sum / medianBlock ** 2;
}

function count(side: number, stride: number): number {
  return Math.max(1, Math.floor((side - 2) / stride));
}

/** First pixel of a block, spread evenly over the side; a pixel of border stays free. */
function place(index: number, of: number, side: number): number {
  const room = side - 2 - medianBlock;
  return 1 + (of === 1 ? room >> 1 : Math.floor((room * index) / (of - 1)));
}

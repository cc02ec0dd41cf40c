import type { FloatPlane } from '../picture.ts';
import { CellSums } from './windows.ts';

/** Blocks of a class: fewer would not fill its histograms. */
const leastBlocks = 600;
const mostClasses = 12;
/** Blocks to each side over which the activity of a place is averaged, so that no block decides on its own class. */
const reach = 2;

export interface ActivityClasses {
  /** Of each block of 8 × 8 samples, row by row; 0: the smoothest. */
  readonly classes: Uint8Array;
  readonly count: number;
}

/** Places of a picture sorted into equally many smooth, less smooth … and rough ones, by the variance around them. */
export function activityClasses(
  { width, height, data }: FloatPlane,
  wide: number,
  high: number,
): ActivityClasses {
  const sums = new CellSums(wide, high, (cell) => {
    const [left, top] = [(cell % wide) * 8, Math.floor(cell / wide) * 8];
    const [right, bottom] = [Math.min(width, left + 8), Math.min(height, top + 8)];
    let [sum, square] = [0, 0];
    for (let y = top; y < bottom; y += 1)
      for (let at = y * width + left, end = y * width + right; at < end; at += 1) {
        const value = data[at]!;
        sum += value;
        square += value * value;
      }
    const count = (right - left) * (bottom - top);
    return Math.log(1 + Math.max(0, square / count - (sum / count) ** 2));
  });
  const means = new Float32Array(wide * high);
  for (let y = 0, at = 0; y < high; y += 1) {
    const top = Math.max(0, y - reach);
    const tall = Math.min(high, y + reach + 1) - top;
    for (let x = 0; x < wide; x += 1, at += 1) {
      const left = Math.max(0, x - reach);
      const broad = Math.min(wide, x + reach + 1) - left;
      means[at] = sums.of(left, top, broad, tall) / (broad * tall);
    }
  }
  const count = Math.max(1, Math.min(mostClasses, Math.floor(means.length / leastBlocks)));
  const sorted = Float32Array.from(means).sort();
  const limits = Array.from(
    { length: count - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / count)]!,
  );
  const classes = Uint8Array.from(means, (mean) => limits.filter((limit) => mean >= limit).length);
  return { classes, count };
}

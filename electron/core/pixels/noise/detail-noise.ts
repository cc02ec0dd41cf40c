import type { FloatPlane } from '../picture.ts';

/** Noise of blocks, and what it is compared with. */
export interface DetailNoise {
  readonly columns: number;
  readonly rows: number;
  /** Pixels. */
  readonly side: number;
  /** Where the first block begins, pixels. */
  readonly origin: number;
  /** Standard deviation of the noise, grey levels; NaN: clipped. */
  readonly deviations: Float32Array;
  /** Mean luminance of the blocks. */
  readonly means: Float32Array;
}

/** I. Daubechies' filter of sixteen taps, low pass (Ten Lectures on Wavelets, 1992, table 6.1, N = 8). */
const low = [
  0.05441584224308161, 0.3128715909144659, 0.6756307362980128, 0.5853546836548691, -0.015829105256023893,
  -0.2840155429624281, 0.00047248457399797254, 0.128747426620186, -0.01736930100202211, -0.04408825393106472,
  0.013981027917015516, 0.008746094047015655, -0.00487035299301066, -0.0003917403729959771,
  0.0006754494059985568, -0.00011747678400228192,
] as const;
const taps = low.length;
const high = Float64Array.from(low, (_, tap) => (tap % 2 === 0 ? 1 : -1) * low[taps - 1 - tap]!);
/** Samples before the middle of the filter. */
const centre = taps / 2 - 1;
/** Median of |X| for the standard normal X (Mahdian and Saic 2009, equation 2, after Donoho and Johnstone). */
const normalMedian = 0.6745;
/** Blocks with more clipped pixels than one in this many say nothing. */
const mostClipped = 50;
const [darkest, brightest] = [3, 252];

/**
 * Noise of square blocks by the diagonal detail HH₁ of one step of the wavelet transform: median |HH₁| / 0.6745 (B.
 * Mahdian, S. Saic, "Using noise inconsistencies for blind image forensics", Image and Vision Computing 27 (2009), section
 * 3). The columns and rows the filter would take from outside the picture are left out.
 *
 * @param side pixels, even
 * @param onRow called before each row of blocks
 */
export function detailNoise(
  { width, height, data }: FloatPlane,
  side: number,
  onRow: (share: number) => void,
): DetailNoise {
  const half = side >> 1;
  const across = (width - taps + 2) >> 1;
  const down = (height - taps + 2) >> 1;
  const [columns, rows] = [Math.floor(across / half), Math.floor(down / half)];
  const deviations = new Float32Array(columns * rows);
  const means = new Float32Array(columns * rows);
  const strip = new Float32Array(across * (side + taps - 2));
  const values = new Float32Array(half * half);
  for (let row = 0; row < rows; row += 1) {
    onRow(row / rows);
    const top = row * side;
    for (let y = 0; y < side + taps - 2; y += 1)
      filterRow(data, (top + y) * width, strip, y * across, across);
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      // The centre of the filter lies half its length further on.
      const mean = meanLight(data, width, column * side + centre, top + centre, side);
      means[at] = mean;
      if (Number.isNaN(mean)) {
        deviations[at] = Number.NaN;
        continue;
      }
      for (let i = 0, to = 0; i < half; i += 1)
        for (let j = 0; j < half; j += 1, to += 1) {
          let sum = 0;
          for (let tap = 0, from = 2 * i * across + column * half + j; tap < taps; tap += 1, from += across)
            sum += high[tap]! * strip[from]!;
          values[to] = Math.abs(sum);
        }
      values.sort();
      deviations[at] = (values[(values.length >> 1) - 1]! + values[values.length >> 1]!) / 2 / normalMedian;
    }
  }
  return { columns, rows, side, origin: centre, deviations, means };
}

function filterRow(data: Float32Array, start: number, out: Float32Array, to: number, count: number): void {
  for (let j = 0; j < count; j += 1) {
    const from = start + 2 * j;
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) sum += high[tap]! * data[from + tap]!;
    out[to + j] = sum;
  }
}

/** NaN: clipped. */
function meanLight(data: Float32Array, width: number, left: number, top: number, side: number): number {
  let [sum, clipped] = [0, 0];
  for (let y = 0; y < side; y += 1)
    for (let x = 0, at = (top + y) * width + left; x < side; x += 1, at += 1) {
      const value = data[at]!;
      sum += value;
      if (value < darkest || value > brightest) clipped += 1;
    }
  return clipped * mostClipped > side * side ? Number.NaN : sum / (side * side);
}

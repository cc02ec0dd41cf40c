import type { FloatPlane } from '../picture.ts';

/** Features of windows that lie over each other. */
export interface PatternFeatures {
  readonly columns: number;
  readonly rows: number;
  /** Pixels from one window to the next, and side of a window. */
  readonly step: number;
  readonly side: number;
  /** `featureCount` values for each window, row by row; square roots of shares. */
  readonly features: Float32Array;
  /** 1: the window is clipped too much to say anything. */
  readonly silent: Uint8Array;
}

/** Residuals are divided by this and cut to −1, 0, 1 (Cozzolino et al. 2015: T = 1, q = 2). */
const quantum = 2;
const perKind = 25;
export const featureCount = 2 * perKind;
const windowCells = 8;
/** Share of clipped pixels above which a window is silent. */
const mostClipped = 0.1;
const [darkest, brightest] = [3, 252];

/** The 81 patterns of four residuals by what they are when sign and direction do not count: 25 classes. */
const classes = patternClasses();

function patternClasses(): Uint8Array {
  const numbers = new Map<string, number>();
  return Uint8Array.from({ length: 81 }, (_, code) => {
    const digits = [27, 9, 3, 1].map((unit) => (Math.floor(code / unit) % 3) - 1);
    const turned = digits.toReversed();
    const name = [digits, turned, digits.map((digit) => -digit), turned.map((digit) => -digit)]
      .map((form) => form.map((digit) => digit + 1).join(''))
      .sort()[0]!;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
}

/**
 * Co-occurrences of four neighbouring high-pass residuals in windows of 8 × 8 cells (D. Cozzolino, G. Poggi, L. Verdoliva,
 * "Splicebuster: a new blind image splicing detector", WIFS 2015, section 2): third differences along rows and along
 * columns, quantised; patterns along the filter in the first 25 features, across it in the others, rows and columns
 * together; each feature the square root of its share.
 *
 * @param cell side in pixels, and step from one window to the next
 * @param onRow called before each row of cells
 */
export function patternFeatures(
  plane: FloatPlane,
  cell: number,
  onRow: (share: number) => void,
): PatternFeatures {
  const [across, down] = [Math.floor((plane.width - 6) / cell), Math.floor((plane.height - 6) / cell)];
  const counts = new Uint16Array(across * down * featureCount);
  const clipped = new Uint16Array(across * down);
  const { rowwise, columnwise, lines } = residualLines(plane.width);
  for (let row = 0, ready = 0; row < down; row += 1) {
    onRow(row / down);
    for (let y = row * cell; y < (row + 1) * cell; y += 1) {
      for (; ready < y + 4; ready += 1)
        fillLine(plane, ready, rowwise[ready % lines]!, columnwise[ready % lines]!);
      const alongs = [0, 1, 2, 3].map((next) => rowwise[(y + next) % lines]!);
      const downs = [0, 1, 2, 3].map((next) => columnwise[(y + next) % lines]!);
      for (let column = 0, at = row * across; column < across; column += 1, at += 1)
        clipped[at]! += countLine(plane, y, column * cell, cell, alongs, downs, counts, at * featureCount);
    }
  }
  return windowsOf(counts, clipped, across, down, cell);
}

function residualLines(width: number) {
  const lines = 4;
  const make = () => Array.from({ length: lines }, () => new Uint8Array(width));
  return { rowwise: make(), columnwise: make(), lines };
}

/** Third differences of one line along and down, quantised, 0…2; the plane reaches three lines further. */
function fillLine({ width, data }: FloatPlane, y: number, along: Uint8Array, downwards: Uint8Array): void {
  const start = y * width;
  for (let x = 0; x < width - 3; x += 1) {
    const at = start + x;
    const first = data[at]!;
    along[x] = quantised(data[at + 3]! - first + 3 * (data[at + 1]! - data[at + 2]!));
    downwards[x] = quantised(data[at + 3 * width]! - first + 3 * (data[at + width]! - data[at + 2 * width]!));
  }
}

function quantised(residual: number): number {
  const cut = quantum / 2;
  return residual > cut ? 2 : residual < -cut ? 0 : 1;
}

/** Adds the patterns that begin in one line of one cell; returns its clipped pixels. */
function countLine(
  { width, data }: FloatPlane,
  y: number,
  left: number,
  cell: number,
  rowwise: readonly Uint8Array[],
  columnwise: readonly Uint8Array[],
  counts: Uint16Array,
  to: number,
): number {
  const [r0, r1, r2, r3] = [rowwise[0]!, rowwise[1]!, rowwise[2]!, rowwise[3]!];
  const [c0, c1, c2, c3] = [columnwise[0]!, columnwise[1]!, columnwise[2]!, columnwise[3]!];
  let clipped = 0;
  for (let x = left; x < left + cell; x += 1) {
    const value = data[y * width + x]!;
    if (value < darkest || value > brightest) {
      clipped += 1;
      continue;
    }
    const along = classes[27 * r0[x]! + 9 * r0[x + 1]! + 3 * r0[x + 2]! + r0[x + 3]!]!;
    const down = classes[27 * c0[x]! + 9 * c1[x]! + 3 * c2[x]! + c3[x]!]!;
    const across = classes[27 * r0[x]! + 9 * r1[x]! + 3 * r2[x]! + r3[x]!]!;
    const aside = classes[27 * c0[x]! + 9 * c0[x + 1]! + 3 * c0[x + 2]! + c0[x + 3]!]!;
    counts[to + along]! += 1;
    counts[to + down]! += 1;
    counts[to + perKind + across]! += 1;
    counts[to + perKind + aside]! += 1;
  }
  return clipped;
}

function windowsOf(
  counts: Uint16Array,
  clipped: Uint16Array,
  across: number,
  down: number,
  cell: number,
): PatternFeatures {
  const [columns, rows] = [Math.max(0, across - windowCells + 1), Math.max(0, down - windowCells + 1)];
  const features = new Float32Array(columns * rows * featureCount);
  const silent = new Uint8Array(columns * rows);
  const sums = new Float64Array(featureCount);
  const most = mostClipped * (windowCells * cell) ** 2;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      sums.fill(0);
      let hidden = 0;
      for (let y = row; y < row + windowCells; y += 1)
        for (let x = column; x < column + windowCells; x += 1) {
          hidden += clipped[y * across + x]!;
          const from = (y * across + x) * featureCount;
          for (let at = 0; at < featureCount; at += 1) sums[at]! += counts[from + at]!;
        }
      const window = row * columns + column;
      if (hidden > most) silent[window] = 1;
      const total = 2 * ((windowCells * cell) ** 2 - hidden);
      for (let at = 0; at < featureCount; at += 1)
        features[window * featureCount + at] = total === 0 ? 0 : Math.sqrt(sums[at]! / total);
    }
  return { columns, rows, step: cell, side: windowCells * cell, features, silent };
}

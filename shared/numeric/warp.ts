/** Resampling of pictures by inverse mapping: for every pixel of the result, where it comes from. */

/** A point in pixels; whole numbers are pixel centres. */
export type Point = readonly [x: number, y: number];

/** Row by row: `X = (a x + b y + c) / (g x + h y + 1)`, `Y = (d x + e y + f) / (g x + h y + 1)`. */
export type Homography = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
];

/** Interleaved 8-bit samples. */
export interface WarpSource {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

export interface WarpTarget {
  readonly width: number;
  readonly height: number;
  /** Value of each channel where the source has nothing. */
  readonly background: readonly number[];
  readonly kernel: 'bilinear' | 'bicubic';
}

/** Writes where the pixels of row `y` of the result come from, in pixels of the source. */
export type SourceRow = (y: number, xs: Float64Array, ys: Float64Array) => void;

/**
 * The homography that takes four points to four points (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2).
 * Throws when three of them lie on a line.
 */
export function homographyBetween(
  from: readonly [Point, Point, Point, Point],
  to: readonly [Point, Point, Point, Point],
): Homography {
  const rows: number[][] = [];
  for (let index = 0; index < 4; index += 1) {
    const [x, y] = from[index]!;
    const [u, v] = to[index]!;
    rows.push([x, y, 1, 0, 0, 0, -x * u, -y * u, u], [0, 0, 0, x, y, 1, -x * v, -y * v, v]);
  }
  return solve(rows) as unknown as Homography;
}

/** Gaussian elimination with partial pivoting of n rows with n + 1 columns. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    const head = rows[pivot]!;
    if (Math.abs(head[column]!) < 1e-12) throw new RangeError('three of the points lie on a line');
    rows[pivot] = rows[column]!;
    rows[column] = head;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      if (factor === 0) continue;
      for (let at = column; at <= size; at += 1) rows[row]![at]! -= factor * head[at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

/** Rows of a homography that takes pixels of the result to pixels of the source. */
export function homographyRows([a, b, c, d, e, f, g, h]: Homography): SourceRow {
  return (y, xs, ys) => {
    for (let x = 0; x < xs.length; x += 1) {
      const weight = 1 / (g * x + h * y + 1);
      xs[x] = (a * x + b * y + c) * weight;
      ys[x] = (d * x + e * y + f) * weight;
    }
  };
}

/** Inside the picture up to the outer edges of its border pixels, with room for rounding. */
const edge = 0.5 + 1e-6;

/**
 * Resample a picture. Does not smooth: where the result is much smaller than the source, shrink that first.
 *
 * @returns `target.width × target.height × source.channels` samples
 */
export function warp(source: WarpSource, target: WarpTarget, rows: SourceRow): Uint8Array {
  const { width, height, channels } = source;
  const out = new Uint8Array(target.width * target.height * channels);
  const xs = new Float64Array(target.width);
  const ys = new Float64Array(target.width);
  const sample = target.kernel === 'bicubic' ? bicubic : bilinear;
  for (let y = 0, to = 0; y < target.height; y += 1) {
    rows(y, xs, ys);
    for (let x = 0; x < target.width; x += 1, to += channels) {
      const [u, v] = [xs[x]!, ys[x]!];
      if (u >= -edge && v >= -edge && u <= width - 1 + edge && v <= height - 1 + edge) {
        sample(source, u, v, out, to);
      } else {
        for (let channel = 0; channel < channels; channel += 1)
          out[to + channel] = target.background[channel] ?? 0;
      }
    }
  }
  return out;
}

function bilinear(
  { width, height, channels, data }: WarpSource,
  u: number,
  v: number,
  out: Uint8Array,
  to: number,
): void {
  const x = Math.min(width - 1, Math.max(0, u));
  const y = Math.min(height - 1, Math.max(0, v));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const across = x - left;
  const down = y - top;
  const right = left + 1 < width ? channels : 0;
  const below = top + 1 < height ? width * channels : 0;
  const at = (top * width + left) * channels;
  for (let channel = 0; channel < channels; channel += 1) {
    const here = at + channel;
    const upper = data[here]! + (data[here + right]! - data[here]!) * across;
    const lower = data[here + below]! + (data[here + below + right]! - data[here + below]!) * across;
    out[to + channel] = Math.round(upper + (lower - upper) * down);
  }
}

const weightsAcross = new Float64Array(4);
const weightsDown = new Float64Array(4);

/** Keys' cubic convolution with a = −1/2 (IEEE Trans. ASSP 29, 1981): exact on polynomials of second degree. */
function bicubic(
  { width, height, channels, data }: WarpSource,
  u: number,
  v: number,
  out: Uint8Array,
  to: number,
): void {
  const left = Math.floor(u);
  const top = Math.floor(v);
  cubicWeights(u - left, weightsAcross);
  cubicWeights(v - top, weightsDown);
  for (let channel = 0; channel < channels; channel += 1) {
    let sum = 0;
    for (let row = 0; row < 4; row += 1) {
      const y = Math.min(height - 1, Math.max(0, top - 1 + row));
      let line = 0;
      for (let column = 0; column < 4; column += 1) {
        const x = Math.min(width - 1, Math.max(0, left - 1 + column));
        line += weightsAcross[column]! * data[(y * width + x) * channels + channel]!;
      }
      sum += weightsDown[row]! * line;
    }
    out[to + channel] = sum < 0 ? 0 : sum > 255 ? 255 : Math.round(sum);
  }
}

function cubicWeights(t: number, out: Float64Array): void {
  const square = t * t;
  const cube = square * t;
  out[0] = -0.5 * cube + square - 0.5 * t;
  out[1] = 1.5 * cube - 2.5 * square + 1;
  out[2] = -1.5 * cube + 2 * square + 0.5 * t;
  out[3] = 0.5 * cube - 0.5 * square;
}

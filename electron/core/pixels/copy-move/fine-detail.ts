import type { FloatPlane } from '../picture.ts';
import { carriedTo } from './plane.ts';
import type { Affine } from './transform.ts';

/** How alike the finest detail of two regions is. */
export interface FineDetail {
  /** Correlation of what is left of the quietest pixels after a mean of 3 × 3 is taken off, −1 … 1. */
  readonly correlation: number;
  /** Pixels it was taken over. */
  readonly pixels: number;
  /** The same at displaced places: mean and standard deviation. */
  readonly elsewhere: readonly [mean: number, deviation: number];
  /** Share of the region's pixels within one grey level of its commonest one. */
  readonly flat: number;
}

/** Side of the squares looked at, pixels of the picture. */
const side = 24;
/** Furthest displacement to compare with, and the margin the squares have for it. */
const margin = 13;
const whole = side + 2 * margin;
const area = whole * whole;
/** Squares looked at. */
const mostSquares = 100;
/** Share of the pixels, the quietest first, whose detail counts. */
const quietShare = 0.25;
/** Pixels of detail that are needed to say anything. */
const leastPixels = 400;
/** What is more than this many times the usual detail counts as that much: no single speck decides. */
const clip = 2.5;
/** Displacements, pixels: half of them whole blocks of JPEG, whose traces repeat; none near the place itself. */
const elsewhere: readonly (readonly [number, number])[] = [
  [8, 0],
  [-8, 0],
  [0, 8],
  [0, -8],
  [8, 8],
  [-8, 8],
  [8, -8],
  [-8, -8],
  [5, 7],
  [-7, 5],
  [11, -3],
  [-4, -11],
  [6, -10],
  [-10, 6],
  [12, 4],
  [-5, 12],
];

/**
 * Compares the finest detail of two regions of a picture at full size. Windows, tiles and letters that only look alike
 * were each exposed and their noise is their own; a copy has brought its noise with it. Edges, which repeat with the
 * objects, would drown that: only pixels whose surroundings of 5 × 5 vary least are counted.
 *
 * @param centres `x, y` of places in the first region, at least half a square from its edge
 * @param taps samples per side that stand for one pixel of the first region
 * @returns `null`: too few pixels, or no detail at all
 */
export function fineDetail(
  plane: FloatPlane,
  transform: Affine,
  centres: Float32Array,
  taps: number,
): FineDetail | null {
  const squares = squaresAt(plane, transform, centres, taps);
  if (squares.count === 0) return null;
  const quiet = quietPixels(squares);
  const here = correlated(squares, quiet, 0, 0);
  if (here === null || here.pixels < leastPixels) return null;
  const others: number[] = [];
  for (const [dx, dy] of elsewhere) {
    const other = correlated(squares, quiet, dx, dy);
    if (other !== null && other.pixels >= leastPixels / 4) others.push(other.correlation);
  }
  if (others.length < 6) return null;
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
  const square = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (others.length - 1);
  return { ...here, elsewhere: [mean, Math.sqrt(square)], flat: commonest(squares) };
}

/** Squares one after another, `area` values each. */
interface Squares {
  readonly count: number;
  /** Grey levels of the first region. */
  readonly own: Float32Array;
  /** What is left of them, and of what the transform brings there, after the mean. */
  readonly fineOwn: Float32Array;
  readonly fineBrought: Float32Array;
  /** Variance in 5 × 5 about each pixel. */
  readonly looseOwn: Float32Array;
  readonly looseBrought: Float32Array;
}

function squaresAt(plane: FloatPlane, transform: Affine, centres: Float32Array, taps: number): Squares {
  const stride = Math.max(1, Math.ceil(centres.length / 2 / mostSquares));
  const most = Math.ceil(centres.length / 2 / stride);
  const values = () => new Float32Array(most * area);
  const [own, fineOwn, fineBrought, looseOwn, looseBrought] = [
    values(),
    values(),
    values(),
    values(),
    values(),
  ];
  const brought = new Float32Array(area);
  let count = 0;
  for (let at = 0; at < centres.length; at += 2 * stride) {
    const [from, to] = [count * area, (count + 1) * area];
    const grey = own.subarray(from, to);
    if (!readSquare(plane, transform, centres[at]!, centres[at + 1]!, taps, grey, brought)) continue;
    // Displacements move only what is brought.
    fineOf(grey, margin, fineOwn.subarray(from, to));
    fineOf(brought, 1, fineBrought.subarray(from, to));
    varianceOf(grey, margin, looseOwn.subarray(from, to));
    varianceOf(brought, 2, looseBrought.subarray(from, to));
    count += 1;
  }
  return { count, own, fineOwn, fineBrought, looseOwn, looseBrought };
}

/** @returns false: not all of it lies in the picture, or comes from there */
function readSquare(
  plane: FloatPlane,
  transform: Affine,
  x: number,
  y: number,
  taps: number,
  own: Float32Array,
  brought: Float32Array,
): boolean {
  const [left, top] = [Math.round(x) - (whole >> 1), Math.round(y) - (whole >> 1)];
  if (left < 0 || top < 0 || left + whole > plane.width || top + whole > plane.height) return false;
  for (let v = 0, at = 0; v < whole; v += 1) {
    for (let u = 0; u < whole; u += 1, at += 1) {
      own[at] = plane.data[(top + v) * plane.width + left + u]!;
      brought[at] = carriedTo(plane, transform, left + u, top + v, taps);
      if (Number.isNaN(brought[at]!)) return false;
    }
  }
  return true;
}

/** Each pixel less the mean of its 3 × 3; `edge` pixels on each side are left out. */
function fineOf(grey: Float32Array, edge: number, out: Float32Array): void {
  for (let y = edge; y < whole - edge; y += 1) {
    for (let x = edge, at = y * whole + edge; x < whole - edge; x += 1, at += 1) {
      let sum = 0;
      for (let v = -whole; v <= whole; v += whole)
        sum += grey[at + v - 1]! + grey[at + v]! + grey[at + v + 1]!;
      out[at] = grey[at]! - sum / 9;
    }
  }
}

/** Infinite where a pixel of the 5 × 5 is at the end of the scale: saturated sensors repeat themselves everywhere. */
function varianceOf(grey: Float32Array, edge: number, out: Float32Array): void {
  out.fill(Number.POSITIVE_INFINITY);
  const { sums, squares, lows, highs } = rows;
  for (let at = (edge - 2) * whole + 2; at < (whole - edge + 2) * whole - 2; at += 1) {
    let sum = 0;
    let square = 0;
    let low = 255;
    let high = 0;
    for (let next = at - 2; next <= at + 2; next += 1) {
      const value = grey[next]!;
      sum += value;
      square += value * value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    sums[at] = sum;
    squares[at] = square;
    lows[at] = low;
    highs[at] = high;
  }
  for (let y = edge; y < whole - edge; y += 1) {
    for (let x = edge, at = y * whole + edge; x < whole - edge; x += 1, at += 1) {
      let sum = 0;
      let square = 0;
      let low = 255;
      let high = 0;
      for (let next = at - 2 * whole; next <= at + 2 * whole; next += whole) {
        sum += sums[next]!;
        square += squares[next]!;
        if (lows[next]! < low) low = lows[next]!;
        if (highs[next]! > high) high = highs[next]!;
      }
      if (low > 2 && high < 252) out[at] = Math.max(0, square / 25 - (sum / 25) * (sum / 25));
    }
  }
}

/** Of five pixels along the row about each: sum, sum of squares, least and most. Used again by every square. */
const rows = {
  sums: new Float64Array(area),
  squares: new Float64Array(area),
  lows: new Float32Array(area),
  highs: new Float32Array(area),
};

interface QuietPixels {
  /** Places in `Squares` whose own surroundings are quiet. */
  readonly places: Int32Array;
  /** The variance below which the quiet share of all pixels lies. */
  readonly limit: number;
  /** Values of a comparison, used again by each. */
  readonly own: Float64Array;
  readonly brought: Float64Array;
}

/** Pixels without any detail are not counted. */
function quietPixels({ count, looseOwn, looseBrought }: Squares): QuietPixels {
  const all = new Float32Array(count * side * side);
  const inside = new Int32Array(all.length);
  let [known, places] = [0, 0];
  for (let start = 0; start < count * area; start += area) {
    for (let y = margin; y < margin + side; y += 1) {
      for (let x = margin, at = start + y * whole + margin; x < margin + side; x += 1, at += 1) {
        inside[places] = at;
        places += 1;
        const loose = Math.max(looseOwn[at]!, looseBrought[at]!);
        if (loose > leastVariance && loose < Number.POSITIVE_INFINITY) {
          all[known] = loose;
          known += 1;
        }
      }
    }
  }
  const sorted = all.subarray(0, known).sort();
  const limit = sorted[Math.floor(quietShare * (known - 1))] ?? 0;
  const quiet = inside.filter((at) => looseOwn[at]! <= limit);
  const values = () => new Float64Array(quiet.length);
  return { places: quiet, limit, own: values(), brought: values() };
}

/** Variance of grey levels below which a pixel's surroundings are what rounding left. */
const leastVariance = 0.08;

function correlated(
  { fineOwn, fineBrought, looseOwn, looseBrought }: Squares,
  { places, limit, own, brought }: QuietPixels,
  dx: number,
  dy: number,
): { readonly correlation: number; readonly pixels: number } | null {
  const shift = dy * whole + dx;
  let ownSquares = 0;
  let broughtSquares = 0;
  let pixels = 0;
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index]!;
    const loose = Math.max(looseOwn[at]!, looseBrought[at + shift]!);
    if (loose > limit || loose <= leastVariance) continue;
    // In units of what varies there, so that the quietest of them count as much as the loudest.
    const unit = 1 / Math.sqrt(loose);
    const one = unit * fineOwn[at]!;
    const other = unit * fineBrought[at + shift]!;
    own[pixels] = one;
    brought[pixels] = other;
    ownSquares += one * one;
    broughtSquares += other * other;
    pixels += 1;
  }
  if (pixels < 2 || ownSquares === 0 || broughtSquares === 0) return null;
  const mostOwn = clip * Math.sqrt(ownSquares / pixels);
  const mostBrought = clip * Math.sqrt(broughtSquares / pixels);
  let one = 0;
  let other = 0;
  let both = 0;
  for (let index = 0; index < pixels; index += 1) {
    const left = Math.max(-mostOwn, Math.min(mostOwn, own[index]!));
    const right = Math.max(-mostBrought, Math.min(mostBrought, brought[index]!));
    one += left * left;
    other += right * right;
    both += left * right;
  }
  return { correlation: both / Math.sqrt(one * other), pixels };
}

/** Share of the pixels in the squares within one grey level of the commonest one. */
function commonest({ count, own }: Squares): number {
  const counts = new Float64Array(258);
  for (let start = 0; start < count * area; start += area)
    for (let y = margin; y < margin + side; y += 1)
      for (let x = margin, at = start + y * whole + margin; x < margin + side; x += 1, at += 1)
        counts[Math.round(own[at]!) + 1]! += 1;
  let most = 0;
  for (let level = 1; level < 257; level += 1)
    most = Math.max(most, counts[level - 1]! + counts[level]! + counts[level + 1]!);
  return most / (count * side * side);
}

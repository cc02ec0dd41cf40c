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
/** Squares looked at. */
const mostSquares = 160;
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
  const squares: Square[] = [];
  const stride = Math.max(1, Math.ceil(centres.length / 2 / mostSquares));
  for (let at = 0; at < centres.length; at += 2 * stride) {
    const square = squareAt(plane, transform, centres[at]!, centres[at + 1]!, taps);
    if (square !== null) squares.push(square);
  }
  if (squares.length === 0) return null;
  const limit = quietLimit(squares);
  const here = correlated(squares, limit, 0, 0);
  if (here === null || here.pixels < leastPixels) return null;
  const others: number[] = [];
  for (const [dx, dy] of elsewhere) {
    const other = correlated(squares, limit, dx, dy);
    if (other !== null && other.pixels >= leastPixels / 4) others.push(other.correlation);
  }
  if (others.length < 6) return null;
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
  const square = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (others.length - 1);
  return { ...here, elsewhere: [mean, Math.sqrt(square)], flat: commonest(squares) };
}

interface Square {
  /** Grey levels of the first region and what the transform brings there. */
  readonly own: Float32Array;
  readonly fineOwn: Float32Array;
  readonly fineBrought: Float32Array;
  /** Variance in 5 × 5 about each pixel. */
  readonly looseOwn: Float32Array;
  readonly looseBrought: Float32Array;
}

function squareAt(plane: FloatPlane, transform: Affine, x: number, y: number, taps: number): Square | null {
  const [left, top] = [Math.round(x) - (whole >> 1), Math.round(y) - (whole >> 1)];
  if (left < 0 || top < 0 || left + whole > plane.width || top + whole > plane.height) return null;
  const own = new Float32Array(whole * whole);
  const brought = new Float32Array(whole * whole);
  for (let v = 0, at = 0; v < whole; v += 1) {
    for (let u = 0; u < whole; u += 1, at += 1) {
      own[at] = plane.data[(top + v) * plane.width + left + u]!;
      brought[at] = carriedTo(plane, transform, left + u, top + v, taps);
      if (Number.isNaN(brought[at]!)) return null;
    }
  }
  return {
    own,
    fineOwn: fineOf(own),
    fineBrought: fineOf(brought),
    looseOwn: varianceOf(own),
    looseBrought: varianceOf(brought),
  };
}

/** Each pixel less the mean of its 3 × 3. */
function fineOf(grey: Float32Array): Float32Array {
  const out = new Float32Array(grey.length);
  for (let y = 1; y < whole - 1; y += 1) {
    for (let x = 1, at = y * whole + 1; x < whole - 1; x += 1, at += 1) {
      let sum = 0;
      for (let v = -whole; v <= whole; v += whole)
        sum += grey[at + v - 1]! + grey[at + v]! + grey[at + v + 1]!;
      out[at] = grey[at]! - sum / 9;
    }
  }
  return out;
}

/** Infinite where a pixel of the 5 × 5 is at the end of the scale: saturated sensors repeat themselves everywhere. */
function varianceOf(grey: Float32Array): Float32Array {
  const out = new Float32Array(grey.length).fill(Number.POSITIVE_INFINITY);
  for (let y = 2; y < whole - 2; y += 1) {
    for (let x = 2; x < whole - 2; x += 1) {
      let [sum, squares, least, most] = [0, 0, 255, 0];
      for (let v = -2; v <= 2; v += 1) {
        for (let u = -2, at = (y + v) * whole + x - 2; u <= 2; u += 1, at += 1) {
          const value = grey[at]!;
          sum += value;
          squares += value * value;
          if (value < least) least = value;
          if (value > most) most = value;
        }
      }
      if (least > 2 && most < 252) out[y * whole + x] = Math.max(0, squares / 25 - (sum / 25) ** 2);
    }
  }
  return out;
}

/** The variance below which the quiet share of all pixels lies; pixels without any detail are not counted. */
function quietLimit(squares: readonly Square[]): number {
  const all = new Float32Array(squares.length * side * side);
  let count = 0;
  for (const { looseOwn, looseBrought } of squares) {
    for (let y = margin; y < margin + side; y += 1) {
      for (let x = margin, at = y * whole + margin; x < margin + side; x += 1, at += 1) {
        const loose = Math.max(looseOwn[at]!, looseBrought[at]!);
        if (loose > leastVariance && loose < Number.POSITIVE_INFINITY) {
          all[count] = loose;
          count += 1;
        }
      }
    }
  }
  const sorted = all.subarray(0, count).sort();
  return sorted[Math.floor(quietShare * (count - 1))] ?? 0;
}

/** Variance of grey levels below which a pixel's surroundings are what rounding left. */
const leastVariance = 0.08;

function correlated(
  squares: readonly Square[],
  limit: number,
  dx: number,
  dy: number,
): { readonly correlation: number; readonly pixels: number } | null {
  const shift = dy * whole + dx;
  let [ownSquares, broughtSquares, pixels] = [0, 0, 0];
  const each = (work: (one: number, other: number) => void) => {
    for (const { fineOwn, fineBrought, looseOwn, looseBrought } of squares) {
      for (let y = margin; y < margin + side; y += 1) {
        for (let x = margin, at = y * whole + margin; x < margin + side; x += 1, at += 1) {
          const loose = Math.max(looseOwn[at]!, looseBrought[at + shift]!);
          if (loose > limit || loose <= leastVariance) continue;
          // In units of what varies there, so that the quietest of them count as much as the loudest.
          const unit = 1 / Math.sqrt(loose);
          work(unit * fineOwn[at]!, unit * fineBrought[at + shift]!);
        }
      }
    }
  };
  each((one, other) => {
    ownSquares += one * one;
    broughtSquares += other * other;
    pixels += 1;
  });
  if (pixels < 2 || ownSquares === 0 || broughtSquares === 0) return null;
  const [mostOwn, mostBrought] = [
    clip * Math.sqrt(ownSquares / pixels),
    clip * Math.sqrt(broughtSquares / pixels),
  ];
  let [one, other, both] = [0, 0, 0];
  each((own, brought) => {
    const left = Math.max(-mostOwn, Math.min(mostOwn, own));
    const right = Math.max(-mostBrought, Math.min(mostBrought, brought));
    one += left * left;
    other += right * right;
    both += left * right;
  });
  return { correlation: both / Math.sqrt(one * other), pixels };
}

function commonest(squares: readonly Square[]): number {
  const counts = new Float64Array(258);
  let all = 0;
  for (const { own } of squares) {
    for (let y = margin; y < margin + side; y += 1) {
      for (let x = margin, at = y * whole + margin; x < margin + side; x += 1, at += 1) {
        counts[Math.round(own[at]!) + 1]! += 1;
        all += 1;
      }
    }
  }
  let most = 0;
  for (let level = 1; level < 257; level += 1)
    most = Math.max(most, counts[level - 1]! + counts[level]! + counts[level + 1]!);
  return most / all;
}

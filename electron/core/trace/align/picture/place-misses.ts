import type { RgbPlane } from '../../picture/planes.ts';
import type { LaidOriginal } from './laid.ts';
import { boxMean, lightOf } from './light.ts';
import { type ShiftField, shiftRow } from './shift-field.ts';

/** Half the side of a place, pixels. */
const reach = 16;
/** Side of a place, pixels; they stand side by side. */
export const placeSide = 2 * reach;
/** Pixels on each side of a place that it may be moved over and that its mean is taken from. */
const margin = 10;
/** Whole pixels within which a place is looked for that does not lie where it should. */
const search = 5;
/** Pixels to each side of the mean that is taken off: what stays is fine detail. */
const detailReach = 3;
/** Fine detail a place must have in both, grey levels (root of its mean square): less is noise. */
const leastDetail = 1.5;
/** Correlation of fine detail from which on a shift is a measurement. */
const leastCorrelation = 0.6;
const mostShift = 3;
const rounds = 5;

/** How far places miss each other after a homography was taken away, and how far noise alone would make them. */
export interface PlaceMisses {
  /** Places with fine detail in both pictures. */
  readonly detailed: number;
  /** Those among them whose detail agrees well enough to be measured: the lists below. */
  readonly count: number;
  /** Of each: column and row among the places. */
  readonly cells: Int32Array;
  /** Of each: `x, y` of its middle, pixels of the suspect's plane. */
  readonly places: Float64Array;
  /** Of each: `across, down`, pixels of the suspect's plane. */
  readonly misses: Float64Array;
  /** Of each: the deviation that what does not agree there puts into its miss, pixels (Cramér and Rao's bound). */
  readonly noise: Float64Array;
}

/**
 * @param laid the original resampled onto the suspect by a homography and `field`
 * @param field what `laid` follows beside the homography; it is counted into the misses
 */
export function placeMisses(laid: LaidOriginal, suspect: RgbPlane, field: ShiftField): PlaceMisses {
  const { width, height } = suspect;
  const [own, other] = [detailOf(laid), detailOf(suspect)];
  const across = new Float64Array(width);
  const down = new Float64Array(width);
  const cells: number[] = [];
  const places: number[] = [];
  const misses: number[] = [];
  const noise: number[] = [];
  let detailed = 0;
  const edge = reach + margin;
  for (let y = edge, row = 0; y + edge < height; y += placeSide, row += 1) {
    shiftRow(field, y, suspect, across, down);
    for (let x = edge, column = 0; x + edge < width; x += placeSide, column += 1) {
      if (!inside(laid, x, y, edge)) continue;
      const found = foundAt(own, other, width, x, y);
      if (found === null) continue;
      detailed += 1;
      if (!(found.correlation >= leastCorrelation)) continue;
      cells.push(column, row);
      places.push(x, y);
      misses.push(found.across + across[x]!, found.down + down[x]!);
      noise.push(found.noise);
    }
  }
  return {
    detailed,
    count: noise.length,
    cells: Int32Array.from(cells),
    places: Float64Array.from(places),
    misses: Float64Array.from(misses),
    noise: Float64Array.from(noise),
  };
}

/** The original's part of the suspect has no dents: its corners tell of a square. */
function inside({ inside: data, width }: LaidOriginal, x: number, y: number, edge: number): boolean {
  const [top, bottom] = [(y - edge) * width, (y + edge) * width];
  return (
    (data[top + x - edge]! & data[top + x + edge]! & data[bottom + x - edge]! & data[bottom + x + edge]!) ===
    1
  );
}

function detailOf(plane: RgbPlane): Float32Array {
  const { width, height, data } = lightOf(plane);
  const mean = boxMean(data, width, height, detailReach);
  for (let at = 0; at < data.length; at += 1) data[at]! -= mean[at]!;
  return data;
}

interface Miss {
  readonly across: number;
  readonly down: number;
  readonly correlation: number;
  readonly noise: number;
}

/** From where the place should be; failing that from the whole shift at which it looks most alike. */
function foundAt(own: Float32Array, other: Float32Array, width: number, x: number, y: number): Miss | null {
  const found = missAt(own, other, width, x, y, 0, 0);
  if (found === null || found.correlation >= leastCorrelation) return found;
  let [best, across, down] = [0, 0, 0];
  for (let v = -search; v <= search; v += 1) {
    for (let u = -search; u <= search; u += 1) {
      let [squares, both] = [1e-9, 0];
      for (let row = y - reach; row < y + reach; row += 2) {
        let to = row * width + x - reach;
        let at = to + v * width + u;
        for (let column = 0; column < 2 * reach; column += 2, at += 2, to += 2) {
          squares += own[at]! * own[at]!;
          both += own[at]! * other[to]!;
        }
      }
      const likeness = both / Math.sqrt(squares);
      if (likeness > best) [best, across, down] = [likeness, u, v];
    }
  }
  return missAt(own, other, width, x, y, across, down);
}

const nowhere: Miss = { across: 0, down: 0, correlation: 0, noise: 0 };

/** Lucas and Kanade's shift of one place with its contrast; `null`: one of the two has too little detail there. */
function missAt(
  own: Float32Array,
  other: Float32Array,
  width: number,
  x: number,
  y: number,
  startX: number,
  startY: number,
): Miss | null {
  let [across, down] = [startX, startY];
  let contrast = 1;
  for (let round = 0; ; round += 1) {
    const [wholeX, wholeY] = [Math.floor(across), Math.floor(down)];
    const [partX, partY] = [across - wholeX, down - wholeY];
    let [ownSquares, otherSquares, both] = [0, 0, 0];
    let [xx, xy, yy, xo, yo, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
    for (let v = y - reach; v < y + reach; v += 1) {
      let at = (v + wholeY) * width + x - reach + wholeX;
      let to = v * width + x - reach;
      for (let u = 0; u < 2 * reach; u += 1, at += 1, to += 1) {
        const a = own[at]!;
        const b = own[at + 1]!;
        const c = own[at + width]!;
        const d = own[at + width + 1]!;
        const upper = a + (b - a) * partX;
        const value = upper + (c + (d - c) * partX - upper) * partY;
        const gx = ((b - own[at - 1]!) * (1 - partX) + (own[at + 2]! - a) * partX) / 2;
        const gy = ((c - own[at - width]!) * (1 - partY) + (own[at + 2 * width]! - a) * partY) / 2;
        const aim = other[to]!;
        ownSquares += value * value;
        otherSquares += aim * aim;
        both += value * aim;
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        xo += gx * aim;
        yo += gy * aim;
        xv += gx * value;
        yv += gy * value;
      }
    }
    const samples = 4 * reach * reach;
    if (Math.min(ownSquares, otherSquares) < leastDetail * leastDetail * samples) return null;
    contrast = both / ownSquares;
    const determinant = xx * yy - xy * xy;
    // An edge says nothing of shifts along it.
    if (!(contrast > 0) || !(determinant > 1e-2 * (xx + yy) ** 2)) return nowhere;
    if (round === rounds - 1) {
      const unlike = Math.max(0, otherSquares - both * contrast) / samples;
      const noise = Math.sqrt((unlike * (xx + yy)) / determinant) / contrast;
      return { across, down, correlation: both / Math.sqrt(ownSquares * otherSquares), noise };
    }
    const [xr, yr] = [xo / contrast - xv, yo / contrast - yv];
    across += (xr * yy - yr * xy) / determinant;
    down += (yr * xx - xr * xy) / determinant;
    if (!(Math.hypot(across - startX, down - startY) < mostShift)) return nowhere;
  }
}

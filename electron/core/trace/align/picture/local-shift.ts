import type { Matrix } from '../../picture/homography.ts';
import type { FloatPlane } from './light.ts';
import { type ShiftField, smoothField } from './shift-field.ts';

/** Distance of the places looked at, and half the side of the square about each, pixels of the plane. */
export const placeStep = 32;
const reach = 20;
/** A place says something when its correlation is at least this, and its structure (sum of squares per pixel) this. */
const leastCorrelation = 0.5;
const leastStructure = 0.04;
/** Pixels a place may lie from where the homography puts it. */
const mostShift = 8;
const rounds = 4;

/** How well two planes of structure lie on each other, place by place. */
export interface LocalFit {
  /** What is left beside the homography, smooth: the second's pixel `x` lies on the first's at `back(x + shift)`. */
  readonly field: ShiftField;
  /** Places with structure in both, and those among them that correlate. */
  readonly places: number;
  readonly agreeing: number;
}

/**
 * Measures at every place how far the first still has to be moved to lie on the second (Lucas and Kanade with two
 * unknowns). Lenses, bent paper and warping filters show as a smooth field; moved things do not, for the field follows
 * only what neighbouring places agree upon.
 *
 * @param first structure of the original
 * @param second structure of the suspect
 * @param back pixels of the second plane to those of the first
 */
export function localFit(first: FloatPlane, second: FloatPlane, back: Matrix): LocalFit {
  const { width, height } = second;
  const laid = laidStructure(first, back, width, height);
  const columns = Math.max(1, Math.round(width / placeStep));
  const rows = Math.max(1, Math.round(height / placeStep));
  const shifts = new Float64Array(2 * columns * rows);
  const weights = new Float64Array(columns * rows);
  let [places, agreeing] = [0, 0];
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = Math.round(((column + 0.5) * width) / columns);
      const y = Math.round(((row + 0.5) * height) / rows);
      const found = shiftAt(laid, second.data, width, height, x, y);
      if (found === null) continue;
      places += 1;
      if (found.correlation < leastCorrelation) continue;
      agreeing += 1;
      shifts[2 * at] = found.across;
      shifts[2 * at + 1] = found.down;
      weights[at] = found.correlation ** 2;
    }
  }
  return { field: smoothField({ columns, rows, shifts, width, height }, weights), places, agreeing };
}

/** The first's structure as it lies on the second; `NaN` outside. */
function laidStructure(first: FloatPlane, m: Matrix, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height);
  const { data } = first;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 1) {
      const weight = 1 / (m[6]! * x + m[7]! * y + m[8]!);
      const u = (m[0]! * x + m[1]! * y + m[2]!) * weight;
      const v = (m[3]! * x + m[4]! * y + m[5]!) * weight;
      if (!(u >= 0 && v >= 0 && u < first.width - 1 && v < first.height - 1)) {
        out[to] = Number.NaN;
        continue;
      }
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [across, down] = [u - left, v - top];
      const at = top * first.width + left;
      const upper = data[at]! + (data[at + 1]! - data[at]!) * across;
      const below = at + first.width;
      const lower = data[below]! + (data[below + 1]! - data[below]!) * across;
      out[to] = upper + (lower - upper) * down;
    }
  }
  return out;
}

interface PlaceShift {
  readonly across: number;
  readonly down: number;
  readonly correlation: number;
}

/** `null`: outside, or one of the two has no structure there. */
function shiftAt(
  laid: Float32Array,
  second: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
): PlaceShift | null {
  const [left, right] = [Math.max(1, x - reach), Math.min(width - 2, x + reach)];
  const [top, bottom] = [Math.max(1, y - reach), Math.min(height - 2, y + reach)];
  if (right - left < reach || bottom - top < reach) return null;
  let [across, down, correlation] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    let [xx, xy, yy, xr, yr] = [0, 0, 0, 0, 0];
    let [count, own, other, both] = [0, 0, 0, 0];
    const [wholeX, wholeY] = [Math.floor(across), Math.floor(down)];
    const [partX, partY] = [across - wholeX, down - wholeY];
    for (let v = top; v <= bottom; v += 2) {
      const line = v + wholeY;
      if (line < 1 || line >= height - 2) continue;
      for (let u = left; u <= right; u += 2) {
        const column = u + wholeX;
        if (column < 1 || column >= width - 2) continue;
        const at = line * width + column;
        const [a, b, c, d] = [laid[at]!, laid[at + 1]!, laid[at + width]!, laid[at + width + 1]!];
        const upper = a + (b - a) * partX;
        const lower = c + (d - c) * partX;
        const value = upper + (lower - upper) * partY;
        const gx = ((b - laid[at - 1]!) * (1 - partX) + (laid[at + 2]! - a) * partX) / 2;
        const gy = ((c - laid[at - width]!) * (1 - partY) + (laid[at + 2 * width]! - a) * partY) / 2;
        const aim = second[v * width + u]!;
        const miss = aim - value;
        // Outside of the first: not a number, and so is the sum.
        if (!(gx + gy + miss > -1e9)) continue;
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        xr += gx * miss;
        yr += gy * miss;
        count += 1;
        own += value * value;
        other += aim * aim;
        both += value * aim;
      }
    }
    if (count < 80 || own < leastStructure * count || other < leastStructure * count) return null;
    correlation = both / Math.sqrt(own * other);
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 1e-3 * (xx + yy) ** 2)) return round === 0 ? null : { across, down, correlation };
    if (round === rounds - 1) break;
    across += (xr * yy - yr * xy) / determinant;
    down += (yr * xx - xr * xy) / determinant;
    if (!(Math.hypot(across, down) <= mostShift)) return { across: 0, down: 0, correlation: 0 };
  }
  return { across, down, correlation };
}

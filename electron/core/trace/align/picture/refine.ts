import { applied, inverse, type Matrix, product } from '../../picture/homography.ts';
import { evened, type FloatPlane, halved } from './light.ts';

/** Longest side of the finest level, and shortest of the coarsest, pixels. */
const finest = 1280;
const coarsest = 120;
/** Pixels looked at on each level: those of most structure, evenly spread. */
const mostPoints = 24_000;
const rounds = 12;

/** Pyramids of structure, the finest first; `shift` is how often the plane was halved. */
export interface Structure {
  readonly levels: readonly { readonly plane: FloatPlane; readonly shift: number }[];
}

export function structureOf(light: FloatPlane): Structure {
  const levels: { plane: FloatPlane; shift: number }[] = [];
  let plane = light;
  for (let shift = 0; ; shift += 1) {
    if (Math.max(plane.width, plane.height) <= finest) levels.push({ plane: evened(plane), shift });
    if (Math.min(plane.width, plane.height) < 2 * coarsest) break;
    plane = halved(plane);
  }
  if (levels.length === 0) levels.push({ plane: evened(plane), shift: 0 });
  return { levels };
}

/**
 * A homography made exact to fractions of a pixel by the pixels themselves: Gauss and Newton's method on the structure
 * of both pictures, coarse to fine, after Lucas and Kanade (IJCAI 1981; Baker and Matthews, IJCV 2004). Structure is
 * freed of local light and contrast first, and pixels that do not fit weigh nothing (Tukey), so that neither recolouring
 * nor changed parts pull it.
 *
 * @param first structure of the original
 * @param second structure of the suspect
 * @param start from pixels of the second plane to those of the first, right within some pixels
 * @returns the same, better; `null`: it went astray, keep the start
 */
export function refined(first: Structure, second: Structure, start: Matrix): Float64Array | null {
  let back: Float64Array = Float64Array.from(start);
  const steps = [...second.levels].reverse();
  for (const { plane, shift } of steps) {
    const own = bestLevel(first, back, plane, shift);
    const here = product(product(shrinking(own.shift), back), enlarging(shift));
    const answer = fitted(own.plane, plane, here);
    if (answer === null) return null;
    back = product(product(enlarging(own.shift), answer), shrinking(shift));
  }
  return straying(second.levels[0]!.plane, second.levels[0]!.shift, start, back) ? null : back;
}

/** The level of the first whose pixels are about as large as those of the second's level. */
function bestLevel(first: Structure, back: Matrix, plane: FloatPlane, shift: number) {
  const grown = 2 ** shift;
  const [x, y] = [(plane.width * grown) / 2, (plane.height * grown) / 2];
  const [a, b, c] = [applied(back, x, y), applied(back, x + grown, y), applied(back, x, y + grown)];
  const size = Math.sqrt(Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])));
  const wanted = Math.log2(Math.max(1e-6, size));
  return first.levels.reduce((best, level) =>
    Math.abs(level.shift - wanted) < Math.abs(best.shift - wanted) ? level : best,
  );
}

/** Pixels of a plane to those of the one halved `shift` times, centres of pixels whole numbers. */
export function shrinking(shift: number): Float64Array {
  const scale = 2 ** -shift;
  return Float64Array.of(scale, 0, (scale - 1) / 2, 0, scale, (scale - 1) / 2, 0, 0, 1);
}

function enlarging(shift: number): Float64Array {
  return shrinking(-shift);
}

/** Has a corner of the middle half moved more than the start can have been wrong? */
function straying(plane: FloatPlane, shift: number, start: Matrix, end: Matrix): boolean {
  const [width, height] = [plane.width * 2 ** shift, plane.height * 2 ** shift];
  const there = inverse(start);
  if (there === null || inverse(end) === null) return true;
  const bound = 0.05 * Math.hypot(width, height);
  for (const across of [0.25, 0.75]) {
    for (const down of [0.25, 0.75]) {
      const [x, y] = applied(end, across * width, down * height);
      const [u, v] = applied(there, x, y);
      if (!(Math.hypot(u - across * width, v - down * height) < bound)) return true;
    }
  }
  return false;
}

/** Pixels with the most structure of each small square, so that they cover the picture evenly. */
function pointsOf({ width, height, data }: FloatPlane): Int32Array {
  const side = Math.max(2, Math.ceil(Math.sqrt((width * height) / mostPoints)));
  const out: number[] = [];
  for (let top = 2; top + side < height - 1; top += side) {
    for (let left = 2; left + side < width - 1; left += side) {
      let [best, most] = [-1, 0.02];
      for (let y = top; y < top + side; y += 1) {
        for (let x = left; x < left + side; x += 1) {
          const at = y * width + x;
          const gradient =
            (data[at + 1]! - data[at - 1]!) ** 2 + (data[at + width]! - data[at - width]!) ** 2;
          if (gradient > most) [best, most] = [at, gradient];
        }
      }
      if (best >= 0) out.push(best);
    }
  }
  return Int32Array.from(out);
}

function fitted(first: FloatPlane, second: FloatPlane, start: Matrix): Float64Array | null {
  const points = pointsOf(second);
  // Coordinates about the middle and of the order of one keep the equations well conditioned.
  const [middleX, middleY] = [second.width / 2, second.height / 2];
  const unit = Math.max(second.width, second.height) / 2;
  const centre = Float64Array.of(unit, 0, middleX, 0, unit, middleY, 0, 0, 1);
  const matrix = product(start, centre);
  const residuals = new Float32Array(points.length);
  const rows = new Float32Array(points.length * 8);
  const normal = new Float64Array(64);
  const right = new Float64Array(8);
  for (let round = 0; round < rounds; round += 1) {
    const count = residualsOf(first, second, points, matrix, [middleX, middleY, unit], residuals, rows);
    if (count < 60) return round === 0 ? Float64Array.from(start) : null;
    const bound = 4.685 * Math.max(0.05, 1.4826 * medianSize(residuals, count));
    normal.fill(0);
    right.fill(0);
    for (let index = 0; index < count; index += 1) {
      const part = residuals[index]! / bound;
      if (part > 1 || part < -1) continue;
      const weight = (1 - part * part) ** 2;
      const at = index * 8;
      for (let i = 0; i < 8; i += 1) {
        const value = weight * rows[at + i]!;
        right[i]! += value * residuals[index]!;
        for (let j = 0; j <= i; j += 1) normal[i * 8 + j]! += value * rows[at + j]!;
      }
    }
    const step = solvedSymmetric(normal, right);
    if (step === null) return null;
    for (let i = 0; i < 8; i += 1) matrix[i]! += step[i]!;
    const moved = Math.hypot(step[2]!, step[5]!) + Math.hypot(step[0]!, step[1]!, step[3]!, step[4]!);
    if (!Number.isFinite(moved)) return null;
    if (moved < 0.01) break;
  }
  const inward = inverse(centre);
  return inward === null ? null : product(matrix, inward);
}

/** Residuals `second − first` at the points that lie in the first, and their derivatives by the eight parameters. */
function residualsOf(
  first: FloatPlane,
  second: FloatPlane,
  points: Int32Array,
  m: Float64Array,
  [middleX, middleY, unit]: readonly [number, number, number],
  residuals: Float32Array,
  rows: Float32Array,
): number {
  const { width, height, data } = first;
  let count = 0;
  for (const point of points) {
    const x = ((point % second.width) - middleX) / unit;
    const y = (Math.floor(point / second.width) - middleY) / unit;
    const weight = 1 / (m[6]! * x + m[7]! * y + m[8]!);
    const u = (m[0]! * x + m[1]! * y + m[2]!) * weight;
    const v = (m[3]! * x + m[4]! * y + m[5]!) * weight;
    if (!(u >= 1 && v >= 1 && u < width - 2 && v < height - 2)) continue;
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const [across, down] = [u - left, v - top];
    const at = top * width + left;
    const [a, b, c, d] = [data[at]!, data[at + 1]!, data[at + width]!, data[at + width + 1]!];
    const upper = a + (b - a) * across;
    const lower = c + (d - c) * across;
    const value = upper + (lower - upper) * down;
    const middleLeft = a + (c - a) * down;
    const middleRight = b + (d - b) * down;
    // Central differences over a pixel to each side, from the four neighbouring cells' edges.
    const before = data[at - 1]! + (data[at + width - 1]! - data[at - 1]!) * down;
    const after = data[at + 2]! + (data[at + width + 2]! - data[at + 2]!) * down;
    const gx = (1 - across) * (middleRight - before) * 0.5 + across * (after - middleLeft) * 0.5;
    const above = data[at - width]! + (data[at - width + 1]! - data[at - width]!) * across;
    const far = at + 2 * width;
    const below = data[far]! + (data[far + 1]! - data[far]!) * across;
    const gy = (1 - down) * (lower - above) * 0.5 + down * (below - upper) * 0.5;
    const to = count * 8;
    rows[to] = gx * x * weight;
    rows[to + 1] = gx * y * weight;
    rows[to + 2] = gx * weight;
    rows[to + 3] = gy * x * weight;
    rows[to + 4] = gy * y * weight;
    rows[to + 5] = gy * weight;
    const slope = -(gx * u + gy * v) * weight;
    rows[to + 6] = slope * x;
    rows[to + 7] = slope * y;
    residuals[count] = second.data[point]! - value;
    count += 1;
  }
  return count;
}

function medianSize(values: Float32Array, count: number): number {
  const sizes = values.slice(0, count);
  for (let at = 0; at < count; at += 1) sizes[at] = Math.abs(sizes[at]!);
  sizes.sort();
  return sizes[count >> 1] ?? 0;
}

/** Cholesky's solution of a symmetric system given by its lower triangle; `null`: not definite. */
export function solvedSymmetric(normal: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  const lower = Float64Array.from(normal);
  for (let i = 0; i < size; i += 1) lower[i * size + i]! *= 1 + 1e-6;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = lower[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i === j) {
        if (!(sum > 1e-12)) return null;
        lower[i * size + i] = Math.sqrt(sum);
      } else lower[i * size + j] = sum / lower[j * size + j]!;
    }
  }
  const out = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) out[i]! -= lower[i * size + k]! * out[k]!;
    out[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) out[i]! -= lower[k * size + i]! * out[k]!;
    out[i]! /= lower[i * size + i]!;
  }
  return out;
}

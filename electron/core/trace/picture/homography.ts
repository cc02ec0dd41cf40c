import type { Polygon } from '#shared/domain/comparison.ts';

/** A row-major 3×3 matrix that takes points of one picture to points of another, its last entry 1. */
export type Matrix = ArrayLike<number>;
export type Point = readonly [x: number, y: number];

/** `left · right`, scaled so that its last entry is 1. */
export function product(left: Matrix, right: Matrix): Float64Array {
  const out = new Float64Array(9);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      let sum = 0;
      for (let k = 0; k < 3; k += 1) sum += left[row * 3 + k]! * right[k * 3 + column]!;
      out[row * 3 + column] = sum;
    }
  }
  return scaled(out);
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];

/** The entries row by row, to be taken apart by name outside a hot loop. */
export function entriesOf(matrix: Matrix): Nine {
  if (matrix.length !== 9) throw new RangeError(`a homography has 9 entries, not ${matrix.length}`);
  return Array.from(matrix) as unknown as Nine;
}

/** The way back; `null` when there is none. */
export function inverse(matrix: Matrix): Float64Array | null {
  const [a, b, c, d, e, f, g, h, i] = entriesOf(matrix);
  const out = Float64Array.of(
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  );
  const determinant = a * out[0]! + b * out[3]! + c * out[6]!;
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-14 || Math.abs(out[8]!) < 1e-14)
    return null;
  return scaled(out);
}

/** Where a point goes. */
export function applied(matrix: Matrix, x: number, y: number): Point {
  const weight = 1 / (matrix[6]! * x + matrix[7]! * y + matrix[8]!);
  return [
    (matrix[0]! * x + matrix[1]! * y + matrix[2]!) * weight,
    (matrix[3]! * x + matrix[4]! * y + matrix[5]!) * weight,
  ];
}

/**
 * Derivative at a point: `[∂X/∂x, ∂X/∂y, ∂Y/∂x, ∂Y/∂y]`.
 */
export function derivative(matrix: Matrix, x: number, y: number): readonly [number, number, number, number] {
  const weight = 1 / (matrix[6]! * x + matrix[7]! * y + matrix[8]!);
  const [u, v] = applied(matrix, x, y);
  return [
    (matrix[0]! - matrix[6]! * u) * weight,
    (matrix[1]! - matrix[7]! * u) * weight,
    (matrix[3]! - matrix[6]! * v) * weight,
    (matrix[4]! - matrix[7]! * v) * weight,
  ];
}

/** Outer edges of a picture as a polygon, clockwise as seen: half a pixel outside the centres of its border pixels. */
export function frameOf(width: number, height: number): Point[] {
  return [
    [-0.5, -0.5],
    [width - 0.5, -0.5],
    [width - 0.5, height - 0.5],
    [-0.5, height - 0.5],
  ];
}

/** The part of a convex polygon inside a picture (Sutherland and Hodgman, CACM 1974). */
export function clipped(polygon: readonly Point[], width: number, height: number): Point[] {
  let points = [...polygon];
  const sides: readonly ((point: Point) => number)[] = [
    ([x]) => x + 0.5,
    ([x]) => width - 0.5 - x,
    ([, y]) => y + 0.5,
    ([, y]) => height - 0.5 - y,
  ];
  for (const inside of sides) {
    const kept: Point[] = [];
    for (const [index, point] of points.entries()) {
      const before = points[(index + points.length - 1) % points.length]!;
      const [here, there] = [inside(point), inside(before)];
      if (here >= 0 !== there >= 0) {
        const share = there / (there - here);
        kept.push([before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share]);
      }
      if (here >= 0) kept.push(point);
    }
    points = kept;
  }
  return points;
}

/** Area of a polygon, always positive (Gauss's formula). */
export function area(polygon: readonly Point[]): number {
  return Math.abs(signedArea(polygon));
}

/** The mean of the corners weighted by area; of fewer than three corners the mean of those. */
export function centroid(polygon: readonly Point[]): Point {
  const whole = signedArea(polygon);
  let [x, y] = [0, 0];
  if (Math.abs(whole) < 1e-9) {
    for (const point of polygon) [x, y] = [x + point[0] / polygon.length, y + point[1] / polygon.length];
    return [x, y];
  }
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length]!;
    const cross = x1 * y2 - x2 * y1;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return [x / (6 * whole), y / (6 * whole)];
}

/** The polygon as it is written in results: hundredths of a pixel. */
export function written(polygon: readonly Point[]): Polygon {
  return polygon.map(([x, y]) => [Math.round(x * 100) / 100, Math.round(y * 100) / 100]);
}

function signedArea(polygon: readonly Point[]): number {
  let sum = 0;
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length]!;
    sum += x1 * y2 - x2 * y1;
  }
  return sum / 2;
}

function scaled(matrix: Float64Array): Float64Array {
  const last = matrix[8]!;
  for (let at = 0; at < 9; at += 1) matrix[at] = matrix[at]! / last;
  return matrix;
}

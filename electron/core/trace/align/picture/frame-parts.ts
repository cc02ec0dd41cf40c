import { area, clipped, frameOf, type Point } from '../../picture/homography.ts';

/** Parts of a picture outside a convex polygon, one for each side that cuts something off; convex themselves. */
export interface FramePart {
  readonly polygon: readonly Point[];
  /** Share of the picture's area, 0…1. */
  readonly share: number;
}

/** Smaller parts are rounding, share of the area. */
const leastShare = 0.002;

/**
 * @param inner convex, clockwise as seen or the other way round, pixels of the picture
 */
export function partsOutside(inner: readonly Point[], width: number, height: number): readonly FramePart[] {
  const hull = turning(inner) >= 0 ? [...inner] : [...inner].reverse();
  const whole = area(frameOf(width, height));
  let left: readonly Point[] = clipped(frameOf(width, height), width, height);
  const out: FramePart[] = [];
  // The longest sides first, so that parts are large and few.
  const sides = hull
    .map((from, index) => ({ from, to: hull[(index + 1) % hull.length]! }))
    .sort((one, other) => length(other) - length(one));
  for (const { from, to } of sides) {
    const polygon = halfOf(left, from, to, -1);
    const share = polygon.length < 3 ? 0 : area(polygon) / whole;
    if (share >= leastShare) out.push({ polygon, share });
    left = halfOf(left, from, to, 1);
    if (left.length < 3) break;
  }
  return out;
}

function length({ from, to }: { readonly from: Point; readonly to: Point }): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}

function turning(polygon: readonly Point[]): number {
  let sum = 0;
  for (const [index, [x, y]] of polygon.entries()) {
    const [u, v] = polygon[(index + 1) % polygon.length]!;
    sum += x * v - u * y;
  }
  return sum;
}

/** What lies on one side of a line: 1 to the right of it as seen (inside a clockwise polygon), −1 to the left. */
function halfOf(polygon: readonly Point[], from: Point, to: Point, side: 1 | -1): readonly Point[] {
  const place = ([x, y]: Point): number =>
    side * ((to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]));
  const out: Point[] = [];
  for (const [index, point] of polygon.entries()) {
    const before = polygon[(index + polygon.length - 1) % polygon.length]!;
    const [here, there] = [place(point), place(before)];
    if (here >= 0 !== there >= 0) {
      const share = there / (there - here);
      out.push([before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share]);
    }
    if (here >= 0) out.push(point);
  }
  return out;
}

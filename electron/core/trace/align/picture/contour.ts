import type { Point } from '../../picture/homography.ts';

/**
 * The outer line of the largest piece of a mask: along the edges of its pixels, then as few corners as stay within
 * `tolerance` of it (Douglas and Peucker, 1973). Corners of pixels are whole numbers.
 *
 * @param mask `width × height`, 1 inside
 * @returns at least three corners, clockwise as seen; empty when the mask is
 */
export function contourOf(
  mask: Uint8Array,
  width: number,
  height: number,
  tolerance: number,
): readonly Point[] {
  const seen = new Uint8Array(mask.length);
  let longest: Point[] = [];
  for (let at = 0; at < mask.length; at += 1) {
    const x = at % width;
    // A left edge that no line has passed yet.
    if (mask[at] === 0 || (x > 0 && mask[at - 1] === 1) || seen[at] === 1) continue;
    const line = traced(mask, seen, width, height, x, (at - x) / width);
    if (line.length > longest.length) longest = line;
  }
  if (longest.length < 4) return longest;
  return simplified(longest, tolerance);
}

/** Steps to the right, down, left, up. */
const across = [1, 0, -1, 0] as const;
const downward = [0, 1, 0, -1] as const;

/** Follows edges with the mask on the right-hand side, beginning upward along the left edge of a pixel. */
function traced(
  mask: Uint8Array,
  seen: Uint8Array,
  width: number,
  height: number,
  startX: number,
  startY: number,
): Point[] {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1;
  const points: Point[] = [];
  let [x, y, heading] = [startX, startY + 1, 3];
  do {
    if (heading === 3) seen[(y - 1) * width + x] = 1;
    points.push([x, y]);
    x += across[heading]!;
    y += downward[heading]!;
    // The pixels ahead to the left and to the right of the corner just reached.
    const [leftX, leftY] = ahead(x, y, heading, -1);
    const [rightX, rightY] = ahead(x, y, heading, 1);
    if (!inside(rightX, rightY)) heading = (heading + 1) % 4;
    else if (inside(leftX, leftY)) heading = (heading + 3) % 4;
  } while (x !== startX || y !== startY + 1 || heading !== 3);
  return points;
}

function ahead(x: number, y: number, heading: number, side: -1 | 1): readonly [number, number] {
  switch (heading) {
    case 0:
      return side === 1 ? [x, y] : [x, y - 1];
    case 1:
      return side === 1 ? [x - 1, y] : [x, y];
    case 2:
      return side === 1 ? [x - 1, y - 1] : [x - 1, y];
    default:
      return side === 1 ? [x, y - 1] : [x - 1, y - 1];
  }
}

function simplified(line: readonly Point[], tolerance: number): readonly Point[] {
  // A closed line is cut at its first point and at the one farthest from it.
  let far = 0;
  for (const [index, point] of line.entries()) {
    if (distance(point, line[0]!) > distance(line[far]!, line[0]!)) far = index;
  }
  const there = chain(line.slice(0, far + 1), tolerance);
  const back = chain([...line.slice(far), line[0]!], tolerance);
  const out = [...there.slice(0, -1), ...back.slice(0, -1)];
  return out.length >= 3 ? out : boxOf(line);
}

function distance([x, y]: Point, [u, v]: Point): number {
  return Math.hypot(x - u, y - v);
}

function chain(line: readonly Point[], tolerance: number): readonly Point[] {
  const kept = new Uint8Array(line.length);
  kept[0] = kept[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  while (open.length > 0) {
    const [from, to] = open.pop()!;
    const [[x, y], [u, v]] = [line[from]!, line[to]!];
    const length = Math.hypot(u - x, v - y);
    let [worst, most] = [-1, tolerance];
    for (let index = from + 1; index < to; index += 1) {
      const [p, q] = line[index]!;
      const miss =
        length === 0 ? Math.hypot(p - x, q - y) : Math.abs((u - x) * (y - q) - (x - p) * (v - y)) / length;
      if (miss > most) [worst, most] = [index, miss];
    }
    if (worst < 0) continue;
    kept[worst] = 1;
    open.push([from, worst], [worst, to]);
  }
  return line.filter((_, index) => kept[index] === 1);
}

function boxOf(line: readonly Point[]): readonly Point[] {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

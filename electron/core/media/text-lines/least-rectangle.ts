/** A rectangle that may be turned: centre, sides, and the angle of its width against the x axis, radians. */
export interface TurnedBox {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
  /** Clockwise on screen, since y grows downwards; within ±π/4. */
  readonly angle: number;
}

type Point = readonly [x: number, y: number];

/** A box this much larger than the least one is still taken, because text is mostly level. */
const LEVEL_PREFERENCE = 1.2;

/** The rectangle of least area around points (Freeman and Shapira, CACM 1975), level when that is nearly as small. */
export function leastRectangle(points: readonly Point[]): TurnedBox {
  const hull = convexHull(points);
  const level = boxAt(hull, 0);
  let least = level;
  for (const [index, [x, y]] of hull.entries()) {
    const [nextX, nextY] = hull[(index + 1) % hull.length]!;
    const quarter = Math.PI / 2;
    const edge = Math.atan2(nextY - y, nextX - x);
    const box = boxAt(hull, edge - Math.round(edge / quarter) * quarter);
    if (box.width * box.height < least.width * least.height) least = box;
  }
  return level.width * level.height <= least.width * least.height * LEVEL_PREFERENCE ? level : least;
}

/** Corner points, clockwise from the top left. */
export function cornersOf({ centreX, centreY, width, height, angle }: TurnedBox): [number, number][] {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([right, down]) => {
    const [x, y] = [(right! * width) / 2, (down! * height) / 2];
    return [centreX + x * cosine - y * sine, centreY + x * sine + y * cosine];
  });
}

function boxAt(points: readonly Point[], angle: number): TurnedBox {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const along = x * cosine + y * sine;
    const across = y * cosine - x * sine;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return {
    centreX: along * cosine - across * sine,
    centreY: along * sine + across * cosine,
    width: right - left,
    height: bottom - top,
    angle,
  };
}

/** Andrew's monotone chain; at least one point. */
function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

import type { FloatPlane } from '../picture.ts';
import { pointsIn } from './pairs.ts';
import type { LikePair } from './patterns.ts';
import { named } from './transform.ts';

/** Pixels about the middle of a region whose coming back is looked for. */
const reach = 40;
/** Of these the strongest ones are laid everywhere, and all of them where those agree. */
const strongest = 48;
const most = 400;
/** Correlation of the strongest at which all are compared. */
const likely = 0.4;
/** Correlation from which on the content is there again, and its least part of what the pair itself reaches. */
const leastCorrelation = 0.5;
const leastPart = 0.75;
/** Places with as little between them are one: an edge goes on along itself without coming back. */
const gap = 4;
/** Places beyond which nothing more is learnt. */
const mostPlaces = 20_000;

/**
 * In how many separate places of the picture the content about the middle of a region stands, upright and in its own size;
 * its own place and that of its partner count.
 *
 * @param fine the plane without what is smooth
 */
export function recurrences(fine: FloatPlane, { first, transform }: LikePair): number {
  const points = about(pointsIn(first, 20_000));
  const { width, height, data } = fine;
  const count = points.length / 2;
  const xs = Int32Array.from({ length: count }, (_, at) => points[2 * at]!);
  const ys = Int32Array.from({ length: count }, (_, at) => points[2 * at + 1]!);
  const own = Float32Array.from(xs, (x, at) => data[ys[at]! * width + x]!);
  const ownSquares = own.reduce((sum, value) => sum + value * value, 0);
  if (ownSquares === 0) return 1;
  const likeness = (dx: number, dy: number): number => {
    let [squares, both] = [0, 0];
    for (let at = 0; at < count; at += 1) {
      const value = data[(ys[at]! + dy) * width + xs[at]! + dx]!;
      squares += value * value;
      both += own[at]! * value;
    }
    return squares === 0 ? 0 : both / Math.sqrt(squares * ownSquares);
  };
  const [left, right] = [-Math.min(...xs), width - Math.max(...xs)];
  const [above, below] = [-Math.min(...ys), height - Math.max(...ys)];
  const [offsetX, offsetY] = named(transform, xs[0]!, ys[0]!).offset.map(Math.round) as [number, number];
  const within = offsetX >= left && offsetX < right && offsetY >= above && offsetY < below;
  const least = Math.max(leastCorrelation, within ? leastPart * likeness(offsetX, offsetY) : 0);
  const loud = Array.from(own.keys())
    .sort((one, other) => Math.abs(own[other]!) - Math.abs(own[one]!))
    .slice(0, strongest);
  const loudSquares = loud.reduce((sum, at) => sum + own[at]! ** 2, 0);
  const wide = right - left;
  const both = new Float32Array(wide);
  const squares = new Float32Array(wide);
  const there = new Uint8Array(wide * (below - above));
  let places = 0;
  for (let dy = above; dy < below && places < mostPlaces; dy += 1) {
    both.fill(0);
    squares.fill(0);
    for (const at of loud) {
      const weight = own[at]!;
      const from = (ys[at]! + dy) * width + xs[at]! + left;
      for (let x = 0; x < wide; x += 1) {
        const value = data[from + x]!;
        both[x]! += weight * value;
        squares[x]! += value * value;
      }
    }
    for (let x = 0; x < wide; x += 1) {
      if (both[x]! <= likely * Math.sqrt(squares[x]! * loudSquares)) continue;
      if (likeness(left + x, dy) < least) continue;
      there[(dy - above) * wide + x] = 1;
      places += 1;
    }
  }
  return pieces(there, wide, below - above);
}

/** The points within reach of the middle one, evenly thinned. */
function about(points: Float32Array): Float32Array {
  let [x, y] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    x += (2 * points[at]!) / points.length;
    y += (2 * points[at + 1]!) / points.length;
  }
  // The mean of a bent region may lie outside.
  let [middle, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < points.length; at += 2) {
    const away = Math.hypot(points[at]! - x, points[at + 1]! - y);
    if (away < least) [middle, least] = [at, away];
  }
  const near: number[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const [u, v] = [points[at]!, points[at + 1]!];
    if (Math.hypot(u - points[middle]!, v - points[middle + 1]!) <= reach) near.push(u, v);
  }
  const stride = Math.ceil(near.length / 2 / most);
  return Float32Array.from(near.filter((_, at) => (at >> 1) % stride === 0));
}

/** Groups of marks with no more than the gap between neighbours. */
function pieces(marks: Uint8Array, width: number, height: number): number {
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < marks.length; start += 1) {
    if (marks[start] === 0) continue;
    count += 1;
    marks[start] = 0;
    stack.push(start);
    while (stack.length > 0) {
      const place = stack.pop()!;
      const [x, y] = [place % width, Math.floor(place / width)];
      for (let v = Math.max(0, y - gap); v <= Math.min(height - 1, y + gap); v += 1) {
        for (let u = Math.max(0, x - gap); u <= Math.min(width - 1, x + gap); u += 1) {
          if (marks[v * width + u] === 0) continue;
          marks[v * width + u] = 0;
          stack.push(v * width + u);
        }
      }
    }
  }
  return count;
}

import type { FloatPlane } from '../picture.ts';
import { aligned } from './alignment.ts';
import type { Candidate, FoundBy } from './candidate.ts';
import { type GrownRegion, grown, type Region } from './growth.ts';
import { carriedTo, tapsFor, valueAt } from './plane.ts';
import { type Affine, apart, determinant, inverted, plausible } from './transform.ts';

/** Two regions of the working plane that are alike under a transform. */
export interface RegionPair {
  /** From the first to the second, scale at least about 1. */
  readonly transform: Affine;
  readonly first: GrownRegion;
  readonly second: Region;
  /** The detectors that proposed it. */
  readonly by: FoundBy[];
}

/** Pixels of the working plane that a region has at least: this many, and this share of the plane. */
const leastArea = 300;
const leastShare = 0.0003;
/** Mean local correlation. */
const leastCorrelation = 0.75;
/** Correlation about the seeds below which nothing is grown from them. */
const leastLikeness = 0.7;
/** Regions may share this part of the smaller. */
const mostOverlap = 0.1;
/** Ratio of the slopes' energies in two directions below which a region is made of lines one way. */
const leastCrossing = 0.03;
/** Points used to align. */
const mostPoints = 3000;
/** Pairs kept: more are a pattern, whatever they are. */
const mostPairs = 16;

/**
 * Aligns, grows and aligns again each candidate; one that lies in a pair already found adds its detector to it.
 *
 * @returns in the order of their areas
 */
export function grownPairs(
  plane: FloatPlane,
  candidates: readonly Candidate[],
  leastDistance: number,
  signal: AbortSignal,
): RegionPair[] {
  const pairs: RegionPair[] = [];
  for (const candidate of candidates) {
    signal.throwIfAborted();
    if (pairs.length === mostPairs) break;
    const oriented = enlarging(candidate);
    if (known(pairs, oriented)) continue;
    const pair = pairOf(plane, oriented, leastDistance);
    if (pair === null) continue;
    const middle = centreOf(pair.first);
    const seeds = Float32Array.from(middle);
    if (!known(pairs, { ...oriented, transform: pair.transform, seeds })) pairs.push(pair);
  }
  return pairs.sort((one, other) => other.first.area - one.first.area);
}

/** The first region is the one with larger pixels: what it lacks the other can be averaged to. */
function enlarging(candidate: Candidate): Candidate {
  const { transform, seeds } = candidate;
  if (Math.abs(determinant(transform)) >= 0.98) return candidate;
  const [a, b, c, d, e, f] = transform;
  const moved = Float32Array.from(seeds, (value, at) =>
    at % 2 === 0 ? a * value + b * seeds[at + 1]! + c : d * seeds[at - 1]! + e * value + f,
  );
  return { ...candidate, transform: inverted(transform), seeds: moved };
}

function known(pairs: readonly RegionPair[], { transform, seeds, by }: Candidate): boolean {
  const back = inverted(transform);
  for (const pair of pairs) {
    let inside = 0;
    for (let at = 0; at < seeds.length; at += 2) {
      const [x, y] = [seeds[at]!, seeds[at + 1]!];
      if (covers(pair.first, x, y) && apart(pair.transform, transform, x, y) < 4) inside += 1;
      else {
        const [X, Y] = moved(transform, x, y);
        if (covers(pair.first, X, Y) && apart(pair.transform, back, X, Y) < 4) inside += 1;
      }
    }
    if (inside < seeds.length / 4) continue;
    if (!pair.by.includes(by)) pair.by.push(by);
    return true;
  }
  return false;
}

function pairOf(
  plane: FloatPlane,
  { transform, seeds, by }: Candidate,
  leastDistance: number,
): RegionPair | null {
  const taps = tapsFor(Math.sqrt(Math.abs(determinant(transform))));
  const near = around(seeds, plane);
  const first = refined(plane, transform, near, taps, leastDistance);
  if (first === null || likeness(plane, first, near, taps) < leastLikeness) return null;
  const rough = grown(plane, first, seeds, taps);
  if (rough === null || rough.area < leastArea / 3) return null;
  const points = pointsIn(rough);
  if (crossing(plane, points) < leastCrossing) return null;
  const exact = refined(plane, first, points, taps, leastDistance);
  if (exact === null) return null;
  const region = grown(plane, exact, insideOf(rough), taps);
  const least = Math.max(leastArea, leastShare * plane.width * plane.height);
  if (region === null || region.area < least || region.correlation < leastCorrelation) return null;
  const second = carried(region, exact, plane);
  if (shared(region, second) > mostOverlap * region.area) return null;
  return { transform: exact, first: region, second, by: [by] };
}

/** Correlation of the grey levels at some places with what a transform brings there. */
function likeness(plane: FloatPlane, transform: Affine, points: Float32Array, taps: number): number {
  let [count, one, other, ones, others, both] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const own = valueAt(plane, points[at]!, points[at + 1]!);
    const brought = carriedTo(plane, transform, points[at]!, points[at + 1]!, taps);
    if (Number.isNaN(own + brought)) continue;
    count += 1;
    one += own;
    other += brought;
    ones += own * own;
    others += brought * brought;
    both += own * brought;
  }
  const spread = (ones - (one * one) / count) * (others - (other * other) / count);
  return spread > 0 ? (both - (one * other) / count) / Math.sqrt(spread) : 0;
}

function refined(
  plane: FloatPlane,
  start: Affine,
  points: Float32Array,
  taps: number,
  leastDistance: number,
): Affine | null {
  const transform = aligned(plane, start, points, taps);
  if (transform === null || !plausible(transform)) return null;
  const [x, y] = meanOf(points);
  const [X, Y] = moved(transform, x, y);
  return Math.hypot(X - x, Y - y) < leastDistance / 2 ? null : transform;
}

/** Places about the seeds, for an alignment before the region is known. */
function around(seeds: Float32Array, { width, height }: FloatPlane): Float32Array {
  const stride = Math.max(1, Math.ceil(((seeds.length / 2) * 25) / mostPoints));
  const points: number[] = [];
  for (let at = 0; at < seeds.length; at += 2 * stride) {
    for (let v = -4; v <= 4; v += 2) {
      for (let u = -4; u <= 4; u += 2) {
        const [x, y] = [Math.round(seeds[at]!) + u, Math.round(seeds[at + 1]!) + v];
        if (x >= 0 && y >= 0 && x < width && y < height) points.push(x, y);
      }
    }
  }
  return Float32Array.from(points);
}

/** Pixels of a region, evenly thinned. */
export function pointsIn(region: Region, most = mostPoints): Float32Array {
  const { left, top, width, mask, area } = region;
  const share = Math.min(1, most / area);
  const points: number[] = [];
  let due = 0;
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    due += share;
    if (due < 1) continue;
    due -= 1;
    points.push(left + (at % width), top + Math.floor(at / width));
  }
  return Float32Array.from(points);
}

function insideOf(region: Region): Float32Array {
  return pointsIn(region, 200);
}

function meanOf(points: Float32Array): readonly [number, number] {
  let [x, y] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    x += points[at]!;
    y += points[at + 1]!;
  }
  return [(2 * x) / points.length, (2 * y) / points.length];
}

export function centreOf(region: Region): readonly [number, number] {
  return meanOf(pointsIn(region, 1000));
}

export function covers({ left, top, width, height, mask }: Region, x: number, y: number): boolean {
  const [u, v] = [Math.round(x) - left, Math.round(y) - top];
  return u >= 0 && v >= 0 && u < width && v < height && mask[v * width + u] === 1;
}

export function moved([a, b, c, d, e, f]: Affine, x: number, y: number): readonly [number, number] {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** Smaller over larger eigenvalue of the structure tensor: 0 for lines in one direction, 1 for none in particular. */
function crossing(plane: FloatPlane, points: Float32Array): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at]!, points[at + 1]!];
    const dx = valueAt(plane, x + 1, y) - valueAt(plane, x - 1, y);
    const dy = valueAt(plane, x, y + 1) - valueAt(plane, x, y - 1);
    if (Number.isNaN(dx + dy)) continue;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const [middle, half] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  return middle + half === 0 ? 0 : (middle - half) / (middle + half);
}

/** Where a transform takes a region, inside the plane. */
function carried(region: Region, transform: Affine, plane: FloatPlane): Region {
  const { left, top, width, height } = region;
  const corners = [
    moved(transform, left, top),
    moved(transform, left + width, top),
    moved(transform, left, top + height),
    moved(transform, left + width, top + height),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const within = (value: number, size: number) => Math.max(0, Math.min(size, value));
  const [from, to] = [
    within(Math.floor(Math.min(...xs)) - 1, plane.width),
    within(Math.ceil(Math.max(...xs)) + 2, plane.width),
  ];
  const [above, below] = [
    within(Math.floor(Math.min(...ys)) - 1, plane.height),
    within(Math.ceil(Math.max(...ys)) + 2, plane.height),
  ];
  const back = inverted(transform);
  const mask = new Uint8Array(Math.max(0, to - from) * Math.max(0, below - above));
  let area = 0;
  for (let y = above, at = 0; y < below; y += 1) {
    for (let x = from; x < to; x += 1, at += 1) {
      const [u, v] = moved(back, x, y);
      if (!covers(region, u, v)) continue;
      mask[at] = 1;
      area += 1;
    }
  }
  return { left: from, top: above, width: to - from, height: below - above, mask, area };
}

function shared(first: Region, second: Region): number {
  let count = 0;
  for (let at = 0; at < first.mask.length; at += 1) {
    if (first.mask[at] === 0) continue;
    const [x, y] = [first.left + (at % first.width), first.top + Math.floor(at / first.width)];
    if (covers(second, x, y)) count += 1;
  }
  return count;
}

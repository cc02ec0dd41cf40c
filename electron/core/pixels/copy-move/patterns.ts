import type { FloatPlane } from '../picture.ts';
import type { Region } from './growth.ts';
import { covers, pointsIn } from './pairs.ts';
import { smoothed, valueAt } from './plane.ts';
import { type Affine, apart, named } from './transform.ts';

/** Regions that are alike, and how the one lies on the other; pixels of the working plane. */
export interface LikePair {
  readonly first: Region;
  readonly second: Region;
  readonly transform: Affine;
}

/** Fine structure of a plane: itself less what is smooth at this many pixels. */
const smoothness = 2;
/** Correlation of fine structure from which on content comes back at a further step. */
const leastCorrelation = 0.5;
/** Parts and multiples of the step at which it may come back: before the first, after the second, between them. */
const steps = [-1, 2, 1 / 2, 1 / 3, 2 / 3, 1 / 4, 1 / 5] as const;
/** Other pairs on the same content that make it a pattern: it then lies in five places. */
const leastOthers = 4;
/** Pixels by which the step may be off at its parts and multiples. */
const slack = 2;

/** The plane without what is smooth. */
export function fineStructure(plane: FloatPlane): FloatPlane {
  const { data } = smoothed(plane, smoothness);
  return { ...plane, data: data.map((value, at) => plane.data[at]! - value) };
}

/**
 * Pairs that belong to a pattern: their content comes back in even steps, or lies in many places, or is that of a pair of
 * which this is known. Printed tiles, woven stuff and type repeat their finest detail, so that a single pair of them looks
 * like a copy; the row gives them away.
 *
 * @param fine of the working plane
 * @param pairs that look like copies
 */
export function partsOfPatterns<T extends LikePair>(fine: FloatPlane, pairs: readonly T[]): readonly T[] {
  const places = new Map(pairs.map((pair) => [pair, pointsIn(pair.first, 300)]));
  const sure = pairs.filter((pair) => {
    const same = pairs.filter((other) => other !== pair && alike(places.get(pair)!, pair.transform, other));
    return same.length >= leastOthers || inEvenSteps(fine, pair);
  });
  const known = new Set(sure);
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const pair of pairs)
      if (!known.has(pair) && [...known].some((other) => alike(places.get(pair)!, pair.transform, other)))
        known.add(pair);
  }
  return [...known];
}

function alike(points: Float32Array, transform: Affine, other: LikePair): boolean {
  let count = 0;
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at]!, points[at + 1]!];
    const inside = covers(other.first, x, y) || covers(other.second, x, y);
    if (inside && apart(transform, other.transform, x, y) > 3 * slack) count += 1;
  }
  return count > 0.15 * points.length;
}

function inEvenSteps(fine: FloatPlane, { first, transform }: LikePair): boolean {
  const points = pointsIn(first, 2000);
  let [mx, my] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    mx += (2 * points[at]!) / points.length;
    my += (2 * points[at + 1]!) / points.length;
  }
  const { offset, angle, scale, mirrored } = named(transform, mx, my);
  if (mirrored || Math.abs(angle) > 1 || Math.abs(scale - 1) > 0.02) return false;
  for (const step of steps) {
    if (Math.hypot(...offset) * Math.abs(step) < 5 * smoothness) continue;
    for (let v = -slack; v <= slack; v += 1)
      for (let u = -slack; u <= slack; u += 1)
        if (likeness(fine, points, step * offset[0] + u, step * offset[1] + v) >= leastCorrelation)
          return true;
  }
  return false;
}

function likeness(fine: FloatPlane, points: Float32Array, dx: number, dy: number): number {
  let [one, other, both, count] = [0, 0, 0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const value = valueAt(fine, points[at]! + dx, points[at + 1]! + dy);
    if (Number.isNaN(value)) continue;
    const own = fine.data[points[at + 1]! * fine.width + points[at]!]!;
    one += own * own;
    other += value * value;
    both += own * value;
    count += 1;
  }
  return count < points.length / 6 || one * other === 0 ? 0 : both / Math.sqrt(one * other);
}

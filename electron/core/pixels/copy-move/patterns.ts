import type { FloatPlane } from '../picture.ts';
import type { Region } from './growth.ts';
import { covers, pointsIn } from './pairs.ts';
import { smoothed } from './plane.ts';
import { recurrences } from './recurrence.ts';
import { type Affine, apart } from './transform.ts';

/** Regions that are alike, and how the one lies on the other; pixels of the working plane. */
export interface LikePair {
  readonly first: Region;
  readonly second: Region;
  readonly transform: Affine;
}

/** Fine structure of a plane: itself less what is smooth at this many pixels. */
const smoothness = 2;
/** Other pairs on the same content, or places it comes back to, that make it a pattern: it then lies in five places. */
const leastOthers = 4;
/** Pixels by which transforms of one content are apart. */
const leastApart = 6;

/** The plane without what is smooth. */
export function fineStructure(plane: FloatPlane): FloatPlane {
  const { data } = smoothed(plane, smoothness);
  return { ...plane, data: data.map((value, at) => plane.data[at]! - value) };
}

/**
 * Pairs that belong to a pattern: their content lies in five places, or is that of a pair of which this is known.
 * Printed tiles, woven stuff and type repeat their finest detail, so that a single pair of them looks like a copy; the
 * others give them away.
 *
 * @param fine of the working plane
 * @param pairs that look like copies
 */
export function partsOfPatterns<T extends LikePair>(fine: FloatPlane, pairs: readonly T[]): readonly T[] {
  const places = new Map(pairs.map((pair) => [pair, pointsIn(pair.first, 300)]));
  const sure = pairs.filter((pair) => {
    const same = pairs.filter((other) => other !== pair && alike(places.get(pair)!, pair.transform, other));
    return same.length >= leastOthers || recurrences(fine, pair) > leastOthers;
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
    if (inside && apart(transform, other.transform, x, y) > leastApart) count += 1;
  }
  return count > 0.15 * points.length;
}

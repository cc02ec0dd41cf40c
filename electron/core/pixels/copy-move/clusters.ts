import type { Candidate } from './candidate.ts';
import type { CornerPairs } from './keypoints.ts';
import { type Affine, affineThrough, plausible, similarityOf } from './transform.ts';

/** Pixels by which a pair may miss the transform of its cluster. */
const tolerance = 3;
/** Pairs that make a cluster. */
const leastPairs = 5;
/** Clusters taken, the largest first. */
const mostClusters = 12;
/** Pairs tried together with each: its nearest ones. */
const neighbours = 5;
/** Corners of a pair's neighbour are at least this far away, pixels: nearer ones give no angle. */
const leastBase = 8;

/**
 * Groups of corner pairs that share a similarity (random sample consensus, Fischler and Bolles 1981; here every pair is
 * tried with its nearest neighbours, so nothing is left to chance), the largest first and each pair in one group only
 * (Amerini et al. 2011, 3.3).
 */
export function clusters({ count, points, mirrored }: CornerPairs, signal: AbortSignal): Candidate[] {
  const free = new Uint8Array(count).fill(1);
  const tried = hypotheses({ count, points, mirrored });
  // How many agreed when last counted: as pairs are taken away this can only fall.
  const counted = new Int32Array(tried.length).fill(count);
  const found: Candidate[] = [];
  while (found.length < mostClusters) {
    signal.throwIfAborted();
    let [most, chosen] = [leastPairs - 1, -1];
    for (const [index, { transform, flag }] of tried.entries()) {
      if (counted[index]! <= most) continue;
      const agreeing = agree(transform, flag, points, mirrored, free, null);
      counted[index] = agreeing;
      if (agreeing > most) [most, chosen] = [agreeing, index];
    }
    if (chosen < 0) break;
    const { transform, flag } = tried[chosen]!;
    const members: number[] = [];
    agree(transform, flag, points, mirrored, free, members);
    for (const index of members) free[index] = 0;
    const distinct = separate(members, points);
    if (distinct.length < leastPairs) continue;
    const chosenPoints = distinct.flatMap((index) => [...points.subarray(4 * index, 4 * index + 4)]);
    const fitted = distinct.length < 8 ? null : affineThrough(chosenPoints, distinct.length);
    found.push({
      transform: fitted !== null && plausible(fitted) ? fitted : transform,
      seeds: Float32Array.from(distinct.flatMap((index) => [points[4 * index]!, points[4 * index + 1]!])),
      by: 'keypoints',
    });
  }
  return found;
}

interface Hypothesis {
  readonly transform: Affine;
  readonly flag: number;
}

/** More pairs than this are thinned out: only repetitions have so many. */
const mostTried = 600;

function hypotheses({ count, points, mirrored }: CornerPairs): readonly Hypothesis[] {
  const out: Hypothesis[] = [];
  const step = Math.max(1, Math.ceil(count / mostTried));
  for (let one = 0; one < count; one += step) {
    for (const other of nearest(one, count, points, mirrored)) {
      const transform = similarityOf(
        quad(points, one, other, 0),
        quad(points, one, other, 2),
        mirrored[one] === 1,
      );
      if (transform !== null && plausible(transform)) out.push({ transform, flag: mirrored[one]! });
    }
  }
  return out;
}

function quad(
  points: Float32Array,
  one: number,
  other: number,
  side: 0 | 2,
): [number, number, number, number] {
  const [p, q] = [4 * one + side, 4 * other + side];
  return [points[p]!, points[p + 1]!, points[q]!, points[q + 1]!];
}

function nearest(one: number, count: number, points: Float32Array, mirrored: Uint8Array): readonly number[] {
  const best: number[] = [];
  const distances: number[] = [];
  const [x, y] = [points[4 * one]!, points[4 * one + 1]!];
  for (let other = 0; other < count; other += 1) {
    if (mirrored[other] !== mirrored[one]) continue;
    const distance = Math.hypot(points[4 * other]! - x, points[4 * other + 1]! - y);
    if (distance < leastBase || distance >= (distances[neighbours - 1] ?? Number.POSITIVE_INFINITY)) continue;
    let rank = Math.min(distances.length, neighbours - 1);
    while (rank > 0 && distances[rank - 1]! > distance) {
      distances[rank] = distances[rank - 1]!;
      best[rank] = best[rank - 1]!;
      rank -= 1;
    }
    distances[rank] = distance;
    best[rank] = other;
  }
  return best;
}

function agree(
  [a, b, c, d, e, f]: Affine,
  flag: number,
  points: Float32Array,
  mirrored: Uint8Array,
  free: Uint8Array,
  members: number[] | null,
): number {
  let count = 0;
  for (let index = 0, at = 0; index < free.length; index += 1, at += 4) {
    if (free[index] === 0 || mirrored[index] !== flag) continue;
    const [x, y] = [points[at]!, points[at + 1]!];
    const missX = a * x + b * y + c - points[at + 2]!;
    const missY = d * x + e * y + f - points[at + 3]!;
    if (missX * missX + missY * missY > tolerance * tolerance) continue;
    count += 1;
    members?.push(index);
  }
  return count;
}

/** Pairs whose first corners are apart: one corner on several levels of the pyramid counts once. */
function separate(members: readonly number[], points: Float32Array): readonly number[] {
  const out: number[] = [];
  for (const index of members) {
    const [x, y] = [points[4 * index]!, points[4 * index + 1]!];
    if (out.every((other) => Math.hypot(points[4 * other]! - x, points[4 * other + 1]! - y) >= 4))
      out.push(index);
  }
  return out;
}

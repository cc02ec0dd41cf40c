import { farthest } from './hamming.ts';

/**
 * How many unrelated codes a search is expected to bring up. Two models, and the larger counts:
 *
 * - random codes: each of 256 bits falls as a coin does, so unrelated codes are at most r bits apart with probability
 *   Σ C(256, i) / 2²⁵⁶, i ≤ r;
 * - what was measured on pairs of unrelated pictures, which look more alike than coins: skies, faces, text on white.
 *
 * Codes looked up × codes known × that probability. An expectation, so it may be far below 1 or above it; it says
 * nothing about near-duplicates that are kept under several owners, which are no false matches.
 */

/** How often codes of unrelated things were at most `radius` bits apart. */
export interface ImpostorRate {
  readonly radius: number;
  /** Pairs that were looked at, and how many of them were so near. */
  readonly pairs: number;
  readonly near: number;
}

/**
 * PDQ codes of 100,000 crops of photographs: 5 million random pairs, none within 31 bits. Some of the nearer ones
 * overlap, so the rates for 40 and 50 are rather too high. Beyond 50 nothing was measured, and the expectation is too
 * low unless the random model says more.
 */
export const pictureImpostors: readonly ImpostorRate[] = [
  { radius: 31, pairs: 5_000_000, near: 0 },
  { radius: 40, pairs: 5_000_000, near: 6 },
  { radius: 50, pairs: 5_000_000, near: 19 },
];

export interface SearchSize {
  /** Codes known. */
  readonly known: number;
  /** Codes looked up. */
  readonly queries: number;
  /** Bits within which a code counts as found, 0…256. */
  readonly radius: number;
}

export interface ExpectedMatches {
  /** False matches to be expected: the larger of the two below. */
  readonly expected: number;
  readonly random: number;
  /** From the measured rate; `null`: none was measured for such codes. */
  readonly measured: number | null;
  /** `bound`: no such pair was met, so the rate is the upper end of its 95 % interval and no estimate. */
  readonly basis: 'random' | 'measured' | 'bound';
}

/** False matches expected of a search. `impostors`: rates measured for codes of this sort, by ascending radius. */
export function expectedMatches(
  { known, queries, radius }: SearchSize,
  impostors: readonly ImpostorRate[] = [],
): ExpectedMatches {
  const pairs = known * queries;
  const random = pairs * randomRate(radius);
  // A rate holds for every smaller radius as well, as an upper one; beyond the last, it is the least there is.
  const rate = impostors.find((one) => one.radius >= radius) ?? impostors.at(-1);
  if (rate === undefined) return { expected: random, random, measured: null, basis: 'random' };
  const measured = pairs * (rate.near === 0 ? wilsonUpper(rate.pairs) : rate.near / rate.pairs);
  if (random >= measured) return { expected: random, random, measured, basis: 'random' };
  return { expected: measured, random, measured, basis: rate.near === 0 ? 'bound' : 'measured' };
}

/** Probability that two random codes are at most `radius` bits apart. */
export function randomRate(radius: number): number {
  return cumulative[Math.max(0, Math.min(farthest, Math.floor(radius)))]!;
}

const cumulative = sums();

/** From below: the small terms first, so that none is lost in the larger ones. */
function sums(): Float64Array {
  const all = new Float64Array(farthest + 1);
  let term = 2 ** -farthest;
  let sum = 0;
  for (let bits = 0; bits <= farthest; bits++) {
    sum += term;
    all[bits] = Math.min(1, sum);
    term *= (farthest - bits) / (bits + 1);
  }
  return all;
}

/** Upper end of Wilson's 95 % interval when none of `n` was met (Wilson, JASA 22, 1927). */
function wilsonUpper(n: number): number {
  const z2 = 1.959964 ** 2;
  return z2 / (n + z2);
}

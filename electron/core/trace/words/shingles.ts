import type { Words } from './words.ts';

/**
 * Shingles end where their letters have told enough, not after a fixed number of them: two ideographs (5 each), three
 * kana or Hangul (4), five letters of an alphabet (2). So one rule serves all scripts and passes from one to
 * another within a text: 'AI技术' has the shingle 'ai技'. Measured best for duplicates: n = 2 for Han, 5 for Latin.
 */
export const FINE = 9;
/** Long shingles, of which one alone is hardly chance: 8 ideographs, 20 letters. */
export const COARSE = 40;
const BASE = 0x01000193;
const LONGEST = 24;

/** Finaliser of MurmurHash3 (Appleby, public domain). */
export function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export interface Shingles {
  /** Hash of the shingle that begins at each letter; only the first `count` letters begin one. */
  readonly hashes: Uint32Array;
  readonly count: number;
  /** How many letters the shingle at each has. */
  readonly lengths: Uint8Array;
}

/** Every shingle of at least `weight`, by its first letter. Linear in the length of the text. */
export function shinglesOf({ codes, weights, length }: Words, weight: number): Shingles {
  // Polynomial prefix hashes modulo 2³² give any stretch in two steps.
  const prefix = new Uint32Array(length + 1);
  for (let at = 0; at < length; at += 1) prefix[at + 1] = Math.imul(prefix[at]!, BASE) + mixed(codes[at]!);
  const powers = new Uint32Array(LONGEST + 1);
  powers[0] = 1;
  for (let at = 1; at <= LONGEST; at += 1) powers[at] = Math.imul(powers[at - 1]!, BASE);
  const hashes = new Uint32Array(length);
  const lengths = new Uint8Array(length);
  let [to, sum, count] = [0, 0, 0];
  for (let from = 0; from < length; from += 1) {
    while (to < length && sum < weight) {
      sum += weights[to]!;
      to += 1;
    }
    if (sum < weight) break;
    const span = to - from;
    hashes[from] = mixed(prefix[to]! - Math.imul(prefix[from]!, powers[span]!));
    lengths[from] = span;
    count += 1;
    sum -= weights[from]!;
  }
  return { hashes, count, lengths };
}

/** Sorted, each once. Works in place on a copy. */
export function distinct(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.slice().sort();
  let kept = 0;
  for (let at = 0; at < sorted.length; at += 1)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!;
  return sorted.subarray(0, kept);
}

/** Members of both sorted sets. */
export function sharedCount(first: Uint32Array, second: Uint32Array): number {
  let [a, b, shared] = [0, 0, 0];
  while (a < first.length && b < second.length) {
    const [one, other] = [first[a]!, second[b]!];
    if (one === other) shared += 1;
    if (one <= other) a += 1;
    if (other <= one) b += 1;
  }
  return shared;
}

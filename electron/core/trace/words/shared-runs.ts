import type { Run } from './difference.ts';
import { COARSE, type Shingles, shinglesOf } from './shingles.ts';
import type { Words } from './words.ts';

/** Places of one shingle that are tried; what occurs more often is found by the passage before it. */
const PLACES = 16;

/**
 * Longest equal stretches around every long shingle the texts share, in the order of the second and not overlapping in
 * it. Linear in both texts, however repetitive they are.
 */
export function sharedRuns(first: Words, second: Words): Run[] {
  const [known, asked] = [shinglesOf(first, COARSE), shinglesOf(second, COARSE)];
  const places = new PlaceTable(known);
  const [a, b] = [first.codes, second.codes];
  const runs: Run[] = [];
  let [end, diagonal] = [0, 0];
  for (let at = 0; at < asked.count; ) {
    const hash = asked.hashes[at]!;
    let [best, bestLength] = [-1, 0];
    const consider = (place: number): void => {
      const length = equalFrom(a, place, first.length, b, at, second.length);
      if (length >= asked.lengths[at]! && length > bestLength) [best, bestLength] = [place, length];
    };
    const expected = at + diagonal;
    if (expected >= 0 && expected < known.count && known.hashes[expected] === hash) consider(expected);
    let place = places.first(hash);
    for (let tried = 0; place >= 0 && tried < PLACES; tried += 1) {
      if (place !== expected) consider(place);
      place = places.next(place);
    }
    if (best < 0) {
      at += 1;
      continue;
    }
    let back = 0;
    while (at - back > end && best - back > 0 && a[best - back - 1] === b[at - back - 1]) back += 1;
    runs.push({ first: best - back, second: at - back, length: bestLength + back });
    diagonal = best - at;
    at += bestLength;
    end = at;
  }
  return runs;
}

function equalFrom(a: Uint32Array, i: number, n: number, b: Uint32Array, j: number, m: number): number {
  const most = Math.min(n - i, m - j);
  let length = 0;
  while (length < most && a[i + length] === b[j + length]) length += 1;
  return length;
}

/** Places of each hash in a text, ascending: an open table of first places, and from each place to the next. */
class PlaceTable {
  readonly #hashes: Uint32Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;

  constructor({ hashes, count }: Shingles) {
    let size = 1024;
    while (size < count * 2) size *= 2;
    this.#mask = size - 1;
    this.#hashes = hashes;
    this.#heads = new Int32Array(size).fill(-1);
    this.#next = new Int32Array(count).fill(-1);
    for (let at = count - 1; at >= 0; at -= 1) {
      const slot = this.#slot(hashes[at]!);
      this.#next[at] = this.#heads[slot]!;
      this.#heads[slot] = at;
    }
  }

  first(hash: number): number {
    return this.#heads[this.#slot(hash)]!;
  }

  next(place: number): number {
    return this.#next[place]!;
  }

  #slot(hash: number): number {
    let slot = hash & this.#mask;
    for (;;) {
      const head = this.#heads[slot]!;
      if (head < 0 || this.#hashes[head] === hash) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/**
 * The heaviest chain of runs that stand in the same order in both texts (by letters, Fenwick tree over the places in the
 * first), overlaps cut off; and the runs that are left, which stand elsewhere.
 */
export function chained(runs: readonly Run[]): { readonly chain: Run[]; readonly rest: Run[] } {
  const order = runs.map((_, index) => index).sort((x, y) => runs[x]!.first - runs[y]!.first);
  const rank = new Int32Array(runs.length);
  for (const [place, index] of order.entries()) rank[index] = place + 1;
  const best = new Float64Array(runs.length);
  const before = new Int32Array(runs.length).fill(-1);
  const tree = new Int32Array(runs.length + 1).fill(-1);
  let top = -1;
  for (let index = 0; index < runs.length; index += 1) {
    let found = -1;
    for (let at = rank[index]! - 1; at > 0; at -= at & -at) {
      const candidate = tree[at]!;
      if (candidate >= 0 && (found < 0 || best[candidate]! > best[found]!)) found = candidate;
    }
    before[index] = found;
    best[index] = runs[index]!.length + (found < 0 ? 0 : best[found]!);
    for (let at = rank[index]!; at < tree.length; at += at & -at)
      if (tree[at]! < 0 || best[tree[at]!]! < best[index]!) tree[at] = index;
    if (top < 0 || best[index]! > best[top]!) top = index;
  }
  const members = new Set<number>();
  for (let index = top; index >= 0; index = before[index]!) members.add(index);
  const chain: Run[] = [];
  let end = 0;
  for (const [index, run] of runs.entries()) {
    if (!members.has(index)) continue;
    const cut = Math.max(0, end - run.first);
    if (cut >= run.length) continue;
    chain.push({ first: run.first + cut, second: run.second + cut, length: run.length - cut });
    end = run.first + run.length;
  }
  return { chain, rest: runs.filter((_, index) => !members.has(index)) };
}

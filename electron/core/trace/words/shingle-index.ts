import { mixed } from './shingles.ts';
import { MINIMA, type WordSketch } from './sketch.ts';

/** A text the index leads to, with how many of its keys it shares with the question. */
export interface WordCandidate {
  readonly id: number;
  readonly votes: number;
}

/** MinHash values per key: texts with Jaccard index J share at least one of 32 keys with 1 − (1 − J⁴)³². */
const ROWS = 4;
const BANDS = MINIMA / ROWS;
/** A key more texts than this have is a phrase everybody uses. */
const COMMON = 2000;
/** New texts are looked through one by one until there are this many, then sorted in. */
const TAIL = 50_000;

/**
 * Finds the texts of a register that share wording with a text, without comparing it with all of them. Keys are the long shingles
 * winnowing kept and 32 bands of the MinHash; they stand sorted beside the texts they occur in, eight bytes a key,
 * and a small unsorted tail takes what is new.
 */
export class ShingleIndex {
  #keys = new Uint32Array(0);
  #texts = new Uint32Array(0);
  #tailKeys = new Uint32Array(1024);
  #tailTexts = new Uint32Array(1024);
  #tail = 0;
  readonly #removed = new Set<number>();
  readonly #present = new Set<number>();

  get size(): number {
    return this.#present.size;
  }

  /** Enter a text. An id that was removed comes back only with a new sketch, so the old keys are dropped first. */
  add(id: number, sketch: WordSketch): void {
    if (this.#present.has(id)) this.remove(id);
    if (this.#removed.has(id)) this.#settle();
    this.#present.add(id);
    const keys = keysOf(sketch);
    while (this.#tail + keys.length > this.#tailKeys.length) this.#grow();
    this.#tailKeys.set(keys, this.#tail);
    this.#tailTexts.fill(id, this.#tail, this.#tail + keys.length);
    this.#tail += keys.length;
    if (this.#tail > Math.max(TAIL, this.#keys.length / 4)) this.#settle();
  }

  remove(id: number): void {
    if (this.#present.delete(id)) this.#removed.add(id);
  }

  /** Texts by falling votes, at most `most` of them. */
  search(sketch: WordSketch, most: number): WordCandidate[] {
    if (this.#tail > TAIL / 10) this.#settle();
    const votes = new Map<number, number>();
    const vote = (id: number): void => {
      if (!this.#removed.has(id)) votes.set(id, (votes.get(id) ?? 0) + 1);
    };
    const keys = keysOf(sketch);
    for (const key of keys) {
      const from = this.#lowerBound(key);
      let to = from;
      while (to < this.#keys.length && this.#keys[to] === key && to - from <= COMMON) to += 1;
      if (to - from > COMMON) continue;
      for (let at = from; at < to; at += 1) vote(this.#texts[at]!);
    }
    if (this.#tail > 0) {
      const asked = new Set(keys);
      for (let at = 0; at < this.#tail; at += 1)
        if (asked.has(this.#tailKeys[at]!)) vote(this.#tailTexts[at]!);
    }
    return Array.from(votes, ([id, count]) => ({ id, votes: count }))
      .sort((a, b) => b.votes - a.votes || a.id - b.id)
      .slice(0, most);
  }

  #lowerBound(key: number): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const keys = new Uint32Array(this.#tailKeys.length * 2);
    const texts = new Uint32Array(this.#tailKeys.length * 2);
    keys.set(this.#tailKeys);
    texts.set(this.#tailTexts);
    [this.#tailKeys, this.#tailTexts] = [keys, texts];
  }

  /** Sort the tail and merge it in; entries of removed texts are left out. */
  #settle(): void {
    const [newKeys, newTexts] = sortedPairs(
      this.#tailKeys.slice(0, this.#tail),
      this.#tailTexts.slice(0, this.#tail),
    );
    const total = this.#keys.length + newKeys.length;
    const [keys, texts] = [new Uint32Array(total), new Uint32Array(total)];
    let [a, b, kept] = [0, 0, 0];
    while (a < this.#keys.length || b < newKeys.length) {
      const old = b >= newKeys.length || (a < this.#keys.length && this.#keys[a]! <= newKeys[b]!);
      const key = old ? this.#keys[a]! : newKeys[b]!;
      const text = old ? this.#texts[a]! : newTexts[b]!;
      if (old) a += 1;
      else b += 1;
      if (this.#removed.has(text)) continue;
      keys[kept] = key;
      texts[kept] = text;
      kept += 1;
    }
    this.#keys = kept === total ? keys : keys.slice(0, kept);
    this.#texts = kept === total ? texts : texts.slice(0, kept);
    this.#tail = 0;
    this.#removed.clear();
  }
}

function keysOf(sketch: WordSketch): Uint32Array {
  const keys = new Uint32Array(BANDS + sketch.selected.length);
  for (let band = 0; band < BANDS; band += 1) {
    let key = mixed(band + 1);
    for (let row = 0; row < ROWS; row += 1) key = mixed(key ^ sketch.minima[band * ROWS + row]!);
    keys[band] = key;
  }
  keys.set(sketch.selected, BANDS);
  return keys;
}

/** Radix sort by key, 11 bits at a time; the order of equal keys is kept. */
type Numbers = Uint32Array<ArrayBuffer>;

function sortedPairs(keys: Numbers, texts: Numbers): readonly [Numbers, Numbers] {
  let [fromKeys, fromTexts] = [keys, texts];
  let [toKeys, toTexts] = [new Uint32Array(keys.length), new Uint32Array(keys.length)];
  for (let shift = 0; shift < 33; shift += 11) {
    const places = new Uint32Array(2049);
    for (let at = 0; at < fromKeys.length; at += 1) places[((fromKeys[at]! >>> shift) & 2047) + 1]! += 1;
    for (let at = 1; at < places.length; at += 1) places[at]! += places[at - 1]!;
    for (let at = 0; at < fromKeys.length; at += 1) {
      const digit = (fromKeys[at]! >>> shift) & 2047;
      const place = places[digit]!;
      places[digit] = place + 1;
      toKeys[place] = fromKeys[at]!;
      toTexts[place] = fromTexts[at]!;
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [fromTexts, toTexts] = [toTexts, fromTexts];
  }
  return [fromKeys, fromTexts];
}

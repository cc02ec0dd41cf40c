import { scripts } from './letter-forms.ts';
import { COARSE, distinct, FINE, mixed, type Shingles, shinglesOf } from './shingles.ts';
import { winnow } from './winnowing.ts';
import type { Words } from './words.ts';

/** What is kept of a text to find its copies by. */
export interface WordSketch {
  /** Letters by script, in the order of `scripts`. */
  readonly scripts: Uint32Array;
  /** 64 bits over all letters: equal for texts that differ in nothing but what is folded. */
  readonly whole: Uint32Array;
  /** Distinct short shingles, and the smallest hashes of them (all when there are no more). */
  readonly fine: number;
  readonly bottom: Uint32Array;
  /** MinHash of the short shingles (Broder 1997), 128 values. */
  readonly minima: Uint32Array;
  /** SimHash of the short shingles (Charikar 2002), two words; zero for texts it says nothing about. */
  readonly similar: Uint32Array;
  /** Distinct long shingles, and those of them winnowing keeps with `window`, sorted. */
  readonly coarse: number;
  readonly window: number;
  readonly selected: Uint32Array;
}

export const BOTTOM = 512;
export const MINIMA = 128;
/** Shorter texts have no SimHash: its bits are a coin's there (measured: 20 of 64 differ at ten per cent of edits). */
const SIMILAR_FROM = 1000;
/** Window of winnowing for ordinary texts: a stretch of 11 ideographs or 23 letters is always found. */
const WINDOW = 4;
/** Kept of one text; a longer one gets a wider window, and so a longer shortest stretch. */
const SELECTED = 16_000;

export function sketchOf(words: Words): WordSketch {
  const fine = shinglesOf(words, FINE);
  const fineSet = distinct(fine.hashes.subarray(0, fine.count));
  const coarse = shinglesOf(words, COARSE);
  const { window, selected } = selection(coarse);
  return {
    scripts: words.scripts.slice(0, scripts.length),
    whole: wholeHash(words),
    fine: fineSet.length,
    bottom: fineSet.slice(0, BOTTOM),
    minima: minimaOf(fineSet),
    similar: words.length < SIMILAR_FROM ? new Uint32Array(2) : similarOf(fine),
    coarse: distinct(coarse.hashes.subarray(0, coarse.count)).length,
    window,
    selected,
  };
}

function selection({ hashes, count }: Shingles): { readonly window: number; readonly selected: Uint32Array } {
  let window = WINDOW;
  for (;;) {
    const places = winnow(hashes, count, window);
    const selected = distinct(places.map((place) => hashes[place]!));
    if (selected.length <= SELECTED) return { window, selected };
    window = Math.ceil((window * selected.length * 1.05) / SELECTED);
  }
}

function wholeHash({ codes, length }: Words): Uint32Array {
  let [one, other] = [0x811c9dc5, length >>> 0];
  for (let at = 0; at < length; at += 1) {
    one = Math.imul(one ^ codes[at]!, 0x01000193);
    other = mixed(other ^ codes[at]!) + one;
  }
  return Uint32Array.of(mixed(one), mixed(other));
}

const seeds = Uint32Array.from({ length: MINIMA }, (_, index) => mixed(0x9e3779b9 * (index + 1)));

function minimaOf(set: Uint32Array): Uint32Array {
  const minima = new Uint32Array(MINIMA).fill(0xffffffff);
  for (let index = 0; index < MINIMA; index += 1) {
    const seed = seeds[index]!;
    let least = 0xffffffff;
    for (let at = 0; at < set.length; at += 1) {
      let hash = set[at]! ^ seed;
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
      hash = (hash ^ (hash >>> 15)) >>> 0;
      if (hash < least) least = hash;
    }
    minima[index] = least;
  }
  return minima;
}

/** Every occurrence votes, so that what a text is about weighs more than what it mentions. */
function similarOf({ hashes, count }: Shingles): Uint32Array {
  const votes = new Int32Array(64);
  for (let at = 0; at < count; at += 1) {
    const low = hashes[at]!;
    const high = mixed(low ^ 0x5bd1e995);
    for (let bit = 0; bit < 32; bit += 1) {
      votes[bit]! += ((low >>> bit) & 1) * 2 - 1;
      votes[bit + 32]! += ((high >>> bit) & 1) * 2 - 1;
    }
  }
  const similar = new Uint32Array(2);
  for (let bit = 0; bit < 64; bit += 1) if (votes[bit]! > 0) similar[bit >>> 5]! |= 1 << (bit & 31);
  return similar;
}

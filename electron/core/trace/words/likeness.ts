import { sharedCount } from './shingles.ts';
import { BOTTOM, MINIMA, type WordSketch } from './sketch.ts';

/** Estimates of what two texts have in common, from what is kept of them. */

/** Share of the short shingles of the text that has fewer of them which the other has as well, 0…1. */
export function fineContainment(first: WordSketch, second: WordSketch): number {
  return containmentOf(bottomResemblance(first, second), first.fine, second.fine);
}

/** Jaccard index by the smallest hashes of both (Broder 1997, "bottom-k"); exact for sets of up to 512. */
export function bottomResemblance(first: WordSketch, second: WordSketch): number {
  const [a, b] = [first.bottom, second.bottom];
  if (a.length === 0 || b.length === 0) return 0;
  // The smallest of the union are known as far as the shorter list reaches, if that list is not the whole set.
  const whole = first.fine <= BOTTOM && second.fine <= BOTTOM;
  let [i, j, seen, shared] = [0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    if (!whole && seen >= BOTTOM) break;
    const one = i < a.length ? a[i]! : Number.POSITIVE_INFINITY;
    const other = j < b.length ? b[j]! : Number.POSITIVE_INFINITY;
    if (one === other) shared += 1;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
    seen += 1;
  }
  return shared / seen;
}

/** Jaccard index by MinHash: standard error sqrt(J (1 − J) / 128). */
export function minhashResemblance(first: WordSketch, second: WordSketch): number {
  let equal = 0;
  for (let at = 0; at < MINIMA; at += 1) if (first.minima[at] === second.minima[at]) equal += 1;
  return equal / MINIMA;
}

/** |A ∩ B| = J (|A| + |B|) / (1 + J), over the smaller set. */
export function containmentOf(resemblance: number, first: number, second: number): number {
  const smaller = Math.min(first, second);
  if (smaller === 0) return 0;
  return Math.min(1, (resemblance * (first + second)) / (1 + resemblance) / smaller);
}

export interface CoarseLikeness {
  /** Kept long shingles that both have. */
  readonly shared: number;
  /** Share of the long shingles of the text that has fewer which the other has as well, 0…1. */
  readonly containment: number;
}

/** A wider window keeps a part of what a narrower one keeps, in proportion to the shares both kept. */
export function coarseLikeness(first: WordSketch, second: WordSketch): CoarseLikeness {
  const [small, large] = first.coarse <= second.coarse ? [first, second] : [second, first];
  const shared = sharedCount(small.selected, large.selected);
  const density = (sketch: WordSketch): number => sketch.selected.length / Math.max(1, sketch.coarse);
  const expected = small.selected.length * Math.min(1, density(large) / Math.max(1e-9, density(small)));
  return { shared, containment: expected === 0 ? 0 : Math.min(1, shared / expected) };
}

/** Bits of SimHash that differ; `null`: one of the texts is too short to have one. */
export function similarDistance(first: WordSketch, second: WordSketch): number | null {
  const has = ({ similar }: WordSketch): boolean => similar[0] !== 0 || similar[1] !== 0;
  if (!has(first) || !has(second)) return null;
  return bits(first.similar[0]! ^ second.similar[0]!) + bits(first.similar[1]! ^ second.similar[1]!);
}

function bits(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

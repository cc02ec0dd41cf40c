import type { z } from 'zod';
import type { BytesFigure } from '#shared/domain/figure.ts';

export type Span = z.infer<typeof BytesFigure>['spans'][number];
export type Role = Span['role'];

/** A part of the file with an owner. Where claims overlap, the higher level (the more specific part) wins. */
export interface Claim {
  readonly start: number;
  readonly length: number;
  readonly level: number;
  readonly owner: string;
  readonly role: Role;
}

export interface Coverage {
  /** In order, without gap or overlap, from 0 to the size of the file. */
  readonly spans: readonly Span[];
  /** Ranges that two parts of the same level both claim, which a well-made file does not have. */
  readonly overlaps: readonly { readonly start: number; readonly length: number; readonly owners: string }[];
}

/**
 * Give every byte of `[0, size)` exactly one owner: the claim of the highest level, and of those the first
 * declared. What nobody claims is `unexplained`. Sweep over the claims' ends with a heap: O(n log n).
 */
export function cover(size: number, claims: readonly Claim[]): Coverage {
  const usable = claims
    .map((claim, order) => ({ ...claim, start: Math.max(0, claim.start), order, end: 0 }))
    .map((claim) => ({ ...claim, end: Math.min(size, claim.start + claim.length) }))
    .filter((claim) => claim.end > claim.start)
    .sort((a, b) => a.start - b.start || a.order - b.order);
  type Entry = (typeof usable)[number];

  const edges = [...new Set([0, size, ...usable.flatMap((claim) => [claim.start, claim.end])])].sort(
    (a, b) => a - b,
  );
  const heap = new Heap<Entry>((a, b) => b.level - a.level || a.order - b.order);
  const spans: Span[] = [];
  let next = 0;
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const start = edges[index]!;
    const length = edges[index + 1]! - start;
    while (next < usable.length && usable[next]!.start <= start) heap.push(usable[next++]!);
    while (heap.top !== undefined && heap.top.end <= start) heap.pop();
    append(spans, start, length, heap.top?.owner ?? 'unexplained', heap.top?.role ?? 'unexplained');
  }
  return { spans, overlaps: overlaps(usable) };
}

function append(spans: Span[], start: number, length: number, owner: string, role: Role): void {
  const last = spans.at(-1);
  if (last !== undefined && last.owner === owner && last.role === role) last.length += length;
  else spans.push({ start, length, owner, role });
}

function overlaps(
  sorted: readonly (Claim & { readonly end: number })[],
): readonly { start: number; length: number; owners: string }[] {
  const reach = new Map<number, Claim & { readonly end: number }>();
  const found: { start: number; length: number; owners: string }[] = [];
  for (const claim of sorted) {
    // fractions are folded parts, which only stand in for others
    if (!Number.isInteger(claim.level)) continue;
    const before = reach.get(claim.level);
    if (before !== undefined && before.end > claim.start) {
      const same = before.start === claim.start && before.end === claim.end;
      const end = Math.min(before.end, claim.end);
      if (!same)
        found.push({
          start: claim.start,
          length: end - claim.start,
          owners: `${before.owner} | ${claim.owner}`,
        });
    }
    if (before === undefined || before.end < claim.end) reach.set(claim.level, claim);
  }
  return found;
}

class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get top(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    items.push(item);
    let child = items.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.#compare(items[parent]!, items[child]!) <= 0) return;
      [items[parent], items[child]] = [items[child]!, items[parent]!];
      child = parent;
    }
  }

  pop(): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    items[0] = last;
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      let best = parent;
      if (left < items.length && this.#compare(items[left]!, items[best]!) < 0) best = left;
      if (left + 1 < items.length && this.#compare(items[left + 1]!, items[best]!) < 0) best = left + 1;
      if (best === parent) return;
      [items[parent], items[best]] = [items[best]!, items[parent]!];
      parent = best;
    }
  }
}

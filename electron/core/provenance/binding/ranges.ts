import type { ByteRange } from '#shared/domain/figure.ts';

/** Sets of bytes as ranges `[start, length]`. Results are ascending, disjoint, not empty and not touching. */

/** The bytes of all ranges, whatever their order and overlap. */
export function union(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: ByteRange[] = [];
  for (const [start, length] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (length <= 0) continue;
    const last = merged.at(-1);
    if (last !== undefined && start <= last[0] + last[1]) {
      last[1] = Math.max(last[1], start + length - last[0]);
    } else merged.push([start, length]);
  }
  return merged;
}

/** Bytes of `[0, size)` that are in none of the ranges. */
export function complement(size: number, ranges: readonly ByteRange[]): ByteRange[] {
  return subtract(size > 0 ? [[0, size]] : [], ranges);
}

/** Bytes of `from` that are not in `ranges`. */
export function subtract(from: readonly ByteRange[], ranges: readonly ByteRange[]): ByteRange[] {
  const holes = union(ranges);
  const left: ByteRange[] = [];
  let next = 0;
  for (const [start, length] of union(from)) {
    const end = start + length;
    let position = start;
    while (next < holes.length && endOf(holes[next]!) <= position) next += 1;
    for (let index = next; index < holes.length && holes[index]![0] < end; index += 1) {
      const [hole, holeLength] = holes[index]!;
      if (hole > position) left.push([position, hole - position]);
      position = Math.max(position, hole + holeLength);
    }
    if (position < end) left.push([position, end - position]);
  }
  return left;
}

/** Bytes that are in both. */
export function intersect(a: readonly ByteRange[], b: readonly ByteRange[]): ByteRange[] {
  const [left, right] = [union(a), union(b)];
  const both: ByteRange[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const start = Math.max(left[i]![0], right[j]![0]);
    const end = Math.min(endOf(left[i]!), endOf(right[j]!));
    if (end > start) both.push([start, end - start]);
    if (endOf(left[i]!) <= endOf(right[j]!)) i += 1;
    else j += 1;
  }
  return both;
}

/** Number of bytes of disjoint ranges. */
export function bytesIn(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, [, length]) => sum + length, 0);
}

export function endOf([start, length]: ByteRange): number {
  return start + length;
}

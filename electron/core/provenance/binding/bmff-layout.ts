import type { ByteRange } from '#shared/domain/figure.ts';
import type { HashPart } from './file-hash.ts';
import { endOf } from './ranges.ts';

/** What of a file goes into a BMFF hash. */
export interface HashedLayout {
  /** Ascending and disjoint. */
  readonly included: readonly ByteRange[];
  /** Where an offset goes into the hash before the bytes that stand there; ascending. */
  readonly offsets: readonly number[];
}

/** The hash input of `[from, to)`: included bytes, and each box's offset as eight bytes before them. */
export function partsOf({ included, offsets }: HashedLayout, from: number, to: number): HashPart[] {
  const parts: HashPart[] = [];
  let mark = firstAt(offsets.length, (index) => offsets[index]! >= from);
  const add = (start: number, end: number): void => {
    if (end > start) parts.push([start, end - start]);
  };
  for (
    let index = firstAt(included.length, (at) => endOf(included[at]!) > from);
    index < included.length && included[index]![0] < to;
    index += 1
  ) {
    let position = Math.max(from, included[index]![0]);
    const end = Math.min(to, endOf(included[index]!));
    for (; mark < offsets.length && offsets[mark]! < end; mark += 1) {
      add(position, offsets[mark]!);
      position = Math.max(position, offsets[mark]!);
      parts.push(bigEndian(offsets[mark]!));
    }
    add(position, end);
  }
  for (; mark < offsets.length && offsets[mark]! < to; mark += 1) parts.push(bigEndian(offsets[mark]!));
  return parts;
}

/** The first index of an ascending list from which on `holds` is true. */
function firstAt(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bigEndian(offset: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(offset));
  return bytes;
}

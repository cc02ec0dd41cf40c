import type { Role } from './coverage.ts';
import { type Part, printable } from './layout.ts';
import type { Scan } from './scan.ts';

/** Bytes of one value by field type (TIFF 6.0 section 2; 13 IFD, 16–18 BigTIFF). */
export const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const typeNames = [
  '',
  'BYTE',
  'ASCII',
  'SHORT',
  'LONG',
  'RATIONAL',
  'SBYTE',
  'UNDEFINED',
  'SSHORT',
  'SLONG',
  'SRATIONAL',
  'FLOAT',
  'DOUBLE',
  'IFD',
  '',
  '',
  'LONG8',
  'SLONG8',
  'IFD8',
];

export interface Walk {
  readonly scan: Scan;
  readonly start: number;
  readonly end: number;
  readonly little: boolean;
  readonly big: boolean;
  /** One level for all values and pixel data, so that shared bytes show up as overlaps. */
  readonly level: number;
  readonly seen: Set<number>;
  /** Value ranges already claimed: writers let equal values share one place. */
  readonly claimed: Set<string>;
  reach: number;
  /** Offsets that may still be read: many directories may share one huge list. */
  pointers: number;
}

export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: number;
  readonly length: number;
  readonly inline: boolean;
}

export function entryAt(walk: Walk, at: number): Entry {
  const { big, little, scan } = walk;
  const { reader } = scan;
  const tag = reader.u16(at, little);
  const type = reader.u16(at + 2, little);
  const count = big ? reader.u64(at + 4, little) : reader.u32(at + 4, little);
  const length = count * (typeSizes[type] ?? 0);
  const room = big ? 8 : 4;
  const field = at + (big ? 12 : 8);
  const inline = length <= room;
  const value = inline ? field : walk.start + (big ? reader.u64(field, little) : reader.u32(field, little));
  return { tag, type, count, value, length, inline };
}

/** Claim a range once; a second owner of exactly the same bytes is only listed. */
export function claim(
  walk: Walk,
  part: Part,
  label: string,
  start: number,
  length: number,
  role: Role,
  detail?: string,
): Part {
  const key = `${start}+${length}`;
  const shared = walk.claimed.has(key);
  walk.claimed.add(key);
  walk.reach = Math.max(walk.reach, start + length);
  return walk.scan.layout.add(part, label, start, length, role, {
    detail,
    level: shared ? walk.level - 0.5 : walk.level,
  });
}

/** Unsigned integers of an entry, clipped to the block. */
export function numbers(walk: Walk, entry: Entry, most: number): number[] {
  const { reader } = walk.scan;
  const size = typeSizes[entry.type] ?? 0;
  if (![1, 3, 4, 13, 16, 18].includes(entry.type)) return [];
  const list: number[] = [];
  for (let index = 0; index < entry.count && index < most; index += 1) {
    const at = entry.value + index * size;
    if (at < walk.start || at + size > walk.end) break;
    if (size === 1) list.push(reader.u8(at));
    else if (size === 2) list.push(reader.u16(at, walk.little));
    else list.push(size === 4 ? reader.u32(at, walk.little) : reader.u64(at, walk.little));
  }
  return list;
}

export function valueText(walk: Walk, entry: Entry): string {
  const { reader } = walk.scan;
  const kind = `${typeNames[entry.type]} × ${entry.count}`;
  if (entry.value < walk.start || entry.value >= walk.end) return kind;
  if (entry.type === 2)
    return printable(reader.latin1(entry.value, Math.min(entry.length, 120)).replace(/\0+$/, ''), 120);
  if (entry.type === 5 || entry.type === 10) {
    if (entry.count > 4 || entry.value + entry.length > walk.end) return kind;
    const read = (at: number) =>
      entry.type === 5 ? reader.u32(at, walk.little) : reader.i32(at, walk.little);
    return Array.from(
      { length: entry.count },
      (_, index) => `${read(entry.value + index * 8)}/${read(entry.value + index * 8 + 4)}`,
    ).join(' ');
  }
  const values = entry.count <= 8 ? numbers(walk, entry, 8) : [];
  return values.length > 0 ? values.join(' ') : kind;
}

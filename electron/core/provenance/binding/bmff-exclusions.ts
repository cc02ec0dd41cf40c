import type { ByteRange } from '#shared/domain/figure.ts';
import type { Box } from '../../media/structure/bmff.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { CborValue } from '../jumbf/cbor.ts';
import { bytesOf, entryOf, integerOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import type { BoxTree } from './box-tree.ts';

/** Longest `data` value that is compared; a longer one matches no box. */
const DATA_BYTES = 1024 * 1024;

/** Boxes held against entries, all together: many entries over many boxes belong to no real file. */
const LOOK_LIMIT = 1_000_000;

/** An entry of the exclusion list of a BMFF hash (C2PA 2.2 §18.6.3, `exclusions-map`). */
export interface BoxExclusion {
  readonly path: string;
  readonly length: number | null;
  readonly data: readonly { readonly offset: number; readonly value: Uint8Array }[];
  /** Offsets from the start of the box, header included; length 0 reaches to its end. `null`: all of it. */
  readonly subset: readonly ByteRange[] | null;
  readonly version: number | null;
  /** 24 bits. */
  readonly flags: number | null;
  readonly exact: boolean;
}

/** `null`: malformed. */
export function readBoxExclusion(value: CborValue): BoxExclusion | null {
  const path = textOf(entryOf(value, 'xpath'));
  if (path === null) return null;
  const data: { offset: number; value: Uint8Array }[] = [];
  for (const entry of listOf(entryOf(value, 'data'))) {
    const offset = natural(entryOf(entry, 'offset'));
    // c2pa-rs before 0.30 wrote byte strings as lists of numbers
    const bytes = octets(entryOf(entry, 'value'));
    if (offset === null || bytes === null) return null;
    data.push({ offset, value: bytes });
  }
  const subset = ranges(entryOf(value, 'subset'));
  if (subset === 'malformed') return null;
  const flags = octets(entryOf(value, 'flags'));
  if (flags !== null && flags.length !== 3) return null;
  return {
    path,
    length: natural(entryOf(value, 'length')),
    data,
    subset,
    version: natural(entryOf(value, 'version')),
    flags: flags === null ? null : (flags[0]! << 16) | (flags[1]! << 8) | flags[2]!,
    exact: entryOf(value, 'exact') !== false,
  };
}

/** Subsets: present, ascending and disjoint (§15.12.2). */
function ranges(value: CborValue): ByteRange[] | null | 'malformed' {
  if (value === undefined || value === null) return null;
  const found: ByteRange[] = [];
  let position = 0;
  for (const entry of listOf(value)) {
    const offset = natural(entryOf(entry, 'offset'));
    const length = natural(entryOf(entry, 'length'));
    if (offset === null || length === null || offset < position) return 'malformed';
    position = offset + length;
    found.push([offset, length]);
  }
  return found.length === 0 ? 'malformed' : found;
}

function natural(value: CborValue): number | null {
  const number = integerOf(value);
  return number === null || number < 0 ? null : number;
}

function octets(value: CborValue): Uint8Array | null {
  const bytes = bytesOf(value);
  if (bytes !== null || !Array.isArray(value) || value.length > DATA_BYTES) return bytes;
  const numbers = listOf(value).map(integerOf);
  return numbers.every((number) => number !== null && number >= 0 && number <= 255)
    ? Uint8Array.from(numbers as number[])
    : null;
}

export interface ExcludedBoxes {
  /** File bytes left out of the hash, in no order. */
  readonly ranges: readonly ByteRange[];
  /** Outermost boxes left out whole: their offset does not go into the hash either. */
  readonly whole: ReadonlySet<Box>;
}

/** The bytes the entries leave out of this file. `malformed`: a path is outside the allowed syntax. */
export function excludedBoxes(
  tree: BoxTree,
  reader: ByteReader,
  exclusions: readonly BoxExclusion[],
): ExcludedBoxes | 'malformed' | 'too-many-boxes' {
  const found: ByteRange[] = [];
  const whole = new Set<Box>();
  let looks = 0;
  for (const exclusion of exclusions) {
    const boxes = tree.find(exclusion.path);
    if (boxes === null) return 'malformed';
    looks += 1 + boxes.length;
    if (looks > LOOK_LIMIT) return 'too-many-boxes';
    for (const box of boxes) {
      if (!matches(reader, box, exclusion)) continue;
      if (exclusion.subset === null) {
        found.push([box.start, box.end - box.start]);
        whole.add(box);
      } else {
        for (const [offset, length] of exclusion.subset) {
          const start = Math.min(box.end, box.start + offset);
          const end = length === 0 ? box.end : Math.min(box.end, start + length);
          if (end > start) found.push([start, end - start]);
        }
      }
    }
  }
  return { ranges: found, whole };
}

function matches(
  reader: ByteReader,
  box: Box,
  { length, data, version, flags, exact }: BoxExclusion,
): boolean {
  if (length !== null && length !== box.end - box.start) return false;
  if (version !== null || flags !== null) {
    if (box.body + 4 > box.end) return false;
    if (version !== null && version !== reader.u8(box.body)) return false;
    const own = reader.u24(box.body + 1);
    if (flags !== null && (exact ? own : own & flags) !== flags) return false;
  }
  return data.every(({ offset, value }) => {
    const start = box.start + offset;
    if (value.length > DATA_BYTES || start + value.length > box.end) return false;
    return Buffer.compare(reader.bytes(start, value.length), value) === 0;
  });
}

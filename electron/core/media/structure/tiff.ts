import type { Role } from './coverage.ts';
import type { Part } from './layout.ts';
import { printable } from './layout.ts';
import type { Scan } from './scan.ts';
import { directoryTags, tagName } from './tiff-tags.ts';

const DIRECTORIES = 400;
const ENTRIES = 4096;
const POINTERS = 1_000_000;
const DEPTH = 16;
/** Bytes of one value by field type (TIFF 6.0 section 2; 13 IFD, 16–18 BigTIFF). */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
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

interface Walk {
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
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: number;
  readonly length: number;
  readonly inline: boolean;
}

/** TIFF 6.0, BigTIFF, and what is built on them: Exif, DNG, most raw formats. Offsets count from `start`. */
export async function readTiff(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  if (end - start < 8) {
    layout.problem('truncated', end, 8 - (end - start), 'TIFF header');
    return start;
  }
  const mark = reader.latin1(start, 2);
  const little = mark === 'II';
  const magic = reader.u16(start + 2, little);
  const big = magic === 43;
  if (mark !== 'II' && mark !== 'MM') {
    layout.problem('malformed', start, 2, 'byte order mark');
    return start;
  }
  const header = big ? 16 : 8;
  layout.add(parent, 'TIFF header', start, header, 'structure', {
    detail: `${little ? 'little' : 'big'}-endian, ${magic}`,
  });
  const walk: Walk = {
    scan,
    start,
    end,
    little,
    big,
    level: parent.level + 3,
    seen: new Set(),
    claimed: new Set(),
    reach: start + header,
  };
  if (big && end - start < 16) return start + 8;
  const first = start + (big ? reader.u64(start + 8, little) : reader.u32(start + 4, little));
  await readChain(walk, parent, first, 'IFD', 0);
  return Math.min(end, walk.reach);
}

/** IFDs linked by their "next" offset. */
async function readChain(
  walk: Walk,
  parent: Part,
  first: number,
  name: string,
  depth: number,
): Promise<void> {
  let at = first;
  for (let index = 0; at !== walk.start && index < DIRECTORIES; index += 1) {
    const label = name === 'IFD' ? `IFD${index}` : index === 0 ? name : `${name} ${index}`;
    const next = await readDirectory(walk, parent, at, label, depth);
    if (next === null) return;
    at = walk.start + next;
  }
}

/** One image file directory; resolves to the offset of the next one, or null when there is none to follow. */
async function readDirectory(
  walk: Walk,
  parent: Part,
  at: number,
  label: string,
  depth: number,
): Promise<number | null> {
  const { scan, little, big, end } = walk;
  const { reader, layout } = scan;
  const [countBytes, entryBytes, nextBytes] = big ? [8, 20, 8] : [2, 12, 4];
  if (at < walk.start || at + countBytes > end) {
    layout.problem('malformed', Math.min(at, end), 0, `${label} at byte ${at}, outside`);
    return null;
  }
  if (walk.seen.has(at) || walk.seen.size >= DIRECTORIES) {
    layout.problem(walk.seen.has(at) ? 'malformed' : 'limit', at, 0, `${label}: visited before`);
    return null;
  }
  walk.seen.add(at);
  await scan.pulse(at);
  const declared = big ? reader.u64(at, little) : reader.u16(at, little);
  const room = Math.floor((end - at - countBytes) / entryBytes);
  const count = Math.min(declared, room, ENTRIES);
  if (count < declared)
    layout.problem(room < declared ? 'truncated' : 'limit', at, countBytes, `${label}: ${declared} entries`);
  const body = countBytes + count * entryBytes;
  const hasNext = count === declared && at + body + nextBytes <= end;
  const length = body + (hasNext ? nextBytes : 0);
  const part = layout.add(parent, label, at, length, 'metadata', {
    detail: `${declared} entries`,
    level: walk.level - 1,
  });
  walk.reach = Math.max(walk.reach, at + length);

  const entries: Entry[] = [];
  let previous = -1;
  for (let index = 0; index < count; index += 1) {
    const entry = entryAt(walk, at + countBytes + index * entryBytes);
    if (entry.tag < previous)
      layout.problem(
        'order',
        at + countBytes + index * entryBytes,
        2,
        `${label}: ${tagName(label, entry.tag)}`,
      );
    previous = entry.tag;
    entries.push(entry);
    addValue(walk, part, label, entry, at + countBytes + index * entryBytes);
  }
  const offsets = (tag: number) => entries.find((entry) => entry.tag === tag);
  await readPixels(walk, part, offsets(273), offsets(279), 'strip', offsets(259));
  await readPixels(walk, part, offsets(324), offsets(325), 'tile', offsets(259));
  await readPixels(walk, part, offsets(513), offsets(514), 'JPEG', undefined);
  for (const entry of entries) {
    const name = directoryTags.get(entry.tag);
    if (name === undefined) continue;
    if (depth >= DEPTH) layout.problem('limit', at, 0, `${label}: depth ${depth}`);
    else
      for (const pointer of numbers(walk, entry, 64))
        await readChain(walk, part, walk.start + pointer, name, depth + 1);
  }
  return hasNext ? (big ? reader.u64(at + body, little) : reader.u32(at + body, little)) : null;
}

function entryAt(walk: Walk, at: number): Entry {
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

function addValue(walk: Walk, part: Part, label: string, entry: Entry, at: number): void {
  const { scan, end, start } = walk;
  const name = tagName(label, entry.tag);
  const { layout } = scan;
  const unknownType = typeSizes[entry.type] === undefined || typeSizes[entry.type] === 0;
  const detail = unknownType ? `type ${entry.type}` : valueText(walk, entry);
  if (entry.inline || unknownType) {
    layout.add(part, name, at, walk.big ? 20 : 12, 'metadata', {
      detail,
      flag: unknownType ? 'warning' : undefined,
      level: walk.level - 0.5,
    });
    if (unknownType) layout.problem('malformed', at + 2, 2, `${name}: type ${entry.type}`);
    return;
  }
  if (entry.value < start || entry.value + entry.length > end) {
    const inside = entry.value >= start && entry.value < end;
    layout.add(part, name, at, walk.big ? 20 : 12, 'metadata', {
      detail,
      flag: 'warning',
      level: walk.level - 0.5,
    });
    layout.problem(
      inside ? 'truncated' : 'malformed',
      Math.min(entry.value, end),
      entry.length,
      `${name}: ${entry.length} bytes at ${entry.value - start}`,
    );
    return;
  }
  claim(walk, part, name, entry.value, entry.length, 'metadata', detail);
}

/** Claim a range once; a second owner of exactly the same bytes is only listed. */
function claim(
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

/** Pixel data by offsets and byte counts. Neighbouring strips or tiles are shown as one part. */
async function readPixels(
  walk: Walk,
  part: Part,
  offsets: Entry | undefined,
  counts: Entry | undefined,
  what: string,
  compression: Entry | undefined,
): Promise<void> {
  if (offsets === undefined) return;
  const { scan, start, end } = walk;
  const places = numbers(walk, offsets, POINTERS);
  const sizes = counts === undefined ? [] : numbers(walk, counts, POINTERS);
  if (places.length !== sizes.length)
    scan.layout.problem(
      'malformed',
      offsets.value,
      0,
      `${what}: ${places.length} offsets, ${sizes.length} counts`,
    );
  if (offsets.count > POINTERS) scan.layout.problem('limit', offsets.value, 0, `${what} × ${offsets.count}`);
  const isJpeg =
    what === 'JPEG' || (compression !== undefined && [6, 7].includes(numbers(walk, compression, 1)[0] ?? 0));
  let run: { first: number; last: number; start: number; end: number } | null = null;
  const close = async () => {
    if (run === null) return;
    const { first, last } = run;
    const label =
      what === 'JPEG' ? 'embedded JPEG' : first === last ? `${what} ${first}` : `${what}s ${first}–${last}`;
    const added = claim(walk, part, label, run.start, run.end - run.start, 'content');
    if (isJpeg && first === last && scan.reader.matches(run.start, '\xff\xd8'))
      await scan.nested('jpeg', added, run.start, run.end);
  };
  for (const [index, place] of places.entries()) {
    const size = sizes[index] ?? 0;
    const from = start + place;
    if (size === 0) continue;
    if (from >= end || from + size > end) {
      scan.layout.problem(
        from >= end ? 'malformed' : 'truncated',
        Math.min(from, end),
        size,
        `${what} ${index}: ${size} bytes at ${place}`,
      );
      if (from >= end) continue;
    }
    const stop = Math.min(end, from + size);
    if (run !== null && run.end === from && what !== 'JPEG') run = { ...run, last: index, end: stop };
    else {
      await close();
      run = { first: index, last: index, start: from, end: stop };
    }
  }
  await close();
}

/** Unsigned integers of an entry, clipped to the block. */
function numbers(walk: Walk, entry: Entry, most: number): number[] {
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

function valueText(walk: Walk, entry: Entry): string {
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

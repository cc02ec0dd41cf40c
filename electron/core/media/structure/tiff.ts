import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';
import { readPixels } from './tiff-pixels.ts';
import { directoryTags, tagName } from './tiff-tags.ts';
import { claim, type Entry, entryAt, numbers, typeSizes, valueText, type Walk } from './tiff-values.ts';

const DIRECTORIES = 400;
const ENTRIES = 4096;
const DEPTH = 16;
const POINTERS = 2_000_000;

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
    pointers: POINTERS,
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
    // only the main chain goes on: writers leave anything behind Exif and GPS directories
    if (next === null || name !== 'IFD') return;
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
  const isMain = /^IFD\d+$/.test(label);
  const hasNext =
    count === declared &&
    at + body + nextBytes <= end &&
    (isMain || scan.reader.filled(0, at + body, at + body + nextBytes));
  const length = body + (hasNext ? nextBytes : 0);
  const part = layout.add(parent, label, at, length, 'metadata', {
    detail: `${declared} entries`,
    level: walk.level - 1,
  });
  walk.reach = Math.max(walk.reach, at + length);

  const entries = addEntries(walk, part, label, at + countBytes, count);
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

function addEntries(walk: Walk, part: Part, label: string, start: number, count: number): Entry[] {
  const { layout } = walk.scan;
  const entries: Entry[] = [];
  let unsorted = 0;
  let bad = 0;
  for (let index = 0; index < count; index += 1) {
    const at = start + index * (walk.big ? 20 : 12);
    const entry = entryAt(walk, at);
    if (entry.tag < (entries.at(-1)?.tag ?? 0)) {
      // entries stand in ascending order of their tags (TIFF 6.0, section 2); said once per directory
      if (unsorted === 0) layout.problem('order', at, 2, `${label}: ${tagName(label, entry.tag)}`);
      unsorted += 1;
    }
    entries.push(entry);
    addValue(walk, part, label, entry, at);
    if ((typeSizes[entry.type] ?? 0) === 0) bad += 1;
    if (bad > 10 && bad * 2 > index) {
      layout.problem('malformed', at, 0, `${label}: no directory`);
      break;
    }
  }
  return entries;
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

import type { Box, BoxWalk } from './bmff.ts';
import type { Part } from './layout.ts';

const ITEMS = 20_000;
const EXTENTS = 50_000;

interface Item {
  type: string;
  method: number;
  readonly extents: { readonly offset: number; readonly length: number }[];
}

/** Items of a MetaBox: types from iinf, places from iloc, and the item data box they may lie in. */
export interface ItemLocations {
  readonly entries: Map<number, Item>;
  data: Box | null;
  dataPart: Part | null;
}

/** Remember what an item box says (ISO/IEC 14496-12, 8.11). */
export function readItem(walk: BoxWalk, box: Box, part: Part): void {
  const { items, scan } = walk;
  const { reader } = scan;
  const { type, body, end } = box;
  if (type === 'idat') {
    items.data = box;
    items.dataPart = part;
  } else if (type === 'infe' && end - body >= 12) {
    const version = reader.u8(body);
    if (version !== 2 && version !== 3) return;
    const at = body + (version === 2 ? 8 : 10);
    if (at + 4 > end) return;
    const name = reader.latin1(at, 4);
    const mime =
      name === 'mime' ? ` ${reader.latin1(at + 4, Math.min(160, end - at - 4)).split('\0')[1] ?? ''}` : '';
    itemOf(walk, version === 2 ? reader.u16(body + 4) : reader.u32(body + 4)).type = `${name}${mime}`;
  } else if (type === 'iloc') readLocations(walk, box);
}

function itemOf(walk: BoxWalk, identifier: number): Item {
  const known = walk.items.entries.get(identifier);
  if (known !== undefined) return known;
  const item: Item = { type: '', method: 0, extents: [] };
  if (walk.items.entries.size < ITEMS) walk.items.entries.set(identifier, item);
  return item;
}

function readLocations(walk: BoxWalk, { body, end }: Box): void {
  const { reader, layout } = walk.scan;
  if (end - body < 8) return;
  const version = reader.u8(body);
  const sizes = reader.u16(body + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  if (
    version > 2 ||
    [offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size))
  ) {
    layout.problem('malformed', body, 6, `iloc: version ${version}, sizes ${sizes.toString(16)}`);
    return;
  }
  let at = body + 6;
  let left = EXTENTS;
  const take = (size: number): number => {
    if (at + size > end) throw new RangeError('iloc');
    const value = size === 0 ? 0 : size === 2 ? reader.u16(at) : size === 4 ? reader.u32(at) : reader.u64(at);
    at += size;
    return value;
  };
  try {
    const count = take(version < 2 ? 2 : 4);
    for (let index = 0; index < count && left > 0; index += 1) {
      const item = itemOf(walk, take(version < 2 ? 2 : 4));
      if (version > 0) item.method = take(2) & 15;
      take(2);
      const base = take(baseSize);
      const extents = take(2);
      for (let extent = 0; extent < extents && left > 0; extent += 1, left -= 1) {
        take(indexSize);
        const offset = base + take(offsetSize);
        item.extents.push({ offset, length: take(lengthSize) });
      }
    }
    if (left === 0) layout.problem('limit', at, 0, `iloc: ${EXTENTS} extents`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    layout.problem('truncated', end, 0, 'iloc');
  }
}

/** Show items inside the media data they lie in. Offsets of method 0 count from the start of the file. */
export async function placeItems(walk: BoxWalk, parent: Part, start: number, end: number): Promise<void> {
  const { scan, items } = walk;
  const { layout, reader } = scan;
  for (const [identifier, { type, method, extents }] of items.entries) {
    for (const [index, { offset, length }] of extents.entries()) {
      await scan.pulse(offset);
      const label = `item ${identifier}${type === '' ? '' : ` ${type}`}${extents.length > 1 ? ` extent ${index}` : ''}`;
      if (method === 2 || (method === 1 && items.data === null)) {
        if (method === 1) layout.problem('missing', 0, 0, `idat for ${label}`);
        continue;
      }
      const origin = method === 1 ? items.data!.body : start;
      const limit = method === 1 ? items.data!.end : end;
      const from = origin + offset;
      // length 0 means: to the end of the place it lies in
      const stop = Math.min(limit, length === 0 ? limit : from + length);
      if (from >= limit || from + length > limit) {
        layout.problem(
          from >= limit ? 'malformed' : 'truncated',
          Math.min(from, limit),
          length,
          `${label}: ${length} bytes at ${from}`,
        );
        if (from >= limit) continue;
      }
      const holder =
        method === 1
          ? items.dataPart!
          : (walk.mediaData.find((part) => part.start <= from && stop <= part.start + part.length) ?? parent);
      const isMetadata = type === 'Exif' || type.startsWith('mime') || type.startsWith('uri');
      const part = layout.add(holder, label, from, stop - from, isMetadata ? 'metadata' : 'content');
      if (type === 'Exif' && stop - from > 12 && index === 0) {
        // four-byte offset to the TIFF header comes first (ISO/IEC 23008-12, A.2.1)
        const header = from + 4 + reader.u32(from);
        if (header + 8 <= stop) await scan.nested('tiff', part, header, stop);
      } else if (type === 'jpeg' && extents.length === 1 && reader.matches(from, '\xff\xd8'))
        await scan.nested('jpeg', part, from, stop);
    }
  }
}

import { inflateRawSync, inflateSync } from 'node:zlib';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { FileBox } from '../bmff/boxes.ts';
import { childList } from '../bmff/boxes.ts';

/** Metadata items of an image file: what they are and where their bytes lie (ISO/IEC 14496-12, 8.11). */

export interface MetadataItem {
  readonly identifier: number;
  /** `Exif`, `mime`… */
  readonly type: string;
  readonly contentType: string;
  readonly contentEncoding: string;
}

export interface ItemPlace {
  /** File ranges in order; `null`: they count from another item, which is not followed. */
  readonly ranges: readonly (readonly [start: number, length: number])[] | null;
}

export interface MetaItems {
  readonly items: readonly MetadataItem[];
  readonly places: ReadonlyMap<number, ItemPlace>;
  readonly problems: readonly string[];
}

const EXTENTS = 50_000;
const ITEMS = 50_000;

/** Read `iinf`, `iloc` and `idat` of a `meta` box. */
export function metaItems(reader: ByteReader, meta: FileBox): MetaItems {
  const problems: string[] = [];
  const { boxes, problem } = childList(reader, meta, '');
  if (problem !== null) problems.push(problem);
  const named = (type: string): FileBox | undefined => boxes.find((box) => box.type === type);
  const information = named('iinf');
  const items: MetadataItem[] = [];
  if (information !== undefined) {
    const entries = childList(reader, information, 'meta');
    if (entries.problem !== null) problems.push(entries.problem);
    if (entries.boxes.length > ITEMS) problems.push(`more than ${ITEMS} items`);
    for (const entry of entries.boxes.slice(0, ITEMS)) {
      const item = entry.type === 'infe' ? itemOf(reader, entry) : null;
      if (item !== null) items.push(item);
    }
  }
  const locations = named('iloc');
  if (locations === undefined) return { items, places: new Map(), problems };
  const places = locationsOf(reader, locations, named('idat') ?? null);
  if (typeof places !== 'string') return { items, places, problems };
  return { items, places: new Map(), problems: [...problems, places] };
}

/** Versions 2 and 3; the older ones have no item type. */
function itemOf(reader: ByteReader, { body, end }: FileBox): MetadataItem | null {
  const version = end - body >= 12 ? reader.u8(body) : 0;
  if (version !== 2 && version !== 3) return null;
  const at = body + (version === 2 ? 8 : 10);
  if (at + 4 > end) return null;
  const texts = reader.latin1(at + 4, Math.min(400, end - at - 4)).split('\0');
  return {
    identifier: version === 2 ? reader.u16(body + 4) : reader.u32(body + 4),
    type: reader.latin1(at, 4),
    contentType: texts[1] ?? '',
    contentEncoding: texts[2] ?? '',
  };
}

function locationsOf(
  reader: ByteReader,
  { body, end }: FileBox,
  data: FileBox | null,
): Map<number, ItemPlace> | string {
  if (end - body < 8) return 'iloc cut off';
  const version = reader.u8(body);
  const sizes = reader.u16(body + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  if (version > 2 || [offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size)))
    return `iloc of version ${version}, sizes ${sizes.toString(16)}`;
  const places = new Map<number, ItemPlace>();
  let at = body + 6;
  let short = false;
  const take = (size: number): number => {
    short ||= at + size > end;
    if (short || size === 0) return 0;
    const value = size === 2 ? reader.u16(at) : size === 4 ? reader.u32(at) : reader.u64(at);
    at += size;
    return value;
  };
  const count = take(version < 2 ? 2 : 4);
  let left = EXTENTS;
  for (let index = 0; index < count; index += 1) {
    const identifier = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    const reference = take(2);
    const base = take(baseSize);
    const extents = take(2);
    const ranges: [number, number][] = [];
    for (let extent = 0; extent < extents && !short; extent += 1, left -= 1) {
      if (left <= 0) return `iloc with more than ${EXTENTS} extents`;
      take(indexSize);
      const offset = base + take(offsetSize);
      const length = take(lengthSize);
      const [origin, limit] = method === 1 && data !== null ? [data.body, data.end] : [0, reader.size];
      // length 0: to the end of the place it lies in
      ranges.push([origin + offset, length === 0 ? Math.max(0, limit - origin - offset) : length]);
    }
    if (short) return 'iloc cut off';
    const followed = reference === 0 && (method === 0 || (method === 1 && data !== null));
    if (!places.has(identifier)) places.set(identifier, { ranges: followed ? ranges : null });
  }
  return places;
}

/** The bytes of an item, unpacked; in words why they cannot be had. */
export function itemBytes(
  reader: ByteReader,
  place: ItemPlace | undefined,
  encoding: string,
  most: number,
): Buffer | string {
  if (place === undefined || place.ranges === null) return 'its place is not known';
  const length = place.ranges.reduce((sum, [, part]) => sum + part, 0);
  if (length > most) return 'it is too large';
  if (place.ranges.some(([start, part]) => start + part > reader.size)) return 'it lies outside the file';
  const data = Buffer.concat(place.ranges.map(([start, part]) => reader.bytes(start, part)));
  if (encoding === '') return data;
  if (encoding !== 'deflate') return `its encoding ${encoding.slice(0, 20)} is not known`;
  try {
    // "deflate" of HTTP is the zlib format (RFC 9110, 8.4.1.2); bare streams are met as well
    const zlib = data.length > 1 && (data[0]! & 15) === 8 && data.readUInt16BE(0) % 31 === 0;
    return (zlib ? inflateSync : inflateRawSync)(data, { maxOutputLength: most });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `it cannot be unpacked: ${error.message}`;
  }
}

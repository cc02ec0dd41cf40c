import type { ByteRange } from '#shared/domain/figure.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { markerName } from '../../media/structure/jpeg-segments.ts';
import { endOf, union } from './ranges.ts';

const BOX_LIMIT = 500_000;

/** A box as a general box hash names it (C2PA 2.2 §18.7.3). */
export interface FormatBox {
  readonly name: string;
  readonly range: ByteRange;
  /** Behind the end of the primary part of the file: a hash of that part need not list it (§18.7.2). */
  readonly after: boolean;
}

/**
 * The boxes of a file in order; those of the store come as one, named `C2PA`. More than one list where
 * signers cut differently: restart intervals of a JPEG stand alone by the specification, but c2pa-rs counts
 * them into the scan. `null`: the format is not read this way, or the file breaks off.
 */
export function formatBoxes(
  reader: ByteReader,
  format: MediaFormat,
  store: readonly ByteRange[],
): readonly (readonly FormatBox[])[] | null {
  const lists = listsOf(reader, format);
  return lists === null || lists.some((boxes) => boxes.length >= BOX_LIMIT)
    ? null
    : lists.map((boxes) => joinStore(boxes, store));
}

function listsOf(reader: ByteReader, format: MediaFormat): readonly FormatBox[][] | null {
  switch (format) {
    case 'jpeg': {
      const apart = jpegBoxes(reader);
      return [apart, restartsJoined(apart)];
    }
    case 'png':
      return [pngBoxes(reader)];
    case 'gif':
      return [gifBoxes(reader)];
    case 'webp':
    case 'wav':
    case 'avi':
      return [riffBoxes(reader)];
    case 'jxl':
      return reader.matches(4, 'JXL ') ? [plainBoxes(reader)] : null;
    default:
      return null;
  }
}

/** The store is one box, also where it takes several segments (§18.7.1). */
function joinStore(boxes: readonly FormatBox[], store: readonly ByteRange[]): FormatBox[] {
  const taken = union(store);
  const joined: FormatBox[] = [];
  let next = 0;
  for (const box of boxes) {
    const [start] = box.range;
    while (next < taken.length && endOf(taken[next]!) <= start) next += 1;
    const last = joined.at(-1);
    if (taken[next] === undefined || taken[next]![0] > start) joined.push(box);
    else if (last?.name === 'C2PA') {
      joined[joined.length - 1] = { ...last, range: [last.range[0], endOf(box.range) - last.range[0]] };
    } else joined.push({ ...box, name: 'C2PA' });
  }
  return joined;
}

const box = (name: string, start: number, end: number, after = false): FormatBox => ({
  name,
  range: [start, end - start],
  after,
});

/** Marker segments; a scan and each restart reach to the next marker. Further pictures count as `after`. */
function jpegBoxes(reader: ByteReader): FormatBox[] {
  const boxes: FormatBox[] = [];
  let after = false;
  for (let at = 0; at + 2 <= reader.size && boxes.length < BOX_LIMIT; ) {
    if (reader.u8(at) !== 0xff) break;
    const code = reader.u8(at + 1);
    if (code === 0xff) {
      at += 1;
      continue;
    }
    const alone = code === 0x01 || (code >= 0xd0 && code <= 0xd9);
    let end = at + 2;
    if (!alone) end = at + 4 <= reader.size ? end + reader.u16(end) : reader.size;
    if (code === 0xda || (code >= 0xd0 && code <= 0xd7)) end = nextMarker(reader, end);
    boxes.push(box(markerName(code), at, Math.min(end, reader.size), after));
    if (code === 0xd9) after = true;
    at = end;
  }
  return boxes;
}

function nextMarker(reader: ByteReader, from: number): number {
  for (let at = from; ; ) {
    const found = reader.find(0xff, at, reader.size);
    if (found < 0 || found + 1 >= reader.size) return reader.size;
    const code = reader.u8(found + 1);
    if (code !== 0 && code !== 0xff) return found;
    at = found + (code === 0 ? 2 : 1);
  }
}

/** Restart intervals counted into their scan, and listed as bare markers besides. */
function restartsJoined(boxes: readonly FormatBox[]): FormatBox[] {
  const joined: FormatBox[] = [];
  let scan = -1;
  for (const next of boxes) {
    if (!/^RST\d$/.test(next.name)) {
      scan = next.name === 'SOS' ? joined.length : -1;
      joined.push(next);
      continue;
    }
    const before = joined[scan];
    if (before !== undefined)
      joined[scan] = { ...before, range: [before.range[0], endOf(next.range) - before.range[0]] };
    joined.push({ ...next, range: [next.range[0], 2] });
  }
  return joined;
}

function pngBoxes(reader: ByteReader): FormatBox[] {
  const boxes = [box('PNGh', 0, Math.min(8, reader.size))];
  let after = false;
  for (let at = 8; at + 12 <= reader.size && boxes.length < BOX_LIMIT; ) {
    const end = at + 12 + reader.u32(at);
    const name = reader.latin1(at + 4, 4);
    if (end > reader.size) break;
    boxes.push(box(name, at, end, after));
    if (name === 'IEND') after = true;
    at = end;
  }
  return boxes;
}

/** Blocks by introducer and label; colour tables belong to the block that announces them (§18.7.3.4). */
function gifBoxes(reader: ByteReader): FormatBox[] {
  if (reader.size < 13) return [];
  const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  const boxes = [box('GIF89a', 0, 6), box('LSD', 6, 13 + table(reader.u8(10)))];
  for (let at = 13 + table(reader.u8(10)); at < reader.size && boxes.length < BOX_LIMIT; ) {
    const introducer = reader.u8(at);
    if (introducer === 0x3b) {
      boxes.push(box('3B', at, at + 1));
      return boxes;
    }
    if (introducer === 0x21 && at + 2 < reader.size) {
      const end = subBlocks(reader, at + 2);
      const label = reader
        .u8(at + 1)
        .toString(16)
        .toUpperCase()
        .padStart(2, '0');
      boxes.push(box(`21${label}`, at, end));
      at = end;
    } else if (introducer === 0x2c && at + 10 < reader.size) {
      const data = at + 10 + table(reader.u8(at + 9));
      const end = subBlocks(reader, data + 1);
      boxes.push(box('2C', at, data), box('TBID', data, end));
      at = end;
    } else break;
  }
  return boxes;
}

/** End of a chain of sub-blocks, its terminator included. */
function subBlocks(reader: ByteReader, start: number): number {
  let at = start;
  while (at < reader.size) {
    const length = reader.u8(at);
    at += 1 + length;
    if (length === 0) break;
  }
  return Math.min(at, reader.size);
}

/** RIFF chunks as boxes of 12 bytes, what they hold one by one, lists as a whole (§18.7.3.5). */
function riffBoxes(reader: ByteReader): FormatBox[] {
  const boxes: FormatBox[] = [];
  for (let start = 0; start + 12 <= reader.size && reader.matches(start, 'RIFF'); ) {
    const end = Math.min(reader.size, start + 8 + reader.u32(start + 4, true));
    boxes.push(box(reader.latin1(start + 8, 4), start, start + 12, start > 0));
    for (let at = start + 12; at + 8 <= end && boxes.length < BOX_LIMIT; ) {
      const length = reader.u32(at + 4, true);
      const stop = Math.min(end, at + 8 + length + (length & 1));
      const name = reader.latin1(at, 4);
      boxes.push(box(name === 'LIST' ? reader.latin1(at + 8, 4) : name, at, stop, start > 0));
      at = stop;
    }
    start = Math.max(end, start + 12);
  }
  return boxes;
}

function plainBoxes(reader: ByteReader): FormatBox[] {
  const boxes: FormatBox[] = [];
  for (let at = 0; at + 8 <= reader.size && boxes.length < BOX_LIMIT; ) {
    const size = reader.u32(at);
    const length =
      size === 0 ? reader.size - at : size === 1 && at + 16 <= reader.size ? reader.u64(at + 8) : size;
    if (length < 8 || at + length > reader.size) break;
    boxes.push(box(reader.latin1(at + 4, 4), at, at + length));
    at += length;
  }
  return boxes;
}

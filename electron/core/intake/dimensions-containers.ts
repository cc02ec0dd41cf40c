import type { ByteReader } from '#core/media/structure/byte-reader.ts';

export interface PictureSize {
  readonly width?: number;
  readonly height?: number;
  readonly frames?: number;
}

/** Frames are counted by stepping over blocks, as far as this goes. */
const STEPS = 100_000;
const COUNT_BYTES = 16 * 1024 * 1024;

export function sizeOfGif(reader: ByteReader): PictureSize {
  const size = { width: reader.u16(6, true), height: reader.u16(8, true) };
  if (reader.size > COUNT_BYTES) return size;
  const packed = reader.u8(10);
  let at = 13 + (packed & 0x80 ? 3 * (2 << (packed & 7)) : 0);
  let frames = 0;
  for (let step = 0; step < STEPS && at + 2 < reader.size; step += 1) {
    const block = reader.u8(at);
    if (block === 0x2c && at + 10 < reader.size) {
      frames += 1;
      const local = reader.u8(at + 9);
      at += 11 + (local & 0x80 ? 3 * (2 << (local & 7)) : 0);
    } else if (block === 0x21) at += 2;
    else break;
    for (let length = 1; length !== 0 && at < reader.size && step < STEPS; step += 1) {
      length = reader.u8(at);
      at += 1 + length;
    }
  }
  return { ...size, frames };
}

/** RFC 9649: canvas of the extended format, else the size in the bit stream. */
export function sizeOfWebp(reader: ByteReader): PictureSize {
  const first = reader.latin1(12, 4);
  if (first === 'VP8 ')
    return { width: reader.u16(26, true) & 0x3fff, height: reader.u16(28, true) & 0x3fff, frames: 1 };
  if (first === 'VP8L') {
    const bits = reader.u32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, frames: 1 };
  }
  if (first !== 'VP8X') return {};
  const size = { width: reader.u24(24, true) + 1, height: reader.u24(27, true) + 1 };
  if ((reader.u8(20) & 2) === 0) return { ...size, frames: 1 };
  let frames = 0;
  let at = 30;
  for (let step = 0; step < STEPS && at + 8 <= reader.size; step += 1) {
    if (reader.matches(at, 'ANMF')) frames += 1;
    const length = reader.u32(at + 4, true);
    at += 8 + length + (length & 1);
  }
  return { ...size, frames };
}

/** JPEG 2000: image header box, or the SIZ segment of a bare code stream (ISO/IEC 15444-1, A.5.1, I.5.3.1). */
export function sizeOfJp2(reader: ByteReader): PictureSize {
  if (reader.matches(0, '\xff\x4f\xff\x51')) {
    return { width: reader.u32(8) - reader.u32(16), height: reader.u32(12) - reader.u32(20), frames: 1 };
  }
  const at = reader.search(Buffer.from('ihdr'), 12, 4096);
  return at < 0 ? {} : { width: reader.u32(at + 8), height: reader.u32(at + 4), frames: 1 };
}

/** Size header of the code stream, bare or in its box (ISO/IEC 18181-1, D.2). */
export function sizeOfJxl(reader: ByteReader): PictureSize {
  let start = 0;
  for (let at = 0, step = 0; reader.u8(0) === 0 && step < 64; step += 1) {
    if (at + 16 > reader.size) return {};
    const type = reader.latin1(at + 4, 4);
    const size = reader.u32(at);
    const body = at + (size === 1 ? 16 : 8);
    if (type === 'jxlc' || type === 'jxlp') {
      start = body + (type === 'jxlp' ? 4 : 0);
      break;
    }
    const length = size === 1 ? reader.u64(at + 8) : size;
    if (length < 8) return {};
    at += length;
  }
  if (!reader.matches(start, '\xff\x0a')) return {};
  return readSizeHeader(reader.bytes(start + 2, 16));
}

function readSizeHeader(bytes: Buffer): PictureSize {
  let position = 0;
  const take = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1, position += 1)
      value += (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) * 2 ** bit;
    return value;
  };
  const small = take(1) === 1;
  const side = () => (small ? (take(5) + 1) * 8 : take([9, 13, 18, 30][take(2)]!) + 1);
  const height = side();
  const ratio = take(3);
  const ratios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];
  return { width: ratio === 0 ? side() : Math.floor(height * ratios[ratio]!), height };
}

/** The primary item's spatial extents; of a grid, the whole (ISO/IEC 23008-12, 6.5.3). */
export function sizeOfHeif(reader: ByteReader): PictureSize {
  const meta = child(reader, 'meta', 0, reader.size);
  if (meta === null) return {};
  const inside: Range = { start: meta.start + 4, end: meta.end };
  const primary = child(reader, 'pitm', inside.start, inside.end);
  const properties = child(reader, 'iprp', inside.start, inside.end);
  const list = properties === null ? null : child(reader, 'ipco', properties.start, properties.end);
  if (properties === null || list === null) return {};
  const item =
    primary === null || primary.end - primary.start < 6
      ? -1
      : reader.u8(primary.start) === 0
        ? reader.u16(primary.start + 4)
        : primary.end - primary.start < 8
          ? -1
          : reader.u32(primary.start + 4);
  const sizes = new Map<number, PictureSize>();
  let index = 0;
  for (const box of boxes(reader, list.start, list.end)) {
    index += 1;
    if (box.type === 'ispe' && box.end - box.start >= 12)
      sizes.set(index, { width: reader.u32(box.start + 4), height: reader.u32(box.start + 8) });
  }
  const association = child(reader, 'ipma', properties.start, properties.end);
  const own = association === null ? [] : propertiesOf(reader, association, item);
  const found = own.map((property) => sizes.get(property)).find((size) => size !== undefined);
  // without an association the largest is the picture, the others are tiles and thumbnails
  const largest = [...sizes.values()].sort((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
  return found ?? largest ?? {};
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function* boxes(
  reader: ByteReader,
  start: number,
  end: number,
): Generator<Range & { readonly type: string }> {
  let at = start;
  for (let step = 0; step < 2_000 && at + 8 <= end; step += 1) {
    const size = reader.u32(at);
    const type = reader.latin1(at + 4, 4);
    const header = size === 1 ? 16 : 8;
    const length = size === 0 ? end - at : size === 1 && at + 16 <= end ? reader.u64(at + 8) : size;
    if (length < header) return;
    yield { type, start: at + header, end: Math.min(end, at + length) };
    at += length;
  }
}

function child(reader: ByteReader, type: string, start: number, end: number): Range | null {
  for (const box of boxes(reader, start, end)) if (box.type === type) return box;
  return null;
}

/** Property indices of one item (ItemPropertyAssociationBox). */
function propertiesOf(reader: ByteReader, { start, end }: Range, wanted: number): number[] {
  if (end - start < 8) return [];
  const version = reader.u8(start);
  const wide = (reader.u24(start + 1) & 1) === 1;
  const count = reader.u32(start + 4);
  let at = start + 8;
  for (let entry = 0; entry < count && entry < STEPS; entry += 1) {
    if (at + (version < 1 ? 3 : 5) > end) return [];
    const item = version < 1 ? reader.u16(at) : reader.u32(at);
    at += version < 1 ? 2 : 4;
    const associations = reader.u8(at);
    at += 1;
    if (at + associations * (wide ? 2 : 1) > end) return [];
    if (item === wanted) {
      return Array.from({ length: associations }, (_, index) =>
        wide ? reader.u16(at + index * 2) & 0x7fff : reader.u8(at + index) & 0x7f,
      );
    }
    at += associations * (wide ? 2 : 1);
  }
  return [];
}

import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** An ID3v2 tag by its header (id3.org, 2.2 to 2.4). */
export interface TagHead {
  readonly version: number;
  readonly flags: number;
  readonly start: number;
  /** Behind the header of ten bytes. */
  readonly body: number;
  /** Behind frames and padding. */
  readonly end: number;
  /** Behind the footer, when there is one. */
  readonly whole: number;
}

export const synchsafe = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);

/** The tag that begins at `at`, or `null`. */
export function tagAt(reader: ByteReader, at: number): TagHead | null {
  if (at + 10 > reader.size || !reader.matches(at, 'ID3')) return null;
  const version = reader.u8(at + 3);
  const flags = reader.u8(at + 5);
  const end = at + 10 + synchsafe(reader.bytes(at + 6, 4));
  const footer = version === 4 && flags & 0x10 ? 10 : 0;
  return { version, flags, start: at, body: at + 10, end, whole: end + footer };
}

/** Tag data with the bytes of unsynchronisation taken out, and the way back to places in the file. */
export interface Plain {
  readonly bytes: Buffer;
  /** Offset in the file of the first byte. */
  readonly start: number;
  /** Indexes in `bytes` in front of which a zero byte was dropped, in order. */
  readonly dropped: readonly number[];
}

/** Unsynchronisation put a zero behind every FF (2.4 structure, 6.1). */
export function synchronised(bytes: Buffer, start: number, stuffed: boolean): Plain {
  if (!stuffed || !bytes.includes(Buffer.from([0xff, 0x00]))) return { bytes, start, dropped: [] };
  const plain = Buffer.allocUnsafe(bytes.length);
  const dropped: number[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    plain[length] = byte;
    length += 1;
    if (byte === 0xff && bytes[at + 1] === 0) {
      dropped.push(length);
      at += 1;
    }
  }
  return { bytes: plain.subarray(0, length), start, dropped };
}

/** Range in the file of `[from, to)` of plain data, stuffed zeros between included. */
export function fileRange({ start, dropped }: Plain, from: number, to: number): ByteRange {
  const before = (index: number): number => {
    let low = 0;
    let high = dropped.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (dropped[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const first = start + from + before(from);
  return [first, Math.max(0, start + to + before(to - 1) - first)];
}

/** A frame inside plain tag data. */
export interface Frame {
  /** As written: three letters in 2.2. */
  readonly name: string;
  readonly from: number;
  /** Behind the frame's header. */
  readonly body: number;
  readonly to: number;
  /** Format flags, 0 in 2.2. */
  readonly flags: number;
  /** Bytes it claims beyond the tag. */
  readonly missing: number;
}

const FRAMES = 20_000;

/** Frames of a tag. `at`: where they stop; what follows is padding, unless it is not zero. */
export function framesOf(
  bytes: Buffer,
  version: number,
  flags: number,
): { readonly frames: readonly Frame[]; readonly first: number; readonly at: number } {
  const head = version === 2 ? 6 : 10;
  const letters = version === 2 ? 3 : 4;
  let at = version > 2 && flags & 0x40 ? extendedLength(bytes, version) : 0;
  const first = at;
  const frames: Frame[] = [];
  while (at + head <= bytes.length && frames.length < FRAMES) {
    const name = bytes.toString('latin1', at, at + letters);
    if (!/^[A-Z][A-Z0-9]{2}[A-Z0-9 ]?$/.test(name)) break;
    const size = frameSize(bytes, at, version);
    const to = Math.min(bytes.length, at + head + size);
    const format = version === 2 ? 0 : bytes[at + 9]!;
    frames.push({ name, from: at, body: at + head, to, flags: format, missing: at + head + size - to });
    at = to;
  }
  return { frames, first, at };
}

/** Length of the extended header: 2.3 does not count its own size field, 2.4 does. */
function extendedLength(bytes: Buffer, version: number): number {
  if (bytes.length < 4) return 0;
  return version === 4 ? Math.max(6, synchsafe(bytes.subarray(0, 4))) : bytes.readUInt32BE(0) + 4;
}

/** 2.4 counts seven bits a byte; some writers of 2.4 tags did not, and then the next frame tells. */
function frameSize(bytes: Buffer, at: number, version: number): number {
  if (version === 2) return bytes.readUIntBE(at + 3, 3);
  const straight = bytes.readUInt32BE(at + 4);
  if (version === 3) return straight;
  const safe = synchsafe(bytes.subarray(at + 4, at + 8));
  const fits = (size: number): boolean => {
    const next = at + 10 + size;
    if (next === bytes.length) return true;
    return (
      next + 4 <= bytes.length && /^([A-Z][A-Z0-9]{3}|\0{4})$/.test(bytes.toString('latin1', next, next + 4))
    );
  };
  return !fits(safe) && fits(straight) ? straight : safe;
}

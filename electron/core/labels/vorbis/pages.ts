import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** An Ogg page by its header (RFC 3533, 6). */
export interface Page {
  readonly start: number;
  readonly body: number;
  readonly end: number;
  /** 1: goes on with a packet, 2: begins a stream, 4: ends it. */
  readonly flags: number;
  readonly serial: number;
  readonly sequence: number;
  /** As written. */
  readonly checksum: number;
  /** Lengths of the segments; 255 goes on. */
  readonly lacing: Buffer;
}

/** The page at an offset, or `null` when there is none or it runs past the end of the file. */
export function pageAt(reader: ByteReader, start: number): Page | null {
  if (start + 27 > reader.size || !reader.matches(start, 'OggS')) return null;
  const segments = reader.u8(start + 26);
  if (start + 27 + segments > reader.size) return null;
  const lacing = reader.bytes(start + 27, segments);
  const body = start + 27 + segments;
  const end = lacing.reduce((sum, value) => sum + value, body);
  if (end > reader.size) return null;
  return {
    start,
    body,
    end,
    flags: reader.u8(start + 5),
    serial: reader.u32(start + 14, true),
    sequence: reader.u32(start + 18, true),
    checksum: reader.u32(start + 22, true),
    lacing,
  };
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** CRC-32 without reflection, beginning with zero (RFC 3533, 6). */
export function pageChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum << 8) ^ table[(sum >>> 24) ^ byte]!;
  return sum >>> 0;
}

/** Is the page as it was written? */
export function checksumFits(reader: ByteReader, { start, end, checksum }: Page): boolean {
  const bytes = Buffer.from(reader.bytes(start, end - start));
  bytes.fill(0, 22, 26);
  return pageChecksum(bytes) === checksum;
}

/**
 * What a page's checksum changes by when its sequence number does: the checksum is linear, so the difference is that
 * of a page which is zero but for the difference of the numbers. A wrong checksum stays as wrong as it was.
 */
export function checksumChange(page: Page, sequence: number): number {
  const difference = Buffer.alloc(page.end - page.start - 18);
  difference.writeUInt32LE((page.sequence ^ sequence) >>> 0);
  return pageChecksum(difference);
}

/** Most lacing values of a page. */
const SEGMENTS = 255;

/** A packet's lacing: as many 255 as fit, and what is left, which may be 0. */
export function lacingOf(length: number): number[] {
  return [...new Array<number>(Math.floor(length / 255)).fill(255), length % 255];
}

/** What pages made anew take over from those they replace. */
export interface PageModel {
  readonly serial: number;
  /** Number of the first one. */
  readonly sequence: number;
  /** Granule position, eight bytes as they lie, of pages on which a packet ends. */
  readonly position: Uint8Array;
  /** The last one ends the stream. */
  readonly ends: boolean;
}

/** Packets put on pages of their own, at least `count` of them while there are segments for as many. */
export function makePages(packets: readonly Uint8Array[], model: PageModel, count: number): Buffer[] {
  const lacing = packets.flatMap((packet) => lacingOf(packet.length));
  const body = Buffer.concat(packets);
  const pages = Math.max(Math.ceil(lacing.length / SEGMENTS), Math.min(count, lacing.length));
  const made: Buffer[] = [];
  let [at, segment] = [0, 0];
  for (let index = 0; index < pages; index += 1) {
    const next = Math.round(((index + 1) * lacing.length) / pages);
    const own = lacing.slice(segment, next);
    const length = own.reduce((sum, value) => sum + value, 0);
    const head = Buffer.alloc(27 + own.length);
    head.write('OggS', 0, 'latin1');
    const ends = model.ends && index === pages - 1;
    head.writeUInt8((lacing[segment - 1] === 255 ? 1 : 0) | (ends ? 4 : 0), 5);
    // all ones where no packet ends (RFC 3533, 6)
    if (own.every((value) => value === 255)) head.fill(0xff, 6, 14);
    else head.set(model.position, 6);
    head.writeUInt32LE(model.serial, 14);
    head.writeUInt32LE((model.sequence + index) >>> 0, 18);
    head.writeUInt8(own.length, 26);
    head.set(own, 27);
    const page = Buffer.concat([head, body.subarray(at, at + length)]);
    page.writeUInt32LE(pageChecksum(page), 22);
    made.push(page);
    at += length;
    segment = next;
  }
  return made;
}

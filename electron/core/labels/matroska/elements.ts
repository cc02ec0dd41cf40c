import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { elementAt } from '../../media/structure/ebml-header.ts';

/** Identifiers of RFC 8794 and RFC 9559, with their length markers. */
export const ids = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  title: 0x7ba9,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  name: 0x536e,
  video: 0xe0,
  projection: 0x7670,
  projectionType: 0x7671,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  tags: 0x1254c367,
  tag: 0x7373,
  targets: 0x63c0,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  tagLanguage: 0x447a,
  tagDefault: 0x4484,
  void: 0xec,
  crc: 0xbf,
} as const;

/** An element of a file, clipped to its parent. */
export interface FileElement {
  readonly id: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
  /** Its size is not written: it ends where an element of an outer level begins, or with its parent. */
  readonly open: boolean;
  /** Bytes it claims beyond its parent. */
  readonly missing: number;
}

/** Elements between two offsets. Returns why the walk ended before `to`, or `null`. */
export function* elementsIn(
  reader: ByteReader,
  from: number,
  to: number,
): Generator<FileElement, string | null> {
  let at = from;
  while (at < to) {
    const element = elementAt(reader, at, to);
    if (element === null) {
      const zero = reader.filled(0, at, Math.min(to, at + 65536));
      return zero ? null : `no element at offset ${at}`;
    }
    const { identifier, body, size } = element;
    const open = size === Number.POSITIVE_INFINITY;
    const end = open ? to : Math.min(to, body + size);
    yield { id: identifier, start: at, body, end, open, missing: open ? 0 : body + size - end };
    at = end;
  }
  return null;
}

/** A size as variable-size integer, in as many bytes as given or as few as will do; `null`: it does not fit. */
export function sizeBytes(size: number, width?: number): Buffer | null {
  for (let length = width ?? 1; length <= 8; length += 1) {
    // all ones mean "unknown"
    if (size < 2 ** (7 * length) - 1) {
      const bytes = Buffer.alloc(length);
      let value = size;
      for (let index = length - 1; index >= 0; index -= 1) {
        bytes[index] = value % 256;
        value = Math.floor(value / 256);
      }
      bytes[0] = bytes[0]! | (0x80 >> (length - 1));
      return bytes;
    }
    if (width !== undefined) return null;
  }
  return null;
}

/** An element from its identifier and data. `width`: bytes of the size field. */
export function makeElement(id: number, data: Uint8Array, width?: number): Buffer {
  const size = sizeBytes(data.length, width);
  if (size === null) throw new RangeError(`an element of ${data.length} bytes has no such size field`);
  return Buffer.concat([idBytes(id), size, data]);
}

export function idBytes(id: number): Buffer {
  const text = id.toString(16);
  return Buffer.from(text.padStart(text.length + (text.length & 1), '0'), 'hex');
}

/** A Void element of exactly `length` bytes, which is 2 at least. */
export function makeVoid(length: number): Buffer {
  for (let width = 1; width <= 8; width += 1) {
    const size = length - 1 - width;
    const bytes = size < 0 ? null : sizeBytes(size, width);
    if (bytes !== null) return Buffer.concat([Buffer.from([ids.void]), bytes, Buffer.alloc(size)]);
  }
  throw new RangeError(`no Void element of ${length} bytes`);
}

/** Unsigned integer of an element, up to 2^53. */
export function numberIn(reader: ByteReader, { body, end }: FileElement): number {
  return reader.bytes(body, Math.min(8, end - body)).reduce((sum, byte) => sum * 256 + byte, 0);
}

import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { damagedContainer, planXmp, type XmpHome } from './plan-xmp.ts';

/** XMP (XMP specification part 3, 1.1.8), as UNDEFINED (TC260-PG-20259A). */
const XMP_TAG = 700;
const UNDEFINED = 7;
const BYTE = 1;
const DNG_VERSION = 50706;
const ENTRIES = 4096;
const PACKET_BYTES = 16 * 1024 * 1024;
const CLASSIC_BYTES = 0xffff_fffe;

/** Sizes of the fields of a directory, classic and BigTIFF. */
interface Layout {
  readonly little: boolean;
  readonly count: number;
  readonly entry: number;
  readonly word: number;
  /** Where the header keeps the offset of the first directory. */
  readonly pointer: number;
}

interface Directory {
  readonly start: number;
  readonly entries: readonly { readonly at: number; readonly tag: number }[];
  /** Offset of the next directory. */
  readonly next: number;
}

/**
 * Tag 700 of the first directory of a TIFF. Nothing that lies in the file moves: a directory with room for the tag
 * is put at the end and the header points to it; a packet that stands there already is replaced in its place, or,
 * when it has grown, put at the end, and its old bytes are cleared.
 */
export function writeTiff(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  signal.throwIfAborted();
  return planXmp(reader, entries, () => find(reader));
}

function find(reader: ByteReader): XmpHome {
  const layout = layoutOf(reader);
  if (layout === null) throw damagedContainer('no TIFF header');
  const directory = directoryOf(reader, layout);
  if (typeof directory === 'string') throw damagedContainer(directory);
  if (directory.entries.some(({ tag }) => tag === DNG_VERSION))
    throw new Refusal(
      'Camera negatives (DNG) are not rewritten; put the label into an XMP sidecar',
      '不改写相机负片（DNG）文件；请将标识写入 XMP 附属文件',
    );
  const found = directory.entries.filter(({ tag }) => tag === XMP_TAG);
  const values = found.map(({ at }) => packetOf(reader, layout, at));
  if (values.includes(null)) throw damagedContainer('XMP tag');
  const packets = values.map((value) => reader.bytes(value!.start, value!.length));
  return {
    place: 'IFD0 XMP (tag 0x02BC)',
    packets,
    put(packet, index) {
      const room = packet.length + directory.entries.length * layout.entry + 64;
      if (layout.word === 4 && reader.size + room > CLASSIC_BYTES)
        throw new Refusal('With the label the file would exceed 4 GB', '写入标识后文件将超过 4 GB');
      const splices =
        index === null
          ? newDirectory(reader, layout, directory, packet)
          : newValue(reader, layout, found[index]!.at, values[index]!, packet);
      return splices;
    },
  };
}

function layoutOf(reader: ByteReader): Layout | null {
  const little = reader.matches(0, 'II');
  if (!little && !reader.matches(0, 'MM')) return null;
  const version = reader.u16(2, little);
  if (version === 42) return { little, count: 2, entry: 12, word: 4, pointer: 4 };
  const big = version === 43 && reader.u16(4, little) === 8;
  return big ? { little, count: 8, entry: 20, word: 8, pointer: 8 } : null;
}

/** The first directory; in words what is wrong with it. */
function directoryOf(reader: ByteReader, layout: Layout): Directory | string {
  const start = word(reader, layout, layout.pointer);
  if (start < 8 || start + layout.count > reader.size) return 'the first directory lies outside the file';
  const count = layout.word === 8 ? reader.u64(start, layout.little) : reader.u16(start, layout.little);
  const first = start + layout.count;
  const next = first + count * layout.entry;
  if (count > ENTRIES || next + layout.word > reader.size) return 'the first directory is cut off';
  const entries = Array.from({ length: count }, (_, index) => {
    const at = first + index * layout.entry;
    return { at, tag: reader.u16(at, layout.little) };
  });
  return { start, entries, next: word(reader, layout, next) };
}

interface Value {
  readonly start: number;
  readonly length: number;
}

function packetOf(reader: ByteReader, layout: Layout, at: number): Value | null {
  const type = reader.u16(at + 2, layout.little);
  const length = word(reader, layout, at + 4);
  const field = at + 4 + layout.word;
  const start = length <= layout.word ? field : word(reader, layout, field);
  const fits =
    (type === UNDEFINED || type === BYTE) && length <= PACKET_BYTES && start + length <= reader.size;
  return fits ? { start, length } : null;
}

function word(reader: ByteReader, { little, word: size }: Layout, at: number): number {
  return size === 8 ? reader.u64(at, little) : reader.u32(at, little);
}

function wordBytes({ little, word: size }: Layout, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) little ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeBigUInt64BE(BigInt(value));
  else little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
  return bytes;
}

function shortBytes({ little }: Layout, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
  return bytes;
}

/** Zero bytes that bring the end of the file to a word boundary, where directories begin (TIFF 6.0, section 2). */
function alignment(reader: ByteReader, { word: size }: Layout): Buffer {
  return Buffer.alloc((size - (reader.size % size)) % size);
}

function newDirectory(
  reader: ByteReader,
  layout: Layout,
  directory: Directory,
  packet: Uint8Array,
): Splice[] {
  const padding = alignment(reader, layout);
  const start = reader.size + padding.length;
  const { entries, next } = directory;
  const length = layout.count + (entries.length + 1) * layout.entry + layout.word;
  const own = Buffer.concat([
    shortBytes(layout, XMP_TAG),
    shortBytes(layout, UNDEFINED),
    wordBytes(layout, packet.length),
    wordBytes(layout, start + length),
  ]);
  // ascending order of tags; a directory out of order stays as it is around the new entry
  const behind = entries.findIndex(({ tag }) => tag > XMP_TAG);
  const position = behind === -1 ? entries.length : behind;
  const copies = entries.map(({ at }) => reader.bytes(at, layout.entry));
  const table = Buffer.concat([
    layout.count === 8 ? wordBytes(layout, entries.length + 1) : shortBytes(layout, entries.length + 1),
    ...copies.slice(0, position),
    own,
    ...copies.slice(position),
    wordBytes(layout, next),
  ]);
  return [
    { from: layout.pointer, to: layout.pointer + layout.word, data: wordBytes(layout, start) },
    { from: reader.size, to: reader.size, data: Buffer.concat([padding, table, packet]) },
  ];
}

function newValue(
  reader: ByteReader,
  layout: Layout,
  at: number,
  { start, length }: Value,
  packet: Uint8Array,
): Splice[] {
  if (packet.length === length) return [{ from: start, to: start + length, data: packet }];
  const padding = alignment(reader, layout);
  const place = Buffer.concat([
    wordBytes(layout, packet.length),
    wordBytes(layout, reader.size + padding.length),
  ]);
  return [
    { from: at + 4, to: at + 4 + 2 * layout.word, data: place },
    // a value so short that it stands in the entry itself is overwritten with it
    ...(length <= layout.word ? [] : [{ from: start, to: start + length, data: Buffer.alloc(length) }]),
    { from: reader.size, to: reader.size, data: Buffer.concat([padding, packet]) },
  ];
}

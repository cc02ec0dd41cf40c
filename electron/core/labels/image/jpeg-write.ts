import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer, XmpAssignment } from '../define.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { withoutPadding } from '../xmp-merge.ts';
import { type ExtendedPiece, joinExtension } from './jpeg-joined.ts';
import { shiftedIndex } from './jpeg-multi-picture.ts';
import { type JpegSegment, jpegHeaders, walkSegments } from './jpeg-segments.ts';
import { damagedContainer, holdsAny, planXmp, type XmpHome } from './plan-xmp.ts';

/** A segment counts its own length in 16 bits (ITU-T T.81, B.1.1.4). */
const PACKET_BYTES = 0xffff - 2 - jpegHeaders.xmp.length;

/**
 * The main XMP packet of a JPEG in an APP1 segment behind JFIF and Exif (XMP specification part 3, 1.1.3). Extended
 * XMP stays as it is; a label that stands there is not touched, and refused.
 */
export function writeJpeg(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planXmp(reader, entries, (properties) => find(reader, properties, signal));
}

interface Layout {
  readonly main: JpegSegment[];
  /** Where a new segment goes. */
  place: number;
  /** Header of the MPF block and end of its segment. */
  readonly indexes: { readonly header: number; readonly end: number }[];
  readonly extensions: Map<string, ExtendedPiece[]>;
}

function find(reader: ByteReader, properties: readonly XmpAssignment[], signal: AbortSignal): XmpHome {
  const layout: Layout = { main: [], place: 2, indexes: [], extensions: new Map() };
  let leading = true;
  const stray: number[] = [];
  const { problem } = walkSegments(
    reader,
    signal,
    (segment) => {
      const before = note(reader, segment, layout);
      leading = leading && before;
      if (leading) layout.place = segment.end;
    },
    (offset) => stray.push(offset),
  );
  if (problem !== null) throw damagedContainer(problem);
  // programs look for the next segment each in their own way, and some would not find the packet
  if (stray.length > 0) throw damagedContainer(`stray bytes at offset ${stray[0]}`);
  if (inExtension(layout, properties))
    throw new Refusal(
      'The label stands in extended XMP, which is not rewritten; join the XMP of the file first',
      '该标识位于扩展 XMP 中，本程序不予改写；请先合并文件的 XMP',
    );
  const { main, place } = layout;
  return {
    place: 'APP1 XMP',
    packets: main.map(({ body, end }) =>
      reader.bytes(body + jpegHeaders.xmp.length, end - body - jpegHeaders.xmp.length),
    ),
    put(packet, index) {
      const fitting = packet.length > PACKET_BYTES ? withoutPadding(packet) : packet;
      if (fitting.length > PACKET_BYTES)
        throw new Refusal(
          'With the label the XMP packet would exceed the 64 KB of a JPEG segment; shorten its other metadata first',
          '写入标识后 XMP 数据包将超过 JPEG 段 64 KB 的上限，请先精简其他元数据',
        );
      const data = segmentOf(fitting);
      const old = index === null ? null : main[index]!;
      const [from, to] = old === null ? [place, place] : [old.start, old.end];
      return moved(reader, layout, { from, to, data });
    },
  };
}

/** Remember what a segment holds. Is it one of those that come before the packet? */
function note(reader: ByteReader, segment: JpegSegment, layout: Layout): boolean {
  const { code, body, end } = segment;
  const head = reader.latin1(body, Math.min(40, end - body));
  if (code === 0xe1 && head.startsWith(jpegHeaders.xmp)) layout.main.push(segment);
  else if (code === 0xe1 && head.startsWith(jpegHeaders.extendedXmp)) extension(reader, segment, layout);
  else if (code === 0xe2 && head.startsWith(jpegHeaders.multiPicture))
    layout.indexes.push({ header: body + jpegHeaders.multiPicture.length, end });
  return code === 0xe0 || (code === 0xe1 && head.startsWith(jpegHeaders.exif));
}

function extension(reader: ByteReader, { body, end }: JpegSegment, { extensions }: Layout): void {
  const at = body + jpegHeaders.extendedXmp.length;
  if (at + 40 > end) return;
  const guid = reader.latin1(at, 32);
  const pieces = extensions.get(guid) ?? [];
  extensions.set(guid, pieces);
  pieces.push({
    data: reader.bytes(at + 40, end - at - 40),
    offset: at + 40,
    at: reader.u32(at + 36),
    total: reader.u32(at + 32),
  });
}

function inExtension({ extensions }: Layout, properties: readonly XmpAssignment[]): boolean {
  return [...extensions.values()].some((pieces) => {
    const packet = joinExtension(pieces);
    return packet !== null && holdsAny(packet, properties);
  });
}

/** The change, and what has to move with it when it changes the file's length. */
function moved(reader: ByteReader, { indexes }: Layout, change: Splice): readonly Splice[] {
  const by = change.data.length - (change.to - change.from);
  if (by === 0) return [change];
  if (countsFromStart(reader))
    throw new Refusal(
      'Data behind the picture (AFCP, or a sound recording) are found by their place in the file, which would change',
      '图像之后的数据（AFCP 或录音）按其在文件中的绝对位置查找，写入会改变该位置',
    );
  const splices = [change];
  for (const { header, end } of indexes) {
    const numbers = shiftedIndex(reader, header, end, { from: change.to, by });
    if (numbers === null)
      throw new Refusal(
        'The index of the pictures in this file (MPF) cannot be read, and would not fit any longer',
        '无法读取文件中的多图索引（MPF），写入后索引将失效',
      );
    splices.push(...numbers);
  }
  return splices;
}

/** Trailers whose directory holds offsets from the start of the file: Samsung's QDIO and AXS's AFCP. */
function countsFromStart(reader: ByteReader): boolean {
  return (
    reader.matches(reader.size - 6, 'QDIOBS') ||
    reader.matches(reader.size - 12, 'AXS!') ||
    reader.matches(reader.size - 12, 'AXS*')
  );
}

function segmentOf(packet: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(jpegHeaders.xmp, 'latin1'), packet]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { damagedContainer, planXmp, type XmpHome } from './plan-xmp.ts';
import { isXmpChunk, type WebpChunk, webpChunks } from './webp-chunks.ts';

const XMP_FLAG = 0x04;
const ALPHA_FLAG = 0x10;
const PACKET_BYTES = 16 * 1024 * 1024;

/** Picture data and what must stand before the packet (RFC 9649, 2.7: metadata comes last, Exif before XMP). */
const before: ReadonlySet<string> = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L', 'EXIF']);

/** The `XMP ` chunk of a WebP file; a simple file becomes an extended one with the picture's own size and alpha. */
export function writeWebp(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planXmp(reader, entries, () => find(reader, signal));
}

function find(reader: ByteReader, signal: AbortSignal): XmpHome {
  const { chunks, end, problem } = webpChunks(reader, signal);
  if (problem !== null) throw damagedContainer(problem);
  const [first] = chunks;
  const header = first === undefined ? 'no picture' : extendedHeader(reader, first);
  if (typeof header === 'string') throw damagedContainer(header);
  const packets = chunks.filter(isXmpChunk);
  if (packets.some(({ length }) => length > PACKET_BYTES)) throw damagedContainer('XMP chunk too large');
  return {
    place: 'XMP chunk',
    packets: packets.map(({ body, length }) => reader.bytes(body, length)),
    put(packet, index) {
      const old = index === null ? chunks.findLast(({ name }) => before.has(name)) : packets[index];
      const place = old?.end ?? end;
      const change: Splice = {
        from: index === null ? place : old!.start,
        to: place,
        data: Buffer.concat([
          // the last chunk of a file may lack its pad byte
          Buffer.alloc(index === null ? place & 1 : 0),
          chunkOf('XMP ', packet),
        ]),
      };
      const splices = [header, change];
      const growth = splices.reduce((sum, { from, to, data }) => sum + data.length - (to - from), 0);
      const size = end - 8 + growth;
      if (size > 0xffff_fffe)
        throw new Refusal('With the label the file would exceed 4 GB', '写入标识后文件将超过 4 GB');
      return [{ from: 4, to: 8, data: u32(size + (size & 1)) }, ...splices];
    },
  };
}

/** The flag in the extended header, or such a header in front of a picture that had none; or what is wrong. */
function extendedHeader(reader: ByteReader, first: WebpChunk): Splice | string {
  const { name, start, body, length } = first;
  if (name === 'VP8X') {
    if (length < 10) return 'VP8X chunk cut off';
    return { from: body, to: body + 1, data: Uint8Array.of(reader.u8(body) | XMP_FLAG) };
  }
  const picture =
    name === 'VP8 ' ? lossy(reader, body, length) : name === 'VP8L' ? lossless(reader, body) : null;
  if (picture === null) return 'no picture header';
  const data = Buffer.alloc(10);
  data[0] = XMP_FLAG | (picture.alpha ? ALPHA_FLAG : 0);
  data.writeUIntLE(picture.width - 1, 4, 3);
  data.writeUIntLE(picture.height - 1, 7, 3);
  return { from: start, to: start, data: chunkOf('VP8X', data) };
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly alpha: boolean;
}

/** Key frame header with start code 9D 01 2A (RFC 6386, 9.1). */
function lossy(reader: ByteReader, body: number, length: number): Picture | null {
  if (length < 10 || reader.u24(body + 3) !== 0x9d012a) return null;
  const [width, height] = [reader.u16(body + 6, true) & 0x3fff, reader.u16(body + 8, true) & 0x3fff];
  return width === 0 || height === 0 ? null : { width, height, alpha: false };
}

/** Signature 2F, then 14 bits each, then whether alpha is used (RFC 9649, 3.4). */
function lossless(reader: ByteReader, body: number): Picture | null {
  if (reader.u8(body) !== 0x2f) return null;
  const bits = reader.u32(body + 1, true);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    alpha: ((bits >>> 28) & 1) === 1,
  };
}

function chunkOf(name: string, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(name, 'latin1'), u32(data.length), data, Buffer.alloc(data.length & 1)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

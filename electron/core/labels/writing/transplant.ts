import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { Piece } from '../define.ts';

/**
 * A picture packed anew, inside the container of the old one: pixels come from `packed`, every block of
 * metadata from the source as it lies there. What describes the old packing, and a C2PA credential, whose hash
 * cannot fit any more, stays behind. Returns `null` for a container that is not what its format says.
 */
export type Transplant = (reader: ByteReader, packed: Uint8Array) => readonly Piece[] | null;

/** More blocks than this has no picture that was not made to be one. */
const BLOCKS = 100_000;

/** Of the old packing: palette and what refers to it, Apple's strip table, animation; `caBX` is the credential. */
const packingChunks: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD', 'hIST', 'sBIT', 'sPLT', 'iDOT', 'caBX'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/** PNG (W3C PNG, third edition, clause 5). */
export function transplantPng(reader: ByteReader, packed: Uint8Array): readonly Piece[] | null {
  const [before, after]: [ByteRange[], ByteRange[]] = [[], []];
  let data = false;
  let offset = 8;
  for (let count = 0; offset + 12 <= reader.size && count < BLOCKS; count += 1) {
    const length = reader.u32(offset) + 12;
    const name = reader.latin1(offset + 4, 4);
    if (offset + length > reader.size) return null;
    if (name === 'IDAT') data = true;
    if (!packingChunks.has(name)) (data ? after : before).push([offset, length]);
    offset += length;
    if (name === 'IEND') break;
  }
  const file = Buffer.from(packed);
  const header: Piece = { from: 'memory', data: file.subarray(0, 33) };
  const pixels: Buffer[] = [];
  for (let at = 33; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at) + 12;
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') pixels.push(file.subarray(at, at + length));
    at += length;
  }
  const end: Piece = { from: 'memory', data: file.subarray(file.length - 12) };
  return [header, ...kept(before), { from: 'memory', data: Buffer.concat(pixels) }, ...kept(after), end];
}

/** JPEG (ITU-T T.81, B.1): application segments and comments of the source, everything else from `packed`. */
export function transplantJpeg(reader: ByteReader, packed: Uint8Array): readonly Piece[] | null {
  if (!reader.matches(0, '\xff\xd8')) return null;
  const segments: ByteRange[] = [];
  let offset = 2;
  for (let count = 0; count < BLOCKS; count += 1) {
    if (offset + 4 > reader.size || reader.u8(offset) !== 0xff) return null;
    const code = reader.u8(offset + 1);
    if (code === 0xff) {
      offset += 1;
      continue;
    }
    if (code === 0xda) break;
    const length = reader.u16(offset + 2) + 2;
    if (offset + length > reader.size) return null;
    const isMetadata = (code >= 0xe0 && code <= 0xef) || code === 0xfe;
    if (isMetadata && !ofOldJpeg(reader, code, offset + 4, length - 4)) segments.push([offset, length]);
    offset += length;
  }
  const file = Buffer.from(packed);
  // Behind SOI stands the encoder's own JFIF segment; what the source says of density and version counts.
  const first = file.readUInt16BE(2) === 0xffe0 ? 4 + file.readUInt16BE(4) : 2;
  return [
    { from: 'memory', data: file.subarray(0, 2) },
    ...kept(segments),
    { from: 'memory', data: file.subarray(first) },
  ];
}

/** Adobe's colour transform, tables of further pictures and of gain maps, and JUMBF. */
function ofOldJpeg(reader: ByteReader, code: number, body: number, length: number): boolean {
  const starts = (text: string): boolean => length >= text.length && reader.matches(body, text);
  if (code === 0xe0) return !starts('JFIF\0') || length > 14;
  if (code === 0xe2) return starts('MPF\0') || starts('urn:iso:std:iso:ts:21496:-1\0');
  if (code === 0xeb) return starts('JP');
  return code === 0xee && starts('Adobe');
}

/** WebP (RFC 9649): VP8X with its flags, colour profile, pixels, Exif and XMP, in that order. */
export function transplantWebp(reader: ByteReader, packed: Uint8Array): readonly Piece[] | null {
  if (!reader.matches(0, 'RIFF') || !reader.matches(8, 'WEBP')) return null;
  const source = new Map<string, ByteRange[]>();
  let offset = 12;
  for (let count = 0; offset + 8 <= reader.size && count < BLOCKS; count += 1) {
    const size = reader.u32(offset + 4, true);
    const length = 8 + size + (size & 1);
    const name = reader.latin1(offset, 4);
    if (offset + 8 + size > reader.size) return null;
    // A last chunk of odd length may lack its padding byte.
    source.set(name, [...(source.get(name) ?? []), [offset, Math.min(length, reader.size - offset)]]);
    offset += length;
  }
  const file = Buffer.from(packed);
  const pixels: Buffer[] = [];
  let flags = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    const name = file.toString('latin1', at, at + 4);
    if (name === 'VP8X') flags |= file[at + 8]! & 0x12;
    if (name === 'VP8L') flags |= (file.readUInt32LE(at + 9) >>> 28) & 1 ? 0x10 : 0;
    if (['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF'].includes(name))
      pixels.push(file.subarray(at, at + 8 + size + (size & 1)));
    at += 8 + size + (size & 1);
  }
  const carried = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'C2PA', 'ICCP']);
  const profile = source.get('ICCP') ?? [];
  const others = [...source].filter(([name]) => !carried.has(name)).flatMap(([, ranges]) => ranges);
  if ([...profile, ...others].some(([, length]) => length % 2 === 1)) return null;
  if (profile.length > 0) flags |= 0x20;
  if (source.has('EXIF')) flags |= 0x08;
  if (source.has('XMP ')) flags |= 0x04;
  const canvas = canvasOf(file);
  if (canvas === null) return null;
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 0, 'latin1');
  extended.writeUInt32LE(10, 4);
  extended.writeUInt8(flags, 8);
  extended.writeUIntLE(canvas.width - 1, 12, 3);
  extended.writeUIntLE(canvas.height - 1, 15, 3);
  const body = Buffer.concat(pixels);
  const size = [...profile, ...others].reduce((sum, [, length]) => sum + length, 4 + 18 + body.length);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(size, 4);
  head.write('WEBP', 8, 'latin1');
  return [
    { from: 'memory', data: Buffer.concat([head, extended]) },
    ...kept(profile),
    { from: 'memory', data: body },
    ...kept(others),
  ];
}

function canvasOf(file: Buffer): { readonly width: number; readonly height: number } | null {
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
    case 'VP8 ':
      return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = file.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}

/** GIF (version 89a, clauses 24 and 26): comments and application extensions but the loop and the credential. */
export function transplantGif(reader: ByteReader, packed: Uint8Array): readonly Piece[] | null {
  if (!reader.matches(0, 'GIF8')) return null;
  const extensions: ByteRange[] = [];
  const flags = reader.u8(10);
  let offset = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  for (let count = 0; count < BLOCKS; count += 1) {
    if (offset >= reader.size) return null;
    const kind = reader.u8(offset);
    if (kind === 0x3b) break;
    const start = offset;
    if (kind === 0x2c) {
      const local = reader.u8(offset + 9);
      offset += 11 + (local & 0x80 ? 3 << ((local & 7) + 1) : 0);
    } else if (kind === 0x21) offset += 2;
    else return null;
    for (;;) {
      if (offset >= reader.size) return null;
      const length = reader.u8(offset);
      offset += 1 + length;
      if (length === 0) break;
    }
    if (kind !== 0x21) continue;
    const label = reader.u8(start + 1);
    const name = label === 0xff ? reader.latin1(start + 3, 11) : '';
    if (label === 0xfe || (label === 0xff && !ofOldGif.test(name))) extensions.push([start, offset - start]);
  }
  const file = Buffer.from(packed);
  return [
    { from: 'memory', data: file.subarray(0, file.length - 1) },
    ...kept(extensions),
    { from: 'memory', data: file.subarray(file.length - 1) },
  ];
}

const ofOldGif = /^(NETSCAPE2\.0|ANIMEXTS1\.0|C2PA_GIF)/;

function kept(ranges: readonly ByteRange[]): Piece[] {
  return ranges.map((bytes) => ({ from: 'source', bytes }));
}

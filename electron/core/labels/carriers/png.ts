import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { DEFLATE_RATIO } from '../deflate-ratio.ts';
import { damaged, type Gathering, gathered, isFull, keepText } from '../gathering.ts';
import { inflated, type PngChunk, textOf, walkChunks, xmpKeyword } from '../image/png-chunks.ts';
import { writePng } from '../image/png-write.ts';
import { readSamsungTrailer } from '../image/samsung-trailer.ts';
import { readStealthAlpha } from '../image/stealth-alpha.ts';
import { gatherExif, gatherResources, gatherXmp } from '../payload-blocks.ts';
import { plainText } from '../text-decoding.ts';

/** PNG (W3C, third edition): textual chunks and eXIf, before and after the image data, and the alpha channel. */
export const carrier = defineCarrier({
  id: 'png',
  formats: ['png'],
  places: [
    'iTXt XML:com.adobe.xmp',
    'tEXt',
    'zTXt',
    'iTXt',
    'eXIf',
    'comf',
    'Raw profile type',
    'alpha LSB',
    'SEF trailer',
  ],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
  writes: ['xmp'],
  write: writePng,
});

interface State {
  readonly gathering: Gathering;
  /** Bytes that may still be decompressed in this file. */
  left: number;
}

const CHUNK_BYTES = 16 * 1024 * 1024;
const INFLATED_BYTES = 32 * 1024 * 1024;

/** `comf`: ComfyUI's own chunk in animated pictures, of the form of tEXt. */
const textual: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'comf']);
/** Chunks of the specification and its extensions that hold no text; any other may be a textual one, its type damaged. */
const known: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'bKGD'],
  ...['hIST', 'pHYs', 'sPLT', 'tIME', 'acTL', 'fcTL', 'fdAT', 'oFFs', 'pCAL', 'sCAL', 'gIFg', 'gIFx', 'sTER'],
  ...['dSIG', 'caBX'],
]);

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  const state: State = { gathering, left: INFLATED_BYTES };
  const pixels: ByteRange[] = [];
  let header: Buffer | null = null;
  const outcome = walkChunks(reader, signal, (chunk) => {
    const { type, body, length } = chunk;
    if (type === 'IHDR') header ??= reader.bytes(body, Math.min(length, 13));
    else if (type === 'IDAT') pixels.push([body, length]);
    else if (textual.has(type)) readChunk(reader, chunk, state);
    else if (!known.has(type) && !checksumFits(reader, chunk))
      damaged(gathering, `${type} at offset ${body - 8}: checksum wrong`);
  });
  if ('problem' in outcome) damaged(gathering, outcome.problem);
  else readSamsungTrailer(reader, outcome.end, reader.size, gathering);
  if (header !== null) readStealthAlpha(reader, header, pixels, gathering);
}

function checksumFits(reader: ByteReader, { body, length }: Pick<PngChunk, 'body' | 'length'>): boolean {
  return reader.crc32(body - 4, 4 + length) === reader.u32(body + length);
}

function readChunk(reader: ByteReader, { type, body, length }: PngChunk, state: State): void {
  const { gathering } = state;
  if (!checksumFits(reader, { body, length }))
    damaged(gathering, `${type} at offset ${body - 8}: checksum wrong`);
  if (isFull(gathering)) return;
  if (length > CHUNK_BYTES) {
    damaged(gathering, `${type} at offset ${body - 8} is too large`);
    return;
  }
  const data = reader.bytes(body, length);
  if (type === 'eXIf') {
    gatherExif(gathering, 'eXIf', data, [body, length], body);
    return;
  }
  const text = textOf(type, data);
  if (text === null) {
    damaged(gathering, `${type} at offset ${body}: no keyword, or cut off`);
    return;
  }
  const { keyword, raw, compressed } = text;
  const bytes: ByteRange = [body + text.at, raw.length];
  const value = compressed ? inflate(raw, bytes[0], state) : raw;
  if (value === null) return;
  if (keyword === xmpKeyword) {
    gatherXmp(gathering, { place: `${type} XMP`, bytes, contiguous: !compressed }, value);
    return;
  }
  const profile = /^Raw profile type (\w+)$/.exec(keyword)?.[1]?.toLowerCase();
  if (profile !== undefined) rawProfile(profile, value, bytes, gathering);
  else keepText(gathering, { place: type, key: keyword, bytes, text: plainText(value) });
}

/** ImageMagick's way of keeping a foreign block: name, length, then the bytes in hexadecimal. */
function rawProfile(profile: string, value: Buffer, bytes: ByteRange, gathering: Gathering): void {
  const header = /^\s{0,4}\S{1,20}\s{1,20}(\d{1,9})\s/.exec(value.toString('latin1', 0, 60));
  const digits = value.toString('latin1', header?.[0].length ?? 0).replace(/[\s\0]/g, '');
  const block = /^[0-9a-fA-F]*$/.test(digits) ? Buffer.from(digits, 'hex') : null;
  if (header === null || block === null || block.length !== Number(header[1])) {
    damaged(gathering, `raw profile ${profile}: length does not fit`);
    return;
  }
  const place = `Raw profile type ${profile}`;
  const stored = { place, bytes, contiguous: false };
  const isExif = block.toString('latin1', 0, 5) === 'Exif\0';
  if (profile === 'xmp') gatherXmp(gathering, stored, block);
  else if (profile === 'exif' || (profile === 'app1' && isExif))
    gatherExif(gathering, place, isExif ? block.subarray(6) : block, bytes, null);
  else if (profile === 'app1' && block.toString('latin1', 0, 29) === 'http://ns.adobe.com/xap/1.0/\0')
    gatherXmp(gathering, stored, block.subarray(29));
  else if (profile === 'iptc' || profile === '8bim')
    gatherResources(gathering, place, block, () => bytes, false);
}

function inflate(data: Buffer, offset: number, state: State): Buffer | null {
  if (state.left <= 0) {
    damaged(state.gathering, `text at offset ${offset}: no more is decompressed in this file`);
    return null;
  }
  const value = inflated(data, state.left);
  if (typeof value === 'string') {
    // it was unpacked all the same, as far as it went: Deflate makes at most so much of a byte
    state.left -= Math.min(state.left, data.length * DEFLATE_RATIO);
    damaged(state.gathering, `text at offset ${offset} cannot be decompressed: ${value}`);
    return null;
  }
  state.left -= value.length;
  return value;
}

import { inflateSync } from 'node:zlib';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { type CarriedPayload, defineCarrier } from '../define.ts';
import { readExifTexts } from '../exif-text.ts';
import { readPhotoshopTexts } from '../iptc-iim.ts';
import { plainText } from '../text-decoding.ts';
import { readXmp } from '../xmp.ts';

/** PNG (W3C, third edition): textual chunks and eXIf, before and after the image data. */
export const carrier = defineCarrier({
  id: 'png',
  formats: ['png'],
  places: ['iTXt XML:com.adobe.xmp', 'tEXt', 'zTXt', 'iTXt', 'eXIf', 'Raw profile type'],
  read(reader, signal) {
    const state: State = { payloads: [], warnings: [], complete: true, left: INFLATED_BYTES };
    walk(reader, signal, state);
    const { payloads, warnings, complete } = state;
    return { payloads, warnings, complete };
  },
});

interface State {
  readonly payloads: CarriedPayload[];
  readonly warnings: string[];
  complete: boolean;
  /** Bytes that may still be decompressed in this file. */
  left: number;
}

const CHUNKS = 100_000;
const CHUNK_BYTES = 16 * 1024 * 1024;
const INFLATED_BYTES = 32 * 1024 * 1024;
const PAYLOADS = 2000;

function walk(reader: ByteReader, signal: AbortSignal, state: State): void {
  const damaged = (problem: string): void => {
    state.warnings.push(problem);
    state.complete = false;
  };
  if (!reader.matches(0, '\x89PNG\r\n\x1a\n')) {
    damaged('no PNG signature');
    return;
  }
  let at = 8;
  for (let count = 0; ; count += 1) {
    signal.throwIfAborted();
    if (count >= CHUNKS) {
      damaged(`more than ${CHUNKS} chunks`);
      return;
    }
    if (at + 12 > reader.size) {
      damaged('the file ends without IEND');
      return;
    }
    const length = reader.u32(at);
    const type = reader.latin1(at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) {
      damaged(`no chunk at offset ${at}`);
      return;
    }
    if (at + 12 + length > reader.size) {
      damaged(`chunk ${type} at offset ${at} runs past the end`);
      return;
    }
    if (type === 'IEND') return;
    if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt' || type === 'eXIf') {
      if (reader.crc32(at + 4, 4 + length) !== reader.u32(at + 8 + length)) {
        state.warnings.push(`${type} at offset ${at}: checksum wrong`);
      }
      if (length > CHUNK_BYTES || state.payloads.length >= PAYLOADS)
        damaged(`${type} at offset ${at} is too large or one too many`);
      else chunk(type, reader.bytes(at + 8, length), at + 8, state, damaged);
    }
    at += 12 + length;
  }
}

type Damage = (problem: string) => void;

function chunk(type: string, data: Buffer, offset: number, state: State, damaged: Damage): void {
  if (type === 'eXIf') {
    exif(data, 'eXIf', [offset, data.length], offset, state, damaged);
    return;
  }
  const end = data.indexOf(0);
  if (end < 1 || end > 79) {
    damaged(`${type} at offset ${offset}: no keyword`);
    return;
  }
  const keyword = data.toString('latin1', 0, end);
  const body = end + 1;
  if (type === 'tEXt') {
    text(type, keyword, data.subarray(body), offset + body, true, state, damaged);
    return;
  }
  if (type === 'zTXt') {
    const inflated = inflate(data.subarray(body + 1), offset, state, damaged);
    if (inflated !== null)
      text(type, keyword, inflated, offset + body + 1, false, state, damaged, data.length - body - 1);
    return;
  }
  // iTXt: compression flag, compression method, language tag, translated keyword.
  const language = data.indexOf(0, body + 2);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  if (translated === -1) {
    damaged(`iTXt at offset ${offset}: cut off`);
    return;
  }
  const raw = data.subarray(translated + 1);
  const compressed = data[body] === 1;
  const value = compressed ? inflate(raw, offset, state, damaged) : raw;
  if (value !== null)
    text(type, keyword, value, offset + translated + 1, !compressed, state, damaged, raw.length);
}

function text(
  type: string,
  keyword: string,
  value: Buffer,
  offset: number,
  contiguous: boolean,
  state: State,
  damaged: Damage,
  length: number = value.length,
): void {
  const bytes: [number, number] = [offset, length];
  if (keyword === 'XML:com.adobe.xmp') {
    xmp(`${type} XMP`, value, bytes, contiguous, state, damaged);
    return;
  }
  const profile = /^Raw profile type (\w+)$/.exec(keyword)?.[1]?.toLowerCase();
  if (profile !== undefined) {
    rawProfile(profile, value, bytes, state, damaged);
    return;
  }
  state.payloads.push({ kind: 'text', place: type, key: keyword, bytes, text: plainText(value) });
}

function xmp(
  place: string,
  value: Buffer,
  bytes: [number, number],
  contiguous: boolean,
  state: State,
  damaged: Damage,
): void {
  const packet = readXmp(value);
  state.payloads.push({ kind: 'xmp', place, bytes, packet, contiguous, orphaned: false });
  if (!packet.ok) damaged(`XMP at offset ${bytes[0]} cannot be read: ${packet.problem}`);
}

/** ImageMagick's way of keeping a foreign block: name, length, then the bytes in hexadecimal. */
function rawProfile(
  profile: string,
  value: Buffer,
  bytes: [number, number],
  state: State,
  damaged: Damage,
): void {
  const header = /^\s{0,4}\S{1,20}\s{1,20}(\d{1,9})\s/.exec(value.toString('latin1', 0, 60));
  const digits = value.toString('latin1', header?.[0].length ?? 0).replace(/[\s\0]/g, '');
  const block = /^[0-9a-fA-F]*$/.test(digits) ? Buffer.from(digits, 'hex') : null;
  if (header === null || block === null || block.length !== Number(header[1])) {
    damaged(`raw profile ${profile}: length does not fit`);
    return;
  }
  const place = `Raw profile type ${profile}`;
  const body = block.toString('latin1', 0, 5) === 'Exif\0' ? block.subarray(6) : block;
  if (profile === 'xmp') {
    xmp(place, block, bytes, false, state, damaged);
    return;
  }
  if (profile === 'exif' || (profile === 'app1' && body !== block)) {
    exif(body, place, bytes, null, state, damaged);
    return;
  }
  if (profile === 'app1' && block.toString('latin1', 0, 29) === 'http://ns.adobe.com/xap/1.0/\0') {
    xmp(place, block.subarray(29), bytes, false, state, damaged);
    return;
  }
  if (profile !== 'iptc' && profile !== '8bim') return;
  const { texts, problem } = readPhotoshopTexts(block);
  if (problem !== null) damaged(`${place}: ${problem}`);
  for (const found of texts)
    state.payloads.push({ kind: 'text', place, key: found.key, bytes, text: found.text });
}

/** @param base file offset of the block, or `null` when it does not lie in the file as it is */
function exif(
  block: Buffer,
  place: string,
  bytes: [number, number],
  base: number | null,
  state: State,
  damaged: Damage,
): void {
  const reading = readExifTexts(block);
  for (const problem of reading.problems) damaged(`${place}: ${problem}`);
  for (const { key, text: value, start, length } of reading.texts) {
    const range: [number, number] = base === null ? bytes : [base + start, length];
    state.payloads.push({ kind: 'text', place, key, bytes: range, text: value });
  }
  for (const { start, length } of reading.packets) {
    const range: [number, number] = base === null ? bytes : [base + start, length];
    xmp(`${place} (XMP tag)`, block.subarray(start, start + length), range, base !== null, state, damaged);
  }
}

function inflate(data: Buffer, offset: number, state: State, damaged: Damage): Buffer | null {
  if (state.left <= 0) {
    damaged(`text at offset ${offset}: no more is decompressed in this file`);
    return null;
  }
  try {
    const inflated = inflateSync(data, { maxOutputLength: state.left });
    state.left -= inflated.length;
    return inflated;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    damaged(`text at offset ${offset} cannot be decompressed: ${error.message}`);
    return null;
  }
}

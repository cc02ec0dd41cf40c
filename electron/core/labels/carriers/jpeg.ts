import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { type CarriedPayload, type CarrierReading, defineCarrier } from '../define.ts';
import { readExifTexts } from '../exif-text.ts';
import { readPhotoshopTexts } from '../iptc-iim.ts';
import { plainText } from '../text-decoding.ts';
import { readXmp } from '../xmp.ts';

/** JPEG (ITU-T T.81): application segments and comments up to the end of the image. */
export const carrier = defineCarrier({
  id: 'jpeg',
  formats: ['jpeg'],
  places: ['APP1 XMP', 'APP1 extended XMP', 'APP1 Exif', 'APP13 IPTC-IIM', 'COM', 'APPn'],
  read(reader, signal) {
    const state: State = {
      payloads: [],
      warnings: [],
      complete: true,
      extensions: new Map(),
      photoshop: [],
      guids: [],
    };
    walk(reader, signal, state);
    extendedXmp(state);
    photoshop(state);
    const { payloads, warnings, complete } = state;
    payloads.sort((a, b) => a.bytes[0] - b.bytes[0]);
    return { payloads, warnings, complete } satisfies CarrierReading;
  },
});

/** A piece of a payload that is spread over segments: its bytes and where they lie in the file. */
interface Piece {
  readonly data: Buffer;
  readonly offset: number;
  /** Position inside the whole, for extended XMP. */
  readonly at: number;
  readonly total: number;
}

interface State {
  readonly payloads: CarriedPayload[];
  readonly warnings: string[];
  complete: boolean;
  /** Extended XMP by its GUID. */
  readonly extensions: Map<string, Piece[]>;
  /** GUIDs that main packets name. */
  readonly guids: string[];
  readonly photoshop: Piece[];
}

const SEGMENTS = 20_000;
const EXTENDED_BYTES = 16 * 1024 * 1024;

const xmpHeader = 'http://ns.adobe.com/xap/1.0/\0';
const extensionHeader = 'http://ns.adobe.com/xmp/extension/\0';
const exifHeader = 'Exif\0';
const photoshopHeader = 'Photoshop 3.0\0';
const noteNamespace = 'http://ns.adobe.com/xmp/note/';

function walk(reader: ByteReader, signal: AbortSignal, state: State): void {
  const damaged = (problem: string): void => {
    state.warnings.push(problem);
    state.complete = false;
  };
  if (!reader.matches(0, '\xff\xd8')) {
    damaged('no start of image');
    return;
  }
  let at = 2;
  for (let count = 0; ; count += 1) {
    signal.throwIfAborted();
    if (count >= SEGMENTS) {
      damaged(`more than ${SEGMENTS} segments`);
      return;
    }
    // Fill bytes may precede a marker; anything else between segments is damage to be walked over.
    const marker = nextMarker(reader, at);
    if (marker === null) {
      damaged('the file ends without an end of image');
      return;
    }
    if (marker.at > at && !reader.filled(0xff, at, marker.at))
      state.warnings.push(`stray bytes at offset ${at}`);
    const { code } = marker;
    at = marker.at + 2;
    if (code === 0xd9) return;
    if (code === 0x01 || code === 0xd8 || (code >= 0xd0 && code <= 0xd7)) continue;
    if (at + 2 > reader.size) {
      damaged('the file ends inside a segment');
      return;
    }
    const length = reader.u16(at);
    if (length < 2 || at + length > reader.size) {
      damaged(`segment at offset ${marker.at} runs past the end`);
      return;
    }
    segment(reader, code, at + 2, length - 2, state);
    at += length;
    if (code === 0xda) at = afterScan(reader, at);
  }
}

/** The next marker at or after `at`; stuffed and fill bytes are no markers. */
function nextMarker(reader: ByteReader, at: number): { at: number; code: number } | null {
  for (let from = at; ; ) {
    const found = reader.find(0xff, from, reader.size);
    if (found === -1 || found + 1 >= reader.size) return null;
    const code = reader.u8(found + 1);
    if (code !== 0x00 && code !== 0xff) return { at: found, code };
    from = found + 1;
  }
}

/** End of entropy-coded data: the next marker that is no restart. */
function afterScan(reader: ByteReader, at: number): number {
  for (let from = at; ; ) {
    const marker = nextMarker(reader, from);
    if (marker === null) return reader.size;
    if (marker.code < 0xd0 || marker.code > 0xd7) return marker.at;
    from = marker.at + 2;
  }
}

function segment(reader: ByteReader, code: number, offset: number, length: number, state: State): void {
  if (code === 0xfe) {
    const text = plainText(reader.bytes(offset, length));
    if (text !== '')
      state.payloads.push({ kind: 'text', place: 'COM', key: 'COM', bytes: [offset, length], text });
    return;
  }
  if (code < 0xe0 || code > 0xef) return;
  const data = reader.bytes(offset, length);
  const head = data.toString('latin1', 0, 40);
  if (code === 0xe1 && head.startsWith(xmpHeader)) {
    mainXmp(data, offset, state);
    return;
  }
  if (code === 0xe1 && head.startsWith(extensionHeader)) {
    extension(data, offset, state);
    return;
  }
  if (code === 0xe1 && head.startsWith(exifHeader)) {
    exif(data.subarray(6), offset + 6, state);
    return;
  }
  if (code === 0xed && head.startsWith(photoshopHeader)) {
    const body = data.subarray(photoshopHeader.length);
    state.photoshop.push({ data: body, offset: offset + photoshopHeader.length, at: 0, total: 0 });
    return;
  }
  // Labels are also met bare in application segments nobody registered (`FF E9 … AIGC{…}`).
  const found = data.indexOf('AIGC');
  if (found === -1 || code === 0xeb) return;
  const place = `APP${code - 0xe0}`;
  state.payloads.push({
    kind: 'text',
    place,
    key: place,
    bytes: [offset, length],
    text: plainText(data.subarray(found)),
  });
}

function mainXmp(data: Buffer, offset: number, state: State): void {
  const start = offset + xmpHeader.length;
  const raw = data.subarray(xmpHeader.length);
  const packet = readXmp(raw);
  const bytes: [number, number] = [start, raw.length];
  state.payloads.push({ kind: 'xmp', place: 'APP1 XMP', bytes, packet, contiguous: true, orphaned: false });
  if (!packet.ok) {
    state.warnings.push(`XMP at offset ${start} cannot be read: ${packet.problem}`);
    state.complete = false;
    return;
  }
  for (const property of packet.properties) {
    const [first] = property.path;
    if (first.uri === noteNamespace && first.name === 'HasExtendedXMP')
      state.guids.push(property.value.trim());
  }
}

function extension(data: Buffer, offset: number, state: State): void {
  const body = extensionHeader.length;
  if (data.length < body + 40) {
    state.warnings.push(`extended XMP at offset ${offset} is cut off`);
    state.complete = false;
    return;
  }
  const guid = data.toString('latin1', body, body + 32);
  const pieces = state.extensions.get(guid) ?? [];
  state.extensions.set(guid, pieces);
  pieces.push({
    data: data.subarray(body + 40),
    offset: offset + body + 40,
    at: data.readUInt32BE(body + 36),
    total: data.readUInt32BE(body + 32),
  });
}

/** Extended XMP (XMP specification part 3, 1.1.3.1): pieces in any order, joined by GUID, length and offset. */
function extendedXmp(state: State): void {
  for (const [guid, pieces] of state.extensions) {
    const sorted = pieces.toSorted((a, b) => a.at - b.at);
    const total = sorted[0]!.total;
    let length = 0;
    const whole = sorted.every((piece) => {
      const fits = piece.at === length && piece.total === total;
      length += piece.data.length;
      return fits;
    });
    if (!whole || length !== total || total > EXTENDED_BYTES) {
      state.warnings.push(`extended XMP ${guid}: pieces missing, overlapping or too large`);
      state.complete = false;
      continue;
    }
    const packet = readXmp(Buffer.concat(sorted.map((piece) => piece.data)));
    if (!packet.ok) {
      state.warnings.push(`extended XMP ${guid} cannot be read: ${packet.problem}`);
      state.complete = false;
    }
    const orphaned = !state.guids.includes(guid);
    state.payloads.push({
      kind: 'xmp',
      place: 'APP1 extended XMP',
      bytes: span(pieces),
      packet,
      contiguous: false,
      orphaned,
    });
  }
}

function exif(block: Buffer, offset: number, state: State): void {
  const reading = readExifTexts(block);
  state.warnings.push(...reading.problems.map((problem) => `Exif: ${problem}`));
  if (reading.problems.length > 0) state.complete = false;
  for (const { key, text, start, length } of reading.texts) {
    state.payloads.push({ kind: 'text', place: 'APP1 Exif', key, bytes: [offset + start, length], text });
  }
  for (const { start, length } of reading.packets) {
    const packet = readXmp(block.subarray(start, start + length));
    const bytes: [number, number] = [offset + start, length];
    state.payloads.push({
      kind: 'xmp',
      place: 'APP1 Exif (XMP tag)',
      bytes,
      packet,
      contiguous: true,
      orphaned: false,
    });
  }
}

/** Image resources may run on over several APP13 segments; they are joined before reading. */
function photoshop(state: State): void {
  const pieces = state.photoshop;
  if (pieces.length === 0) return;
  const { texts, problem } = readPhotoshopTexts(Buffer.concat(pieces.map((piece) => piece.data)));
  if (problem !== null) {
    state.warnings.push(`APP13: ${problem}`);
    state.complete = false;
  }
  for (const { key, text, start, length } of texts) {
    const bytes: [number, number] = [fileOffset(pieces, start), length];
    state.payloads.push({ kind: 'text', place: 'APP13 IPTC-IIM', key, bytes, text });
  }
}

function fileOffset(pieces: readonly Piece[], at: number): number {
  let before = 0;
  for (const piece of pieces) {
    if (at < before + piece.data.length) return piece.offset + at - before;
    before += piece.data.length;
  }
  return pieces[0]!.offset;
}

function span(pieces: readonly Piece[]): [number, number] {
  const start = Math.min(...pieces.map((piece) => piece.offset));
  return [start, Math.max(...pieces.map((piece) => piece.offset + piece.data.length)) - start];
}

// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat, MediaKind } from '#shared/domain/media.ts';

/** What a stream container's header says beyond its signature. */
export interface StreamFacts {
  readonly format?: MediaFormat;
  readonly kind?: MediaKind;
  readonly mime?: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
}

const HEADER_BYTES = 256 * 1024;

/** Sound or pictures, size and duration, from the first part of the file. */
export function streamFacts(reader: ByteReader, format: MediaFormat): StreamFacts {
  switch (format) {
    case 'matroska':
      return matroska(reader);
    case 'ogg': {
      const head = reader.latin1(0, 8192);
      const moving = /\x80theora|\x01video\0\0\0|BBCD\0/.test(head);
      return moving ? { kind: 'video', mime: 'video/ogg' } : {};
    }
    case 'asf': {
      // stream properties object with the video media type (ASF 10.2)
      const video = Buffer.from('c0ef19bc4d5bcf11a8fd00805f5c442b', 'hex');
      return reader.search(video, 0, HEADER_BYTES) < 0 ? { kind: 'audio', mime: 'audio/x-ms-wma' } : {};
    }
    case 'flv':
      // type flags: bit 0 pictures, bit 2 sound
      return (reader.u8(4) & 1) === 0 && (reader.u8(4) & 4) !== 0 ? { kind: 'audio' } : {};
    case 'avi': {
      const at = reader.search(Buffer.from('avih8\0\0\0'), 0, 4096);
      if (at < 0) return {};
      const [micro, frames] = [reader.u32(at + 8, true), reader.u32(at + 24, true)];
      return {
        ...size(reader.u32(at + 40, true), reader.u32(at + 44, true)),
        ...(micro > 0 && frames > 0 ? { durationSeconds: (micro * frames) / 1e6 } : {}),
      };
    }
    case 'wav':
      return wave(reader);
    case 'flac': {
      const at = reader.search(Buffer.from('fLaC'), 0, HEADER_BYTES);
      if (at < 0 || (reader.u8(at + 4) & 0x7f) !== 0) return {};
      const rate = reader.u24(at + 18) >> 4;
      const samples = (reader.u8(at + 21) & 15) * 2 ** 32 + reader.u32(at + 22);
      return rate > 0 && samples > 0 ? { durationSeconds: samples / rate } : {};
    }
    default:
      return {};
  }
}

function size(width: number, height: number): { width: number; height: number } | Record<string, never> {
  return width > 0 && height > 0 && width < 65_536 && height < 65_536 ? { width, height } : {};
}

/** Data bytes by bytes per second, both from the header. */
function wave(reader: ByteReader): StreamFacts {
  const little = !reader.matches(0, 'RIFX');
  let rate = 0;
  let at = 12;
  for (let step = 0; step < 256 && at + 8 <= reader.size; step += 1) {
    const name = reader.latin1(at, 4);
    const length = reader.u32(at + 4, little);
    if (name === 'fmt ' && length >= 16) rate = reader.u32(at + 16, little);
    if (name === 'data') {
      const bytes = Math.min(length === 0 ? Number.MAX_SAFE_INTEGER : length, reader.size - at - 8);
      return rate > 0 ? { durationSeconds: bytes / rate } : {};
    }
    at += 8 + length + (length & 1);
  }
  return {};
}

const masters = new Set([0x18538067, 0x1654ae6b, 0xae, 0xe0, 0x1549a966]);

/** EBML header, segment information and track entries (RFC 8794, RFC 9559). */
function matroska(reader: ByteReader): StreamFacts {
  const end = Math.min(reader.size, HEADER_BYTES);
  const found = {
    web: false,
    video: false,
    audio: false,
    width: 0,
    height: 0,
    scale: 1_000_000,
    duration: 0,
  };
  let budget = 4_000;
  const walk = (start: number, stop: number, depth: number): void => {
    let at = start;
    while (at < stop && budget > 0) {
      budget -= 1;
      const identifier = variable(reader, at, stop, true);
      const length = identifier === null ? null : variable(reader, at + identifier.length, stop, false);
      if (identifier === null || length === null) return;
      const body = at + identifier.length + length.length;
      const until = Math.min(stop, body + length.value);
      if (identifier.value === 0x1a45dfa3 || (masters.has(identifier.value) && depth < 6))
        walk(body, until, depth + 1);
      else visit(reader, identifier.value, body, until, found);
      // clusters: everything of interest comes before them
      if (identifier.value === 0x1f43b675) return;
      at = body + length.value;
    }
  };
  walk(0, end, 0);
  const kind = !found.video && found.audio ? { kind: 'audio' as const } : {};
  const prefix = 'kind' in kind ? 'audio' : 'video';
  return {
    ...kind,
    format: found.web ? 'webm' : 'matroska',
    mime: found.web ? `${prefix}/webm` : `${prefix}/x-matroska`,
    ...size(found.width, found.height),
    ...(found.duration > 0 ? { durationSeconds: (found.duration * found.scale) / 1e9 } : {}),
  };
}

function visit(
  reader: ByteReader,
  identifier: number,
  start: number,
  end: number,
  found: {
    web: boolean;
    video: boolean;
    audio: boolean;
    width: number;
    height: number;
    scale: number;
    duration: number;
  },
): void {
  const length = end - start;
  if (identifier === 0x4282) found.web = reader.latin1(start, Math.min(16, length)).startsWith('webm');
  if (length < 1 || length > 8) return;
  const number = () => reader.bytes(start, length).reduce((sum, byte) => sum * 256 + byte, 0);
  if (identifier === 0x83) {
    if (number() === 1) found.video = true;
    if (number() === 2) found.audio = true;
  } else if (identifier === 0xb0) found.width ||= number();
  else if (identifier === 0xba) found.height ||= number();
  else if (identifier === 0x2ad7b1) found.scale = number();
  else if (identifier === 0x4489 && length === 8) found.duration = reader.f64(start);
  else if (identifier === 0x4489 && length === 4) found.duration = reader.bytes(start, 4).readFloatBE(0);
}

/** Variable-size integer (RFC 8794, 4); identifiers keep their length marker, an unknown size is infinite. */
function variable(
  reader: ByteReader,
  at: number,
  end: number,
  marker: boolean,
): { readonly value: number; readonly length: number } | null {
  if (at >= end) return null;
  const first = reader.u8(at);
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > end || (marker && length > 4)) return null;
  let value = marker ? first : first & (0xff >> length);
  let ones = value === 0xff >> length;
  for (let index = 1; index < length; index += 1) {
    const byte = reader.u8(at + index);
    if (byte !== 0xff) ones = false;
    value = value * 256 + byte;
  }
  return { value: !marker && ones ? Number.POSITIVE_INFINITY : value, length };
}

import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../media/structure/byte-reader.ts';
import type { CarrierReading } from './define.ts';
import { damaged, type Gathering, gathered, keepText } from './gathering.ts';
import { gatherXmp } from './payload-blocks.ts';

/** What a walk over a container works with: where it reads, what it has found, and what it may still use. */
export interface Source {
  readonly reader: ByteReader;
  readonly signal: AbortSignal;
  readonly gathering: Gathering;
  /** Bytes of texts that may still be taken from this file. */
  room: number;
  /** Boxes, chunks, elements or frames that may still be visited. */
  parts: number;
}

const ROOM = 64 * 1024 * 1024;
const PARTS = 2_000_000;
/** Largest single text or packet, which is also the most a reader copies at once. */
const PIECE = 16 * 1024 * 1024;

/** Walk a container and hand over what was found, in file order. */
export function readSource(
  reader: ByteReader,
  signal: AbortSignal,
  walk: (source: Source) => void,
): CarrierReading {
  return gathered((gathering) => walk({ reader, signal, gathering, room: ROOM, parts: PARTS }));
}

/** Call once per part of the container. `false`: the limit is reached, which has been put on record. */
export function step(source: Source): boolean {
  source.signal.throwIfAborted();
  source.parts -= 1;
  if (source.parts === -1) damaged(source.gathering, 'more parts than are read; the rest was not looked at');
  return source.parts >= 0;
}

/** Bytes for a text or a packet, or `null` when they are too many or not all there; that is put on record. */
export function take(source: Source, [start, length]: ByteRange, what: string): Buffer | null {
  if (length > PIECE || length > source.room) {
    damaged(source.gathering, `${what} at offset ${start} is too large to be read`);
    return null;
  }
  source.room -= length;
  const bytes = source.reader.bytes(start, length);
  if (bytes.length < length)
    damaged(source.gathering, `${what} at offset ${start} runs past the end of the file`);
  return bytes;
}

/** Keep a text. */
export function addText(source: Source, place: string, key: string, bytes: ByteRange, text: string): void {
  keepText(source.gathering, { place, key, bytes, text });
}

/** Read and keep an XMP packet that lies in the file as it is. */
export function addXmp(source: Source, place: string, range: ByteRange): void {
  const bytes = take(source, range, 'XMP');
  if (bytes !== null) addPacket(source, place, range, bytes, true);
}

/** Keep an XMP packet. `contiguous`: `bytes` are those of the file. */
export function addPacket(
  source: Source,
  place: string,
  range: ByteRange,
  bytes: Uint8Array,
  contiguous: boolean,
): void {
  gatherXmp(source.gathering, { place, bytes: range, contiguous }, bytes);
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes of unknown kind as text, if they are UTF-8 without control characters; trailing zeros do not count. */
export function likelyText(bytes: Uint8Array): string | null {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  if (end === 0) return null;
  for (let index = 0; index < end; index += 1) {
    const byte = bytes[index]!;
    if (byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return null;
  }
  try {
    return strictUtf8.decode(bytes.subarray(0, end));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

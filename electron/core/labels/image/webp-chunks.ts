import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** A chunk of a WebP file (RFC 9649, 2.3). */
export interface WebpChunk {
  readonly name: string;
  readonly start: number;
  readonly body: number;
  readonly length: number;
  /** Byte behind the chunk and its pad byte, when that is there. */
  readonly end: number;
}

export interface WebpWalk {
  readonly chunks: readonly WebpChunk[];
  /** Byte behind the RIFF chunk. */
  readonly end: number;
  readonly problem: string | null;
}

const CHUNKS = 100_000;

/** The chunks at the outermost level. Metadata never stands inside a frame. */
export function webpChunks(reader: ByteReader, signal: AbortSignal): WebpWalk {
  const chunks: WebpChunk[] = [];
  if (!reader.matches(0, 'RIFF') || !reader.matches(8, 'WEBP'))
    return { chunks, end: 0, problem: 'no WebP header' };
  const stated = 8 + reader.u32(4, true);
  const end = Math.min(stated, reader.size);
  const answer = (problem: string | null): WebpWalk => ({ chunks, end, problem });
  let at = 12;
  while (at + 8 <= end) {
    if (chunks.length % 256 === 0) signal.throwIfAborted();
    if (chunks.length >= CHUNKS) return answer(`more than ${CHUNKS} chunks`);
    const name = reader.latin1(at, 4);
    const length = reader.u32(at + 4, true);
    if (!/^[\x20-\x7e]{3}[\0\x20-\x7e]$/.test(name))
      return answer(reader.filled(0, at, end) ? null : `no chunk at offset ${at}`);
    const stop = at + 8 + length;
    if (stop > end) return answer(`chunk ${name.trim()} at offset ${at} runs past the end`);
    chunks.push({ name, start: at, body: at + 8, length, end: Math.min(end, stop + (length & 1)) });
    at = stop + (length & 1);
  }
  return answer(stated > reader.size ? 'the file ends before its RIFF chunk' : null);
}

/** Some writers end the name of the chunk with a zero byte. */
export function isXmpChunk({ name }: WebpChunk): boolean {
  return name === 'XMP ' || name === 'XMP\0';
}

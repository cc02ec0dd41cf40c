import { inflateSync } from 'node:zlib';
import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** A chunk of a PNG file (W3C, third edition, 5.3). */
export interface PngChunk {
  readonly type: string;
  /** Byte where its length field stands, and the one behind its checksum. */
  readonly start: number;
  readonly end: number;
  /** Its data. */
  readonly body: number;
  readonly length: number;
}

const CHUNKS = 100_000;

/** Visit the chunks before IEND. Resolves to where the image ends, or to what ended the walk early. */
export function walkChunks(
  reader: ByteReader,
  signal: AbortSignal,
  visit: (chunk: PngChunk) => void,
): { readonly end: number } | { readonly problem: string } {
  if (!reader.matches(0, '\x89PNG\r\n\x1a\n')) return { problem: 'no PNG signature' };
  let at = 8;
  for (let count = 0; count < CHUNKS; count += 1) {
    if (count % 256 === 0) signal.throwIfAborted();
    if (at + 12 > reader.size) return { problem: 'the file ends without IEND' };
    const length = reader.u32(at);
    const type = reader.latin1(at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) return { problem: `no chunk at offset ${at}` };
    const end = at + 12 + length;
    if (end > reader.size) return { problem: `chunk ${type} at offset ${at} runs past the end` };
    if (type === 'IEND') return { end };
    visit({ type, start: at, end, body: at + 8, length });
    at = end;
  }
  return { problem: `more than ${CHUNKS} chunks` };
}

export const xmpKeyword = 'XML:com.adobe.xmp';

/** A textual chunk taken apart (11.3.3). `raw`: as stored, still compressed when `compressed` says so. */
export interface PngText {
  readonly keyword: string;
  readonly raw: Buffer;
  /** Offset of `raw` inside the chunk's data. */
  readonly at: number;
  readonly compressed: boolean;
}

/** `null`: the chunk is cut off or has no keyword. */
export function textOf(type: string, data: Buffer): PngText | null {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) return null;
  const keyword = data.toString('latin1', 0, end);
  const body = end + 1;
  if (type === 'tEXt' || type === 'comf')
    return { keyword, raw: data.subarray(body), at: body, compressed: false };
  if (type === 'zTXt') return { keyword, raw: data.subarray(body + 1), at: body + 1, compressed: true };
  // iTXt: compression flag, compression method, language tag, translated keyword.
  const language = data.indexOf(0, body + 2);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  if (translated === -1) return null;
  const at = translated + 1;
  return { keyword, raw: data.subarray(at), at, compressed: data[body] === 1 };
}

/** Decompressed bytes, at most `most` of them; in words what is wrong otherwise. */
export function inflated(data: Buffer, most: number): Buffer | string {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message;
  }
}

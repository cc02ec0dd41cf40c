import type { ByteReader } from '../media/structure/byte-reader.ts';

const COPY = 8 * 1024 * 1024;

/** A stretch of the file in one piece. A reader hands out less at a time, so that nobody loads a film by mistake. */
export function wholeBytes(reader: ByteReader, start: number, end: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = start; at < Math.min(end, reader.size); at += COPY)
    parts.push(reader.bytes(at, Math.min(COPY, end - at)));
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

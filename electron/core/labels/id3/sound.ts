import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** Zeros that writers leave between tag and sound are passed over, this many at most. */
const PADDING = 1024 * 1024;

/** A frame of MPEG audio or ADTS (eleven bits set), or a further tag. */
export function soundAt(reader: ByteReader, from: number): boolean {
  let at = from;
  while (at < Math.min(reader.size, from + PADDING) && reader.u8(at) === 0) at += 1;
  if (at + 4 > reader.size) return false;
  return (
    (reader.u8(at) === 0xff && reader.u8(at + 1) >= 0xe0) ||
    ['TAG', 'APET', 'LYRI', 'ID3', 'RIFF'].some((mark) => reader.matches(at, mark))
  );
}

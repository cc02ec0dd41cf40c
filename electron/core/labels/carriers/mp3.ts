import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { readTrailers } from '../id3/trailers.ts';
import { writeId3 } from '../id3/write.ts';
import { readSource } from '../source.ts';

/** MPEG audio: its tags stand around the frames. */
export const carrier = defineCarrier({
  id: 'mp3',
  formats: ['mp3', 'aac'],
  places: ['ID3v2', 'ID3v2 PRIV XMP', 'APEv2', 'ID3v1', 'Lyrics3'],
  read: (reader, signal) =>
    readSource(reader, signal, (source) => {
      const behind = readId3(source, 0, reader.size);
      if (behind > 0 && !soundAt(reader, behind))
        damaged(source.gathering, `neither sound nor a tag behind the ID3v2 tag, at offset ${behind}`);
      readTrailers(source, behind);
    }),
  writes: ['text', 'xmp'],
  write: writeId3,
});

/** Zeros that writers leave between tag and sound are passed over, this many at most. */
const PADDING = 1024 * 1024;

/** A frame of MPEG audio or ADTS (eleven bits set), a further tag, or the end of the file. */
function soundAt(reader: ByteReader, from: number): boolean {
  let at = from;
  while (at < Math.min(reader.size, from + PADDING) && reader.u8(at) === 0) at += 1;
  if (at + 4 > reader.size) return true;
  return (
    (reader.u8(at) === 0xff && reader.u8(at + 1) >= 0xe0) ||
    ['TAG', 'APET', 'LYRI', 'ID3', 'RIFF'].some((mark) => reader.matches(at, mark))
  );
}

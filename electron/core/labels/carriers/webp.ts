import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { isXmpChunk, webpChunks } from '../image/webp-chunks.ts';
import { writeWebp } from '../image/webp-write.ts';
import { gatherExif, gatherXmp } from '../payload-blocks.ts';

/** WebP (RFC 9649): the chunks `XMP ` and `EXIF`. */
export const carrier = defineCarrier({
  id: 'webp',
  formats: ['webp'],
  places: ['XMP chunk', 'EXIF chunk'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
  writes: ['xmp'],
  write: writeWebp,
});

const BLOCK_BYTES = 16 * 1024 * 1024;

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  const { chunks, end, problem } = webpChunks(reader, signal);
  if (problem !== null) damaged(gathering, problem);
  // the RIFF chunk is the file (RFC 9649, 2.4): what goes on behind it has been pushed out
  else if (!reader.filled(0, end, reader.size))
    damaged(gathering, `bytes behind the RIFF chunk, at offset ${end}`);
  for (const chunk of chunks) {
    const { name, body, length } = chunk;
    const isXmp = isXmpChunk(chunk);
    if (!isXmp && name !== 'EXIF') continue;
    if (length > BLOCK_BYTES) {
      damaged(gathering, `${name.slice(0, 3)} chunk at offset ${body - 8} is too large`);
      continue;
    }
    const data = reader.bytes(body, length);
    if (isXmp) {
      gatherXmp(gathering, { place: 'XMP chunk', bytes: [body, length] }, data);
      continue;
    }
    // the chunk shall begin with the byte order mark; the header of JPEG's Exif segment is met all the same
    const header = data.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0;
    gatherExif(gathering, 'EXIF chunk', data.subarray(header), [body, length], body + header);
  }
}

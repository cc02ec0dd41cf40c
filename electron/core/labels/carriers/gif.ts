import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText } from '../gathering.ts';
import { gifBlocks, gifValue, xmpApplication } from '../image/gif-blocks.ts';
import { writeGif } from '../image/gif-write.ts';
import { gatherXmp } from '../payload-blocks.ts';
import { plainText } from '../text-decoding.ts';

/** GIF89a: the XMP application extension, and comment extensions. */
export const carrier = defineCarrier({
  id: 'gif',
  formats: ['gif'],
  places: ['Application extension XMP', 'Comment extension'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
  writes: ['xmp'],
  write: writeGif,
});

const VALUE_BYTES = 16 * 1024 * 1024;

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  const { extensions, problem } = gifBlocks(reader, signal);
  if (problem !== null) damaged(gathering, problem);
  for (const extension of extensions) {
    const isXmp = extension.application === xmpApplication;
    if (!isXmp && extension.label !== 0xfe) continue;
    const value = gifValue(reader, extension, VALUE_BYTES);
    if (value === null) {
      damaged(gathering, `the extension at offset ${extension.start} is too large`);
      continue;
    }
    const { data, start, contiguous } = value;
    const place = isXmp ? 'Application extension XMP' : 'Comment extension';
    // sub-blocks put a length into the text every 255 bytes: the place of the whole is given
    const length = contiguous ? data.length : extension.end - start;
    if (isXmp) gatherXmp(gathering, { place, bytes: [start, length], contiguous }, data);
    else
      keepText(gathering, {
        place,
        key: 'Comment',
        bytes: [start, length],
        text: plainText(data),
      });
  }
}

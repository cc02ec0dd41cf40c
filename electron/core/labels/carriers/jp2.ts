import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { xmpUser } from '../bmff/texts.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { eachBox } from '../image/top-boxes.ts';
import { gatherExif, gatherXmp } from '../payload-blocks.ts';

/** JPEG 2000 (ISO/IEC 15444-1 and -2): user boxes with XMP and Exif. Only read. */
export const carrier = defineCarrier({
  id: 'jp2',
  formats: ['jp2'],
  places: ['uuid XMP', 'uuid Exif'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
});

/** `JpgTiffExif->JP2` */
const exifUser = '4a706754696666457869662d3e4a5032';
const BOX_BYTES = 16 * 1024 * 1024;

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  // a bare code stream has no boxes
  if (reader.matches(0, '\xff\x4f\xff\x51')) return;
  if (!reader.matches(0, '\0\0\0\x0cjP  ')) damaged(gathering, 'no signature box');
  eachBox(reader, signal, gathering, ({ start, body, end, user }) => {
    if (user !== xmpUser && user !== exifUser) return;
    const bytes: ByteRange = [body, end - body];
    if (end - body > BOX_BYTES) {
      damaged(gathering, `the user box at offset ${start} is too large`);
      return;
    }
    const data = reader.bytes(body, end - body);
    if (user === xmpUser) gatherXmp(gathering, { place: 'uuid XMP', bytes }, data);
    else gatherExif(gathering, 'uuid Exif', data, bytes, body);
  });
}

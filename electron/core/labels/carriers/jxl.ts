import { brotliDecompressSync } from 'node:zlib';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { eachBox, gatherExifItem } from '../image/top-boxes.ts';
import { gatherXmp } from '../payload-blocks.ts';

/** JPEG XL (ISO/IEC 18181-2): the boxes `xml ` and `Exif`, plain or packed in `brob`. Only read. */
export const carrier = defineCarrier({
  id: 'jxl',
  formats: ['jxl'],
  places: ['xml box XMP', 'Exif box', 'brob box'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
});

const BOX_BYTES = 16 * 1024 * 1024;
/** Of all unpacked boxes together. */
const UNPACKED_BYTES = 64 * 1024 * 1024;

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  // a bare code stream has no place for metadata
  if (reader.matches(0, '\xff\x0a')) return;
  if (!reader.matches(0, '\0\0\0\x0cJXL ')) damaged(gathering, 'no signature box');
  let left = UNPACKED_BYTES;
  eachBox(reader, signal, gathering, ({ type, start, body, end }) => {
    if (type !== 'xml ' && type !== 'Exif' && type !== 'brob') return;
    const bytes: ByteRange = [body, end - body];
    if (end - body > BOX_BYTES) {
      damaged(gathering, `box ${type} at offset ${start} is too large`);
      return;
    }
    const stored = reader.bytes(body, end - body);
    if (type !== 'brob') {
      readBox(gathering, type, stored, bytes, true);
      return;
    }
    const inner = stored.toString('latin1', 0, 4);
    if (inner !== 'xml ' && inner !== 'Exif') return;
    const data = unpacked(stored.subarray(4), Math.min(left, BOX_BYTES));
    if (typeof data === 'string') {
      left -= Math.min(left, BOX_BYTES);
      damaged(gathering, `box brob at offset ${start} cannot be unpacked: ${data}`);
      return;
    }
    left -= data.length;
    readBox(gathering, inner, data, bytes, false);
  });
}

function readBox(
  gathering: Gathering,
  type: string,
  data: Buffer,
  bytes: ByteRange,
  contiguous: boolean,
): void {
  if (type === 'Exif') gatherExifItem(gathering, 'Exif box', data, bytes, contiguous ? bytes[0] : null);
  else gatherXmp(gathering, { place: 'xml box XMP', bytes, contiguous }, data);
}

function unpacked(data: Buffer, most: number): Buffer | string {
  try {
    return brotliDecompressSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message;
  }
}

import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { boxesIn, type FileBox } from '../bmff/boxes.ts';
import { damaged, type Gathering } from '../gathering.ts';
import { gatherExif } from '../payload-blocks.ts';

const BOXES = 100_000;

/** Visit the outermost boxes of a file; whatever keeps a box from being read is put on record. */
export function eachBox(
  reader: ByteReader,
  signal: AbortSignal,
  gathering: Gathering,
  visit: (box: FileBox) => void,
): void {
  const boxes = boxesIn(reader, 0, reader.size, '');
  let next = boxes.next();
  for (let count = 0; next.done !== true; count += 1, next = boxes.next()) {
    signal.throwIfAborted();
    if (count >= BOXES) {
      damaged(gathering, `more than ${BOXES} boxes`);
      return;
    }
    const { type, start, missing } = next.value;
    if (missing > 0) damaged(gathering, `box ${type} at offset ${start} lacks ${missing} bytes`);
    visit(next.value);
  }
  if (next.value.problem !== null) damaged(gathering, next.value.problem);
}

/**
 * An Exif item or box: a four-byte offset to the TIFF header comes first (ISO/IEC 23008-12, A.2.1; 18181-2, 9.6).
 *
 * @param base file offset of `data`, or `null` when it does not lie in the file as it is
 */
export function gatherExifItem(
  gathering: Gathering,
  place: string,
  data: Buffer,
  bytes: readonly [number, number],
  base: number | null,
): void {
  const header = data.length >= 4 ? 4 + data.readUInt32BE(0) : data.length;
  const mark = data.toString('latin1', header, header + 2);
  if (mark !== 'II' && mark !== 'MM') damaged(gathering, `${place} at offset ${bytes[0]}: no TIFF header`);
  else
    gatherExif(
      gathering,
      place,
      data.subarray(header),
      [bytes[0], bytes[1]],
      base === null ? null : base + header,
    );
}

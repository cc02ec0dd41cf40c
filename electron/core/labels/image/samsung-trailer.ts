import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged, type Gathering, keepText } from '../gathering.ts';
import { likelyText } from '../source.ts';

/**
 * The SEF trailer that Samsung's phones and editors leave behind a JPEG or PNG, and in the `sefd` box of an HEIC
 * file: records, then a directory `SEFH`, its length, `SEFT`. Laid out as ExifTool 13.58 reads it (Samsung.pm,
 * ProcessSamsung).
 */

const DIRECTORY_BYTES = 0x10000;
const TEXT_BYTES = 1024 * 1024;

/**
 * Each record that is text becomes a payload under its own name.
 *
 * @param start first byte the trailer may lie at
 * @param end byte behind `SEFT`; nothing happens when it does not stand there
 */
export function readSamsungTrailer(
  reader: ByteReader,
  start: number,
  end: number,
  gathering: Gathering,
): void {
  if (end - start < 20 || !reader.matches(end - 4, 'SEFT')) return;
  const length = reader.u32(end - 8, true);
  const directory = end - 8 - length;
  if (length < 12 || length > DIRECTORY_BYTES || directory < start || !reader.matches(directory, 'SEFH')) {
    damaged(gathering, 'SEF trailer without its directory');
    return;
  }
  const count = reader.u32(directory + 8, true);
  if (12 + 12 * count > length) {
    damaged(gathering, `SEF trailer: ${count} records do not fit its directory`);
    return;
  }
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 12 + 12 * index;
    const back = reader.u32(entry + 4, true);
    const size = reader.u32(entry + 8, true);
    const record = directory - back;
    const nameLength = record >= start && size >= 8 && size <= back ? reader.u32(record + 4, true) : -1;
    if (nameLength < 0 || nameLength > 256 || 8 + nameLength > size) {
      damaged(gathering, `SEF trailer: record ${index} lies outside`);
      continue;
    }
    const key = reader.latin1(record + 8, nameLength).replace(/\0+$/, '');
    readRecord(reader, key, record + 8 + nameLength, size - 8 - nameLength, gathering);
  }
}

function readRecord(
  reader: ByteReader,
  key: string,
  start: number,
  length: number,
  gathering: Gathering,
): void {
  // pictures and films of several megabytes are told by their first bytes
  if (!isText(reader.bytes(start, Math.min(length, 64)))) return;
  if (length > TEXT_BYTES) {
    damaged(gathering, `SEF trailer: text ${key} is too large`);
    return;
  }
  const text = likelyText(reader.bytes(start, length));
  if (text !== null) keepText(gathering, { place: 'SEF trailer', key, bytes: [start, length], text });
}

/** No control characters but white space and the padding at the end. */
function isText(head: Buffer): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0 || byte === 9 || byte === 10 || byte === 13);
}

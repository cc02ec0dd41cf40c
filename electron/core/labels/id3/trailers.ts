import { damaged } from '../gathering.ts';
import { addText, likelyText, type Source, step, take } from '../source.ts';
import { plainText } from '../text-decoding.ts';
import { readId3 } from './read.ts';
import { synchsafe } from './tag.ts';

const ITEMS = 2000;

/** Tags at the end of an audio file: ID3v1, Lyrics3, APEv2, and an ID3v2.4 tag found by its footer. */
export function readTrailers(source: Source, from: number): void {
  const { reader } = source;
  let limit = reader.size;
  if (limit - 128 >= from && reader.matches(limit - 128, 'TAG')) {
    limit -= 128;
    version1(source, limit);
  }
  if (limit - 15 >= from && reader.matches(limit - 9, 'LYRICS200')) {
    const size = Number.parseInt(reader.latin1(limit - 15, 6), 10);
    if (Number.isInteger(size) && size >= 0 && limit - 15 - size >= from) {
      const range = [limit - 15 - size, size] as const;
      const bytes = take(source, [...range], 'Lyrics3');
      if (bytes !== null && size > 0) addText(source, 'Lyrics3', 'LYRICS200', [...range], plainText(bytes));
      limit = range[0];
    }
  }
  if (limit - 32 >= from && reader.matches(limit - 32, 'APETAGEX')) limit = ape(source, from, limit);
  if (limit - 20 >= from && reader.matches(limit - 10, '3DI')) {
    const start = limit - 20 - synchsafe(reader.bytes(limit - 4, 4));
    if (start >= from && reader.matches(start, 'ID3')) readId3(source, start, limit);
    else damaged(source.gathering, 'an ID3v2 footer at the end of the file belongs to no tag');
  }
}

/** ID3v1: fields of fixed places. */
function version1(source: Source, start: number): void {
  const fields: readonly (readonly [name: string, at: number, length: number])[] = [
    ['Title', 3, 30],
    ['Artist', 33, 30],
    ['Album', 63, 30],
    ['Comment', 97, 30],
  ];
  for (const [name, at, length] of fields) {
    const bytes = source.reader.bytes(start + at, length);
    const zero = bytes.indexOf(0);
    const text = plainText(zero === -1 ? bytes : bytes.subarray(0, zero));
    if (text !== '') addText(source, 'ID3v1', name, [start + at, length], text);
  }
}

/** APEv2 by its footer; returns where the tag begins. */
function ape(source: Source, from: number, limit: number): number {
  const { reader, gathering } = source;
  const size = reader.u32(limit - 20, true);
  const count = reader.u32(limit - 16, true);
  const header = reader.u32(limit - 12, true) & 0x80000000 ? 32 : 0;
  const start = limit - size;
  if (size < 32 || start - header < from) {
    damaged(gathering, 'the APE tag at the end of the file is damaged');
    return limit;
  }
  let at = start;
  for (let index = 0; index < Math.min(count, ITEMS) && at + 11 <= limit - 32 && step(source); index += 1) {
    const length = reader.u32(at, true);
    const flags = reader.u32(at + 4, true);
    const end = reader.find(0, at + 8, Math.min(limit - 32, at + 8 + 256));
    if (end === -1 || end + 1 + length > limit - 32) {
      damaged(gathering, `the APE tag item at offset ${at} is damaged`);
      break;
    }
    const key = reader.latin1(at + 8, end - at - 8);
    const bytes = ((flags >> 1) & 3) === 1 ? null : take(source, [end + 1, length], `APE item ${key}`);
    const text = bytes === null ? null : (likelyText(bytes) ?? plainText(bytes));
    if (text !== null && text !== '') addText(source, 'APEv2', key, [end + 1, length], text);
    at = end + 1 + length;
  }
  if (count > ITEMS) damaged(gathering, `the APE tag has more than ${ITEMS} items`);
  return start - header;
}

import { damaged } from '../gathering.ts';
import { addText, addXmp, type Source } from '../source.ts';
import { plainText } from '../text-decoding.ts';

const DEPTH = 16;
const VALUES = 50_000;

interface Cursor {
  readonly source: Source;
  readonly bytes: Buffer;
  /** Offset of the script data in the file. */
  readonly start: number;
  at: number;
  left: number;
}

/** Strings of a script tag: a name, then a value in AMF0 (Adobe AMF0 specification, 2). */
export function readScript(source: Source, bytes: Buffer, start: number): void {
  const cursor: Cursor = { source, bytes, start, at: 0, left: VALUES };
  if (bytes[0] !== 2 || bytes.length < 3) {
    damaged(source.gathering, `the script tag at offset ${start} has no name`);
    return;
  }
  cursor.at = 1;
  const name = text(cursor, 2);
  if (name === null) return;
  while (cursor.at < bytes.length && value(cursor, name.text.slice(0, 100), name.text, 0)) {
    // a tag may hold several values
  }
}

interface Found {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** A string behind its length of `width` bytes; `null` when it is cut off, which is put on record. */
function text(cursor: Cursor, width: 2 | 4): Found | null {
  const { bytes, at } = cursor;
  const length = at + width <= bytes.length ? bytes.readUIntBE(at, width) : Number.POSITIVE_INFINITY;
  if (at + width + length > bytes.length) {
    damaged(cursor.source.gathering, `a string of the script tag at offset ${cursor.start} is cut off`);
    return null;
  }
  cursor.at = at + width + length;
  return { text: plainText(bytes.subarray(at + width, cursor.at)), start: at + width, length };
}

/** One value; `false`: the rest cannot be read. */
function value(cursor: Cursor, place: string, key: string, depth: number): boolean {
  const { source, bytes, start } = cursor;
  cursor.left -= 1;
  if (cursor.left < 0 || depth > DEPTH) {
    damaged(source.gathering, `the script tag at offset ${start} holds too much`);
    return false;
  }
  const kind = bytes[cursor.at];
  cursor.at += 1;
  switch (kind) {
    case 0:
      cursor.at += 8;
      return cursor.at <= bytes.length;
    case 1:
      cursor.at += 1;
      return true;
    case 2:
    case 12:
    case 15: {
      const found = text(cursor, kind === 2 ? 2 : 4);
      if (found === null) return false;
      if (place === 'onXMPData' && key === 'liveXML')
        addXmp(source, place, [start + found.start, found.length]);
      else if (found.text !== '')
        addText(source, place, key, [start + found.start, found.length], found.text);
      return true;
    }
    case 3:
      return members(cursor, place, depth);
    case 5:
    case 6:
    case 13:
      return true;
    case 7:
      cursor.at += 2;
      return true;
    case 8:
      // the count of an ECMA array is a hint: its end mark counts
      cursor.at += 4;
      return members(cursor, place, depth);
    case 10:
      return items(cursor, place, key, depth);
    case 11:
      cursor.at += 10;
      return cursor.at <= bytes.length;
    case 16:
      return text(cursor, 2) !== null && members(cursor, place, depth);
    case 9:
      return true;
    default:
      damaged(source.gathering, `the script tag at offset ${start} holds a value of type ${kind ?? '?'}`);
      return false;
  }
}

function members(cursor: Cursor, place: string, depth: number): boolean {
  const { bytes } = cursor;
  while (cursor.at + 3 <= bytes.length) {
    if (bytes.readUIntBE(cursor.at, 3) === 9) {
      cursor.at += 3;
      return true;
    }
    const name = text(cursor, 2);
    if (name === null || !value(cursor, place, name.text.slice(0, 200), depth + 1)) return false;
  }
  // writers leave the end mark out at the end of the tag
  return cursor.at >= bytes.length;
}

function items(cursor: Cursor, place: string, key: string, depth: number): boolean {
  if (cursor.at + 4 > cursor.bytes.length) return false;
  const count = cursor.bytes.readUInt32BE(cursor.at);
  cursor.at += 4;
  for (let index = 0; index < count && cursor.at < cursor.bytes.length; index += 1) {
    if (!value(cursor, place, key, depth + 1)) return false;
  }
  return true;
}

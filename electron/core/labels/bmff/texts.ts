import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged } from '../gathering.ts';
import { addText, addXmp, likelyText, type Source, step, take } from '../source.ts';
import { plainText, utf16Text } from '../text-decoding.ts';
import { boxesIn, type FileBox } from './boxes.ts';
import { itemList, itemTexts, itemValue } from './item-list.ts';

export const xmpUser = 'be7acfcb97a942e89c71999491e3afac';
/** Boxes that are named like the label they hold, met in the wild. */
export const isLiteralLabel = (type: string): boolean => type === 'AIGC' || type === 'aigc';

/** Metadata list: items by key or by four-character code. Anything else inside is handed back. */
export function readItems(source: Source, meta: FileBox, path: string): readonly FileBox[] {
  const { reader } = source;
  const list = itemList(reader, meta, path.slice(path.lastIndexOf('/') + 1));
  if (list.problem !== null) damaged(source.gathering, `${path}/meta: ${list.problem}`);
  const place = `${path === '' ? '' : `${path}/`}meta ${list.keys === null ? list.handler || 'ilst' : 'keys'}`;
  if (list.items === null) return list.others;
  const walk = boxesIn(reader, list.items.body, list.items.end, 'ilst');
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    const item = next.value;
    if (!step(source)) return list.others;
    if (isLiteralLabel(item.type) && itemTexts(reader, item, []).length === 0) {
      readLiteral(source, item, place);
      continue;
    }
    const texts = itemTexts(reader, item, list.names);
    if (list.keys !== null && (texts.length === 0 || isNumberless(item.type, list.names.length)))
      damaged(source.gathering, `${place}: the item at offset ${item.start} has no key or no value`);
    for (const { key, domain, start, length, type } of texts) {
      if (type === 13 || type === 14 || type === 27) continue;
      const bytes = take(source, [start, length], `item ${key}`);
      const text = bytes === null ? null : itemValue(type, bytes);
      if (text === null || text === '') continue;
      addText(source, domain === '' ? place : `${place} ---- ${domain}`, key, [start, length], text);
    }
  }
  if (next.value.problem !== null) damaged(source.gathering, `${place}: ${next.value.problem}`);
  return list.others;
}

/** The number of a key there is none of. Items named by four characters are met beside numbered ones. */
function isNumberless(type: string, keys: number): boolean {
  const number = Buffer.from(type, 'latin1').readUInt32BE(0);
  return !/^[\xa9\x20-\x7e-]{4}$/.test(type) && (number === 0 || number > keys);
}

/** A box called `AIGC` with the value in it, behind version and flags or at once. */
export function readLiteral(source: Source, box: FileBox, path: string): void {
  const [start, length] = literalRange(source.reader, box);
  const bytes = take(source, [start, length], box.type);
  if (bytes !== null) addText(source, `${path} box`.trim(), box.type, [start, length], plainText(bytes));
}

/** Where the value of a literal box stands. */
export function literalRange(reader: ByteReader, { body, end }: FileBox): readonly [number, number] {
  const inner = end - body >= 16 && reader.matches(body + 4, 'data') ? 16 : 0;
  const skip = inner === 0 && end - body >= 4 && reader.u32(body) === 0 ? 4 : inner;
  return [body + skip, end - body - skip];
}

/** 3GPP strings: version and flags, packed language, text (3GPP TS 26.244, 8). */
const assets: ReadonlySet<string> = new Set(['titl', 'dscp', 'cprt', 'perf', 'auth', 'albm', 'gnre']);
const skipped: ReadonlySet<string> = new Set(['free', 'skip', 'meta', 'trak']);
const GUESSED = 64 * 1024;

/** One child of `udta`, the containers among them excepted. */
export function readUserText(source: Source, box: FileBox, path: string): void {
  const { type, body, end } = box;
  if (isLiteralLabel(type)) readLiteral(source, box, path);
  else if (type === 'XMP_') addXmp(source, `${path} XMP_`, [body, end - body]);
  else if (type.startsWith('\xa9')) readInternational(source, box, path);
  else if (assets.has(type) && end - body > 6) {
    const bytes = take(source, [body + 6, end - body - 6], type);
    if (bytes !== null) addText(source, path, type, [body + 6, bytes.length], unicode(bytes));
  } else if (!skipped.has(type) && end - body <= GUESSED) {
    const bytes = source.reader.bytes(body, end - body);
    const skip = bytes.length > 4 && bytes.readUInt32BE(0) === 0 ? 4 : 0;
    const text = likelyText(bytes.subarray(skip));
    if (text !== null) addText(source, path, type, [body + skip, bytes.length - skip], text);
  }
}

/** QuickTime's international texts: length, language, text, once for each language. */
function readInternational(source: Source, { type, body, end }: FileBox, path: string): void {
  const { reader } = source;
  if (end - body >= 16 && reader.matches(body + 4, 'data')) {
    const length = Math.min(end, body + reader.u32(body)) - body - 16;
    const bytes = length < 0 ? null : take(source, [body + 16, length], type);
    const text = bytes === null ? null : itemValue(reader.u32(body + 8), bytes);
    if (text !== null) addText(source, path, type, [body + 16, length], text);
    return;
  }
  let at = body;
  for (let count = 0; at + 4 <= end && count < 100; count += 1) {
    const length = reader.u16(at);
    if (at + 4 + length > end) {
      // some writers leave length and language out
      const bytes = take(source, [at, end - at], type);
      const text = bytes === null ? null : likelyText(bytes);
      if (text !== null) addText(source, path, type, [at, end - at], text);
      else damaged(source.gathering, `${type} at offset ${at}: text runs past its box`);
      return;
    }
    const bytes = take(source, [at + 4, length], type);
    if (bytes !== null && length > 0) addText(source, path, type, [at + 4, length], unicode(bytes));
    at += 4 + length;
  }
}

/** UTF-16 only with its mark, else UTF-8 or the old single-byte encodings. */
function unicode(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  return mark === 0xfeff || mark === 0xfffe ? utf16Text(bytes) : plainText(bytes);
}

import { plainText } from './text-decoding.ts';

/** One data set of IPTC-IIM 4.2, record 2, with its byte range inside the block it was read from. */
export interface IimText {
  readonly key: string;
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

const names: ReadonlyMap<number, string> = new Map([
  [5, 'ObjectName'],
  [25, 'Keywords'],
  [40, 'SpecialInstructions'],
  [65, 'OriginatingProgram'],
  [80, 'By-line'],
  [105, 'Headline'],
  [110, 'Credit'],
  [115, 'Source'],
  [116, 'CopyrightNotice'],
  [120, 'Caption-Abstract'],
]);

const RESOURCES = 4096;
const DATA_SETS = 4096;

/** IIM texts of a Photoshop image resource block (resource 0x0404), as APP13 carries it. */
export function readPhotoshopTexts(block: Uint8Array): {
  readonly texts: IimText[];
  readonly problem: string | null;
} {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const texts: IimText[] = [];
  let at = 0;
  for (let count = 0; at + 12 <= bytes.length && count < RESOURCES; count += 1) {
    if (bytes.toString('latin1', at, at + 4) !== '8BIM')
      return { texts, problem: 'image resource without its signature' };
    const id = bytes.readUInt16BE(at + 4);
    // Pascal string, padded to an even length with its length byte.
    const nameLength = bytes[at + 6]! + 1;
    const sizeAt = at + 6 + nameLength + (nameLength % 2);
    if (sizeAt + 4 > bytes.length) return { texts, problem: 'image resource cut off' };
    const size = bytes.readUInt32BE(sizeAt);
    const start = sizeAt + 4;
    if (start + size > bytes.length) return { texts, problem: 'image resource cut off' };
    if (id === 0x0404) texts.push(...readIimTexts(bytes.subarray(start, start + size), start));
    at = start + size + (size % 2);
  }
  return { texts, problem: null };
}

/** @param base added to the offsets given back */
export function readIimTexts(bytes: Buffer, base: number): IimText[] {
  const texts: IimText[] = [];
  let at = 0;
  for (let count = 0; at + 5 <= bytes.length && count < DATA_SETS && bytes[at] === 0x1c; count += 1) {
    const recordNumber = bytes[at + 1];
    const dataSet = bytes[at + 2]!;
    let length = bytes.readUInt16BE(at + 3);
    let start = at + 5;
    if (length & 0x8000) {
      // Extended data set: the low bits count the bytes of the length that follows.
      const wide = length & 0x7fff;
      if (wide > 4 || start + wide > bytes.length || wide === 0) break;
      length = bytes.readUIntBE(start, wide);
      start += wide;
    }
    if (start + length > bytes.length) break;
    const name = names.get(dataSet);
    if (recordNumber === 2 && name !== undefined) {
      const text = plainText(bytes.subarray(start, start + length));
      if (text !== '') texts.push({ key: `2:${dataSet} ${name}`, text, start: base + start, length });
    }
    at = start + length;
  }
  return texts;
}

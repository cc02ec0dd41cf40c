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

export interface PhotoshopReading {
  readonly texts: IimText[];
  /** XMP packets of resource 0x0424. */
  readonly packets: { readonly start: number; readonly length: number }[];
  /** Exif blocks of resource 0x0422. */
  readonly exif: { readonly start: number; readonly length: number }[];
  readonly problem: string | null;
}

/** Signatures of image resources; the others than `8BIM` are written by older programs. */
const signatures: ReadonlySet<string> = new Set(['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR']);

/** IIM texts (resource 0x0404) and XMP of a Photoshop image resource block, as APP13 and PSD files carry it. */
export function readPhotoshopTexts(block: Uint8Array): PhotoshopReading {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const texts: IimText[] = [];
  const packets: { start: number; length: number }[] = [];
  const exif: { start: number; length: number }[] = [];
  let at = 0;
  for (let count = 0; at + 12 <= bytes.length && count < RESOURCES; count += 1) {
    if (!signatures.has(bytes.toString('latin1', at, at + 4)))
      return { texts, packets, exif, problem: 'image resource without its signature' };
    const id = bytes.readUInt16BE(at + 4);
    // Pascal string, padded to an even length with its length byte.
    const nameLength = bytes[at + 6]! + 1;
    const sizeAt = at + 6 + nameLength + (nameLength % 2);
    if (sizeAt + 4 > bytes.length) return { texts, packets, exif, problem: 'image resource cut off' };
    const size = bytes.readUInt32BE(sizeAt);
    const start = sizeAt + 4;
    if (start + size > bytes.length) return { texts, packets, exif, problem: 'image resource cut off' };
    if (id === 0x0404) texts.push(...readIimTexts(bytes.subarray(start, start + size), start));
    if (id === 0x0424) packets.push({ start, length: size });
    if (id === 0x0422) exif.push({ start, length: size });
    at = start + size + (size % 2);
  }
  return { texts, packets, exif, problem: null };
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

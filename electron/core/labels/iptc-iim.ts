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

/** A caption, a credit, keywords: more texts than this are not read. */
const TEXTS = 5000;

export interface PhotoshopReading {
  readonly texts: IimText[];
  /** XMP packets of resource 0x0424. */
  readonly packets: { readonly start: number; readonly length: number }[];
  /** Exif blocks of resource 0x0422. */
  readonly exif: { readonly start: number; readonly length: number }[];
  readonly problem: string | null;
}

const BLOCKS = 64;

/** Signatures of image resources; the others than `8BIM` are written by older programs. */
const signatures: ReadonlySet<string> = new Set(['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR']);

/** IIM texts (resource 0x0404) and XMP of a Photoshop image resource block, as APP13 and PSD files carry it. */
export function readPhotoshopTexts(block: Uint8Array): PhotoshopReading {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const texts: IimText[] = [];
  const packets: { start: number; length: number }[] = [];
  const exif: { start: number; length: number }[] = [];
  let at = 0;
  let trouble: string | null = null;
  while (at + 12 <= bytes.length) {
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
    if (id === 0x0404) {
      const found = readIimTexts(bytes.subarray(start, start + size), start);
      trouble ??= found.problem;
      texts.push(...found.texts);
    }
    if (texts.length > TEXTS || packets.length + exif.length > BLOCKS)
      return { texts, packets, exif, problem: 'more texts and blocks in image resources than are read' };
    if (id === 0x0424) packets.push({ start, length: size });
    if (id === 0x0422) exif.push({ start, length: size });
    at = start + size + (size % 2);
  }
  return { texts, packets, exif, problem: trouble };
}

interface IimReading {
  readonly texts: readonly IimText[];
  readonly problem: string | null;
}

/** @param base added to the offsets given back */
export function readIimTexts(bytes: Buffer, base: number): IimReading {
  const texts: IimText[] = [];
  let at = 0;
  while (at + 5 <= bytes.length && bytes[at] === 0x1c) {
    if (texts.length >= TEXTS) return { texts, problem: 'more IPTC-IIM texts than are read' };
    const recordNumber = bytes[at + 1];
    const dataSet = bytes[at + 2]!;
    let length = bytes.readUInt16BE(at + 3);
    let start = at + 5;
    if (length & 0x8000) {
      // Extended data set: the low bits count the bytes of the length that follows.
      const wide = length & 0x7fff;
      if (wide > 4 || start + wide > bytes.length || wide === 0)
        return { texts, problem: 'IPTC-IIM data set of a length that is not read' };
      length = bytes.readUIntBE(start, wide);
      start += wide;
    }
    if (start + length > bytes.length) return { texts, problem: 'IPTC-IIM data set cut off' };
    const name = names.get(dataSet);
    if (recordNumber === 2 && name !== undefined) {
      const text = plainText(bytes.subarray(start, start + length));
      if (text !== '') texts.push({ key: `2:${dataSet} ${name}`, text, start: base + start, length });
    }
    at = start + length;
  }
  // padding, or nothing
  const rest = bytes.subarray(at).some((byte) => byte !== 0);
  return { texts, problem: rest ? 'IPTC-IIM ends before its block does' : null };
}

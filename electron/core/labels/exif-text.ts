import { plainText, utf16Text } from './text-decoding.ts';

/** A text of an Exif block (CIPA DC-008) with its byte range inside the block. */
export interface ExifText {
  /** `IFD0 ImageDescription`, `ExifIFD UserComment`… */
  readonly key: string;
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

export interface ExifReading {
  readonly texts: readonly ExifText[];
  /** An XMP packet kept in tag 0x02BC. */
  readonly packets: readonly { readonly start: number; readonly length: number }[];
  readonly problems: readonly string[];
}

const textTags: ReadonlyMap<number, string> = new Map([
  [0x010e, 'ImageDescription'],
  [0x010f, 'Make'],
  [0x0110, 'Model'],
  [0x0131, 'Software'],
  [0x013b, 'Artist'],
  [0x8298, 'Copyright'],
  [0x9286, 'UserComment'],
  [0x9c9b, 'XPTitle'],
  [0x9c9c, 'XPComment'],
  [0x9c9d, 'XPAuthor'],
  [0x9c9e, 'XPKeywords'],
  [0x9c9f, 'XPSubject'],
]);
const exifPointer = 0x8769;
const xmpTag = 0x02bc;
/** Bytes per value of TIFF field types 1…13. */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

const DIRECTORIES = 16;
const ENTRIES = 2000;
const TEXT_BYTES = 4 * 1024 * 1024;

/** Texts that may hold a label, from a TIFF-structured block starting at its byte-order mark. */
export function readExifTexts(block: Uint8Array): ExifReading {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const texts: ExifText[] = [];
  const packets: { start: number; length: number }[] = [];
  const problems: string[] = [];
  const mark = bytes.toString('latin1', 0, 2);
  if (bytes.length < 8 || (mark !== 'II' && mark !== 'MM')) {
    return { texts, packets, problems: ['Exif block without a TIFF header'] };
  }
  const little = mark === 'II';
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const queue: { name: string; offset: number }[] = [{ name: 'IFD0', offset: u32(4) }];
  const visited = new Set<number>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, offset } = next;
    if (visited.has(offset) || visited.size >= DIRECTORIES) {
      problems.push(`${name}: directory visited before, or too many directories`);
      continue;
    }
    visited.add(offset);
    if (offset < 8 || offset + 2 > bytes.length) {
      problems.push(`${name}: directory outside the block`);
      continue;
    }
    const count = u16(offset);
    for (let index = 0; index < Math.min(count, ENTRIES); index += 1) {
      const at = offset + 2 + index * 12;
      if (at + 12 > bytes.length) {
        problems.push(`${name}: directory cut off`);
        break;
      }
      const tag = u16(at);
      const size = (typeSizes[u16(at + 2)] ?? 1) * u32(at + 4);
      if (tag === exifPointer) queue.push({ name: 'ExifIFD', offset: u32(at + 8) });
      const known = textTags.get(tag);
      if (known === undefined && tag !== xmpTag) continue;
      const start = size <= 4 ? at + 8 : u32(at + 8);
      if (size > TEXT_BYTES || start + size > bytes.length) {
        problems.push(`${name} ${known ?? 'XMP'}: value outside the block`);
        continue;
      }
      if (known === undefined) packets.push({ start, length: size });
      else {
        const text = decode(tag, bytes.subarray(start, start + size));
        if (text !== '') texts.push({ key: `${name} ${known}`, text, start, length: size });
      }
    }
    const link = offset + 2 + count * 12;
    if (name.startsWith('IFD') && count <= ENTRIES && link + 4 <= bytes.length && u32(link) !== 0) {
      queue.push({ name: `IFD${visited.size}`, offset: u32(link) });
    }
  }
  return { texts, packets, problems };
}

function decode(tag: number, value: Buffer): string {
  // Windows writes its XP tags in UTF-16 little-endian.
  if (tag >= 0x9c9b && tag <= 0x9c9f) return utf16Text(value);
  if (tag !== 0x9286) return plainText(value);
  const code = value.toString('latin1', 0, 8);
  if (code.startsWith('UNICODE')) return utf16Text(value.subarray(8));
  // Writers leave the character code out, or zero; a text that starts at once must not lose its head.
  return plainText(/^(ASCII|JIS|\0{8})/.test(code) ? value.subarray(8) : value);
}

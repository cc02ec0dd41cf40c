import { plainText, utf16Text } from './text-decoding.ts';

/** A text of an Exif block (CIPA DC-008) with its byte range inside the block. */
export interface ExifText {
  /** `IFD0 ImageDescription`, `ExifIFD UserComment`… */
  readonly key: string;
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** A block of another format kept in a tag: XMP (0x02BC), IPTC-IIM (0x83BB), Photoshop resources (0x8649). */
export interface ExifBlock {
  readonly kind: 'xmp' | 'iim' | 'resources';
  readonly directory: string;
  readonly start: number;
  readonly length: number;
}

export interface ExifReading {
  readonly texts: readonly ExifText[];
  readonly blocks: readonly ExifBlock[];
  readonly problems: readonly string[];
}

/** Bytes a TIFF structure is read from: a block in memory, or a whole file. */
export interface TiffSource {
  readonly size: number;
  bytes(offset: number, length: number): Buffer;
}

const textTags: ReadonlyMap<number, string> = new Map([
  [0x010d, 'DocumentName'],
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
  // Exif 3.0
  [0xa436, 'ImageTitle'],
  [0xa43b, 'ImageEditingSoftware'],
  [0xa43c, 'MetadataEditingSoftware'],
]);
const blockTags: ReadonlyMap<number, ExifBlock['kind']> = new Map([
  [0x02bc, 'xmp'],
  [0x83bb, 'iim'],
  [0x8649, 'resources'],
]);
const exifPointer = 0x8769;
/** Bytes per value of TIFF field types 1…18 (13 IFD, 16–18 BigTIFF); unknown types count as bytes. */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8];

export interface TiffLimits {
  readonly directories: number;
  readonly entries: number;
}
const blockLimits: TiffLimits = { directories: 16, entries: 2000 };

const PROBLEMS = 100;
const VALUES = 5000;
const TEXT_BYTES = 4 * 1024 * 1024;
const BLOCK_BYTES = 16 * 1024 * 1024;
/** Of all values together: entries may point to the same bytes over and over. */
const ALL_BYTES = 64 * 1024 * 1024;

/** Texts that may hold a label, from a TIFF-structured block starting at its byte-order mark. */
export function readExifTexts(block: Uint8Array): ExifReading {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  return readTiffTexts(
    { size: bytes.length, bytes: (offset, length) => bytes.subarray(offset, offset + length) },
    blockLimits,
  );
}

/** The same from a whole TIFF or BigTIFF file, with all its pages. */
export function readTiffTexts(source: TiffSource, limits: TiffLimits): ExifReading {
  const texts: ExifText[] = [];
  const blocks: ExifBlock[] = [];
  const problems: string[] = [];
  const header = source.bytes(0, 16);
  const mark = header.toString('latin1', 0, 2);
  if (header.length < 8 || (mark !== 'II' && mark !== 'MM')) {
    return { texts, blocks, problems: ['Exif block without a TIFF header'] };
  }
  const little = mark === 'II';
  const { u16, u32, u64 } = numbersOf(little);
  const big = u16(header, 2) === 43 && header.length === 16;
  const word = big ? u64 : u32;
  const [countBytes, entryBytes, room] = big ? [8, 20, 8] : [2, 12, 4];
  const note = (problem: string): void => {
    if (problems.length < PROBLEMS) problems.push(problem);
  };
  const directories = new Map<number, string>();
  // every entry of every directory may be such a pointer: each place is listed once
  const list = (name: string, offset: number): void => {
    if (directories.has(offset) || directories.size >= limits.directories)
      note(`${name}: directory visited before, or too many directories`);
    else directories.set(offset, name);
  };
  list('IFD0', word(header, big ? 8 : 4));
  let pages = 0;
  let left = ALL_BYTES;
  // a Map is walked in the order of insertion, what is added on the way included
  for (const [offset, name] of directories) {
    if (offset < 8 || offset + countBytes > source.size) {
      note(`${name}: directory outside the block`);
      continue;
    }
    const head = source.bytes(offset, countBytes);
    const count = big ? u64(head, 0) : u16(head, 0);
    if (count > limits.entries) note(`${name}: more than ${limits.entries} entries`);
    const read = Math.min(count, limits.entries);
    const table = source.bytes(offset + countBytes, read * entryBytes + room);
    if (table.length < read * entryBytes) note(`${name}: directory cut off`);
    for (let at = 0; at + entryBytes <= Math.min(table.length, read * entryBytes); at += entryBytes) {
      const tag = u16(table, at);
      const field = at + entryBytes - room;
      if (tag === exifPointer) list('ExifIFD', u32(table, field));
      const known = textTags.get(tag);
      const kind = blockTags.get(tag);
      if (known === undefined && kind === undefined) continue;
      if (texts.length + blocks.length >= VALUES) {
        note(`more than ${VALUES} texts and blocks`);
        return { texts, blocks, problems };
      }
      const size = (typeSizes[u16(table, at + 2)] ?? 1) * word(table, at + 4);
      const start = size <= room ? offset + countBytes + field : word(table, field);
      const most = Math.min(left, known === undefined ? BLOCK_BYTES : TEXT_BYTES);
      if (size > most || start + size > source.size) {
        note(`${name} ${known ?? kind}: value outside the block or too large`);
        continue;
      }
      left -= size;
      if (kind !== undefined) blocks.push({ kind, directory: name, start, length: size });
      else {
        const text = decode(tag, source.bytes(start, size));
        if (text !== '') texts.push({ key: `${name} ${known}`, text, start, length: size });
      }
    }
    if (!name.startsWith('IFD') || count !== read || table.length < read * entryBytes + room) continue;
    const link = word(table, read * entryBytes);
    pages += 1;
    if (link !== 0) list(`IFD${pages}`, link);
  }
  return { texts, blocks, problems };
}

type Take = (bytes: Buffer, at: number) => number;

/** Readers of unsigned numbers in one byte order; 64-bit ones above 2^53 lose low bits, which no offset has. */
export function numbersOf(little: boolean): { readonly u16: Take; readonly u32: Take; readonly u64: Take } {
  return little
    ? {
        u16: (bytes, at) => bytes.readUInt16LE(at),
        u32: (bytes, at) => bytes.readUInt32LE(at),
        u64: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
      }
    : {
        u16: (bytes, at) => bytes.readUInt16BE(at),
        u32: (bytes, at) => bytes.readUInt32BE(at),
        u64: (bytes, at) => Number(bytes.readBigUInt64BE(at)),
      };
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

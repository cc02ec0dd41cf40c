import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * The package of a text document (ECMA-376 part 2: a ZIP file), written anew so that the same report gives the same
 * bytes: the library draws its relationship names and counts its identifiers afresh in every process, and stamps
 * parts with the time of day.
 */

interface Part {
  readonly name: string;
  readonly bytes: Buffer;
}

/** @param madeAt ISO 8601; the only time that stands in the package */
export function settledPackage(file: Uint8Array, madeAt: string, language: string): Buffer {
  const parts = readParts(Buffer.from(file));
  const names = new Map<string, string>();
  for (const { name, bytes } of parts) {
    if (!name.endsWith('.rels')) continue;
    for (const [, id] of bytes.toString('utf8').matchAll(/\bId="([^"]+)"/g)) {
      if (id !== undefined && /^rId[a-z0-9_-]{12,}$/.test(id)) names.set(id, `rIdLink${names.size + 1}`);
    }
  }
  return writeParts(parts.map((part) => settledPart(part, names, madeAt, language)));
}

function settledPart(
  { name, bytes }: Part,
  names: ReadonlyMap<string, string>,
  madeAt: string,
  language: string,
): Part {
  if (!/\.(xml|rels)$/.test(name)) return { name, bytes };
  let text = bytes.toString('utf8').replace(/"(rId[a-z0-9_-]{12,})"/g, (whole, id: string) => {
    const settled = names.get(id);
    return settled === undefined ? whole : `"${settled}"`;
  });
  if (name === 'docProps/core.xml')
    text = text
      .replace(/(>)[^<]*(<\/dcterms:(?:created|modified)>)/g, `$1${madeAt}$2`)
      .replace('<dc:description>', `<dc:language>${language}</dc:language><dc:description>`);
  text = renumbered(text, /<wp:docPr [^>]*?\bid="(\d+)"/g);
  text = renumbered(text, /<w:bookmark(?:Start|End) [^>]*?w:id="(\d+)"/g);
  return { name, bytes: Buffer.from(text, 'utf8') };
}

/** Identifiers in the order in which they first stand in the text, from 1. */
function renumbered(text: string, pattern: RegExp): string {
  const seen = new Map<string, number>();
  return text.replace(pattern, (whole, id: string) => {
    const number = seen.get(id) ?? seen.size + 1;
    seen.set(id, number);
    return whole.replace(/\bid="\d+"/, `id="${number}"`);
  });
}

/** The parts of a ZIP file the library has just written: central directory, stored or deflated (APPNOTE 6.3.10). */
function readParts(file: Buffer): Part[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error('The library wrote no ZIP file');
  const parts: Part[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let count = file.readUInt16LE(end + 10); count > 0; count -= 1) {
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const nameLength = file.readUInt16LE(at + 28);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const data = file.subarray(start, start + size);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) parts.push({ name, bytes: method === 0 ? data : inflateRawSync(data) });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return parts;
}

/** 1 January 1980, the first day a ZIP file can name: the time of the report stands in the document's properties. */
const zipDate = 0x0021;

function writeParts(parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const title = Buffer.from(name, 'utf8');
    // From "version needed" to the length of the extra field: the same in both headers.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(zipDate, 8);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.byteLength, 14);
    shared.writeUInt32LE(bytes.byteLength, 18);
    shared.writeUInt16LE(title.byteLength, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), shared, entry, title);
    pieces.push(Buffer.from([0x50, 0x4b, 3, 4]), shared, title, packed);
    offset += 30 + title.byteLength + packed.byteLength;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.set([0x50, 0x4b, 5, 6]);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, listing, end]);
}

import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';

const ENTRIES = 400;
const TAIL = 22 + 65_535;

/** What a ZIP file is used for: by the names of its entries and an uncompressed `mimetype` entry. */
export function zipKind(reader: ByteReader): { readonly format: MediaFormat; readonly mime?: string } {
  // OpenDocument and EPUB put an uncompressed "mimetype" entry first so that this works
  if (reader.matches(30, 'mimetype') && reader.size > 58) {
    const length = Math.min(reader.u32(18, true), 100);
    const mime = reader.latin1(38 + reader.u16(28, true), length);
    if (mime === 'application/epub+zip') return { format: 'epub' };
    if (mime.startsWith('application/vnd.oasis.opendocument')) return { format: 'odf', mime };
  }
  const names = entryNames(reader);
  const first = names[0] ?? '';
  if (/\.usd[ac]?$/i.test(first)) return { format: 'usdz' };
  const has = (prefix: string) => names.some((name) => name.startsWith(prefix));
  if (has('[Content_Types].xml') || has('_rels/')) {
    if (has('word/')) return { format: 'docx' };
    if (has('xl/')) return { format: 'xlsx' };
    if (has('ppt/')) return { format: 'pptx' };
  }
  return { format: 'zip' };
}

function entryNames(reader: ByteReader): string[] {
  const listed = centralNames(reader);
  return listed.length > 0 ? listed : localNames(reader);
}

function centralNames(reader: ByteReader): string[] {
  const start = Math.max(0, reader.size - TAIL);
  const tail = reader.bytes(start, TAIL);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > tail.length) return [];
  const names: string[] = [];
  let at = tail.readUInt32LE(end + 16);
  while (names.length < ENTRIES && at + 46 <= reader.size && reader.matches(at, 'PK\x01\x02')) {
    const length = reader.u16(at + 28, true);
    names.push(reader.latin1(at + 46, length));
    at += 46 + length + reader.u16(at + 30, true) + reader.u16(at + 32, true);
  }
  return names;
}

/** For files whose end is missing: headers before the data, as far as the sizes are written there. */
function localNames(reader: ByteReader): string[] {
  const names: string[] = [];
  let at = 0;
  while (names.length < ENTRIES && at + 30 <= reader.size && reader.matches(at, 'PK\x03\x04')) {
    const length = reader.u16(at + 26, true);
    names.push(reader.latin1(at + 30, length));
    if ((reader.u16(at + 6, true) & 8) !== 0) break;
    at += 30 + length + reader.u16(at + 28, true) + reader.u32(at + 18, true);
  }
  return names;
}

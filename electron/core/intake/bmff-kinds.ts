import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat, MediaKind } from '#shared/domain/media.ts';

export interface BmffKind {
  readonly format: MediaFormat;
  readonly kind?: MediaKind;
  readonly mime?: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
}

const avif = new Set(['avif', 'avis', 'avio']);
const heif = new Set(
  'heic heix heim heis hevc hevx hevm hevs heif mif1 mif2 mif3 msf1 jpeg jpgs avci avcs vvic vvis j2ki j2is unif isoi geo1 1pic MiHB MiHE miaf MiPr tmap'.split(
    ' ',
  ),
);
const sound = new Set(['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ']);
const fragments = new Set(['styp', 'moof', 'sidx', 'emsg', 'prft', 'ssix']);
const quickTime = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'udta']);
const BOXES = 256;

/** Tell MP4, MOV, M4A, HEIF, AVIF, raw and fragments apart by brands and track handlers; null for other bytes. */
export function bmffKind(reader: ByteReader): BmffKind | null {
  if (reader.size < 8) return null;
  const type = reader.latin1(4, 4);
  const size = reader.u32(0);
  if (type === 'ftyp') return withFileType(reader, Math.min(size, reader.size, 4096));
  if (size !== 1 && size !== 0 && size < 8) return null;
  if (fragments.has(type)) return { format: 'mp4-fragment', ...movie(reader) };
  // a QuickTime file may begin with any of these; the second box must then be one too
  if (
    quickTime.has(type) &&
    (size === 0 || size >= reader.size || plausible(reader, size === 1 ? wide(reader) : size))
  ) {
    return asMovie('mov', movie(reader));
  }
  return null;
}

function wide(reader: ByteReader): number {
  return reader.size >= 16 ? reader.u64(8) : 0;
}

function plausible(reader: ByteReader, at: number): boolean {
  return at + 8 <= reader.size && /^[A-Za-z0-9 ]{4}$/.test(reader.latin1(at + 4, 4));
}

function withFileType(reader: ByteReader, end: number): BmffKind {
  const brands = [reader.latin1(8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(reader.latin1(at, 4));
  const major = brands[0] ?? '';
  // the compact form names the coding in the place of the minor version (ISO/IEC 23008-12 amendment 1)
  if (major === 'mif3') brands.push(reader.latin1(12, 4));
  if (major === 'crx ') return { format: 'raw', mime: 'image/x-canon-cr3' };
  if (major === 'jp2 ' || major === 'jpx ' || major === 'jph ') return { format: 'jp2' };
  if (major === 'qt  ') return asMovie('mov', movie(reader));
  // a still's brands may stand beside a movie's: the major brand, then what the file has tracks for
  if (avif.has(major) || (heif.has(major) && brands.some((brand) => avif.has(brand))))
    return { format: 'avif' };
  if (heif.has(major)) {
    const coded = brands.some((brand) => brand === 'heic' || brand === 'heix');
    return { format: 'heif', mime: coded ? 'image/heic' : 'image/heif' };
  }
  const found = movie(reader);
  if (found.handlers.size === 0 && brands.some((brand) => avif.has(brand))) return { format: 'avif' };
  if (found.handlers.size === 0 && brands.some((brand) => heif.has(brand))) return { format: 'heif' };
  if (sound.has(major)) return asMovie('m4a', found);
  return asMovie('mp4', found);
}

interface Movie {
  readonly handlers: Set<string>;
  width?: number;
  height?: number;
  durationSeconds?: number;
}

function asMovie(format: MediaFormat, { handlers, ...rest }: Movie): BmffKind {
  const onlySound = handlers.has('soun') && !handlers.has('vide');
  if (format === 'm4a' && handlers.has('vide')) return { format: 'mp4', ...rest };
  if (onlySound && format === 'mp4') return { format: 'm4a', ...rest };
  if (onlySound && format === 'mov') return { format, kind: 'audio', ...rest };
  return { format, ...rest };
}

/** Handlers, size and duration from the movie box, found by stepping over the boxes before it. */
function movie(reader: ByteReader): Movie {
  const found: Movie = { handlers: new Set() };
  let budget = BOXES;
  const walk = (start: number, end: number, depth: number): void => {
    let at = start;
    while (at + 8 <= end && budget > 0) {
      budget -= 1;
      const size = reader.u32(at);
      const type = reader.latin1(at + 4, 4);
      const header = size === 1 ? 16 : 8;
      const length = size === 0 ? end - at : size === 1 && at + 16 <= end ? reader.u64(at + 8) : size;
      if (length < header) return;
      const stop = Math.min(end, at + length);
      visit(reader, type, at + header, stop, found);
      if (depth < 3 && (type === 'moov' || type === 'trak' || type === 'mdia'))
        walk(at + header, stop, depth + 1);
      at = at + length;
    }
  };
  walk(0, reader.size, 0);
  return found;
}

function visit(reader: ByteReader, type: string, body: number, end: number, found: Movie): void {
  if (type === 'hdlr' && end - body >= 12) found.handlers.add(reader.latin1(body + 8, 4));
  else if (type === 'mvhd' && end - body >= 32) {
    const long = reader.u8(body) === 1;
    const scale = reader.u32(body + (long ? 20 : 12));
    const duration = long ? reader.u64(body + 24) : reader.u32(body + 16);
    // all ones means "not known"
    if (scale > 0 && duration < (long ? 2 ** 63 : 0xffffffff)) found.durationSeconds = duration / scale;
  } else if (type === 'tkhd' && found.width === undefined) {
    const size = body + (reader.u8(body) === 1 ? 88 : 76);
    if (size + 8 > end) return;
    const [width, height] = [reader.u16(size), reader.u16(size + 4)];
    if (width > 0 && height > 0) Object.assign(found, { width, height });
  }
}

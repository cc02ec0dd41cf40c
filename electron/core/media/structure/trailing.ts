import type { Part } from './layout.ts';
import type { Scan, StructureFormat } from './scan.ts';

/** Bytes after the end of the format, and what they begin with or contain. */
export interface Trailing {
  readonly start: number;
  readonly length: number;
  /** What it was recognised as; null when unknown. */
  readonly content: string | null;
  /** Programs write this after their files on purpose. */
  readonly usual: boolean;
}

const SEARCH_BYTES = 64 * 1024 * 1024;

interface Known {
  readonly name: string;
  readonly test: (scan: Scan, start: number, end: number) => boolean;
  readonly format?: StructureFormat;
  readonly usual?: boolean;
}

const starts =
  (text: string, at = 0) =>
  (scan: Scan, start: number) =>
    scan.reader.matches(start + at, text);

const ends =
  (text: string, back = text.length) =>
  ({ reader }: Scan, start: number, end: number) =>
    end - back >= start && reader.matches(end - back, text);

/** In order: the first that fits names the data. The marks at the end are those ExifTool knows trailers by. */
const known: readonly Known[] = [
  { name: 'zero bytes', usual: true, test: ({ reader }, start, end) => reader.filled(0, start, end) },
  { name: 'Samsung trailer', usual: true, test: ends('SEFT') },
  { name: 'Samsung trailer', usual: true, test: ends('QDIOBS') },
  { name: 'Vivo trailer', usual: true, test: ends('\x1b*9HWfu\x84\x93\xa2\xb1') },
  { name: 'Nikon trailer', usual: true, test: ends('/NIKON APP') },
  { name: 'Insta360 trailer', usual: true, test: ends('8db42d694ccc418790edff439fe026bf') },
  { name: 'Canon VRD', usual: true, test: ends('CANON OPTIONAL DATA\0', 64) },
  { name: 'Photo Mechanic trailer', usual: true, test: ends('cbipcbbl') },
  { name: 'FotoStation trailer', usual: true, test: ends('\xa1\xb2\xc3\xd4') },
  { name: 'AFCP trailer', usual: true, test: ends('AXS!', 12) },
  { name: 'AFCP trailer', usual: true, test: ends('AXS*', 12) },
  { name: 'MP4', format: 'bmff', usual: true, test: starts('ftyp', 4) },
  { name: 'JPEG', format: 'jpeg', test: starts('\xff\xd8\xff') },
  { name: 'PNG', format: 'png', test: starts('\x89PNG\r\n\x1a\n') },
  { name: 'GIF', format: 'gif', test: starts('GIF8') },
  { name: 'RIFF', format: 'riff', test: starts('RIFF') },
  { name: 'ZIP', format: 'zip', test: starts('PK\x03\x04') },
  { name: 'RAR', test: starts('Rar!\x1a\x07') },
  { name: '7z', test: starts("7z\xbc\xaf'\x1c") },
  { name: 'PDF', format: 'pdf', test: starts('%PDF-') },
  { name: 'gzip', test: starts('\x1f\x8b\x08') },
  { name: 'ELF', test: starts('\x7fELF') },
  { name: 'PE', test: starts('MZ') },
  {
    name: 'ID3v1',
    usual: true,
    test: ({ reader }, start, end) => end - start === 128 && reader.matches(start, 'TAG'),
  },
  { name: 'XMP', test: starts('<?xpacket') },
  {
    name: 'HTML',
    test: ({ reader }, start) => /^\s*<(!doctype html|html|script|\?php)/i.test(reader.latin1(start, 64)),
  },
];

/** Anywhere in the trailing data: what makes a file two files at once. */
const hidden: readonly (readonly [name: string, pattern: string, from: 'start' | 'tail'])[] = [
  ['ZIP', 'PK\x05\x06', 'tail'],
  ['ZIP', 'PK\x03\x04', 'start'],
  ['PDF', '%PDF-', 'start'],
  ['RAR', 'Rar!\x1a\x07', 'start'],
  ['MP4', 'ftyp', 'start'],
  ['JPEG', '\xff\xd8\xff', 'start'],
];

/** Give what follows the format's end a part, and say what it is. */
export async function readTrailing(
  scan: Scan,
  start: number,
  end: number,
  outer: StructureFormat,
): Promise<Trailing | null> {
  if (start >= end || start < 0) return null;
  const { layout } = scan;
  // offsets of a TIFF may point anywhere: what no directory uses is unexplained, not "after the end"
  if (outer === 'tiff' || outer === 'camera-raw') return null;
  const match = known.find(({ test }) => test(scan, start, end));
  const zero = match?.name === 'zero bytes';
  // a mark at the end does not excuse an archive in the middle
  const inside = zero || match?.format !== undefined ? null : findHidden(scan, start, end);
  const content =
    [match?.name, inside === match?.name ? null : inside].filter((name) => name != null).join(' … ') || null;
  const usual = match?.usual === true && (inside === null || inside === 'JPEG' || inside === 'MP4');
  const part: Part = layout.add(
    layout.root,
    'trailing data',
    start,
    end - start,
    zero ? 'padding' : 'trailing',
    {
      detail: content ?? undefined,
      flag: usual ? 'notice' : 'warning',
    },
  );
  if (match?.format !== undefined) await scan.nested(match.format, part, start, end);
  return { start, length: end - start, content, usual };
}

function findHidden(scan: Scan, start: number, end: number): string | null {
  for (const [name, pattern, from] of hidden) {
    const first = from === 'tail' ? Math.max(start, end - 66_000) : start;
    const last = Math.min(end, first + SEARCH_BYTES);
    if (scan.reader.search(Buffer.from(pattern, 'latin1'), first, last) >= 0) return name;
  }
  return null;
}

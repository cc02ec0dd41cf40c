import type { TreeNode } from '#shared/domain/figure.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { readBmff } from './bmff.ts';
import { readBmp } from './bmp.ts';
import { ByteReader, EndOfData } from './byte-reader.ts';
import { readCameraRaw } from './camera-raw.ts';
import { readJpeg2000, readJpegXl } from './code-stream.ts';
import type { Span } from './coverage.ts';
import { readEbml } from './ebml.ts';
import { readFlac } from './flac.ts';
import { readGif } from './gif.ts';
import { readGlb } from './glb.ts';
import { readIff } from './iff.ts';
import { readJpeg } from './jpeg.ts';
import { Layout, type LayoutLimits, type Problem, TooManyParts } from './layout.ts';
import { readMpegAudio } from './mpeg-audio.ts';
import { readOgg } from './ogg.ts';
import { readPdf } from './pdf.ts';
import { readPng } from './png.ts';
import { readRiff } from './riff.ts';
import type { Scan, StructureFormat, StructureReader } from './scan.ts';
import { readTiff } from './tiff.ts';
import { readTrailing, type Trailing } from './trailing.ts';
import { readZip } from './zip.ts';

const NESTING = 12;
const PULSE_MS = 40;

const readers: Readonly<Record<StructureFormat, StructureReader>> = {
  jpeg: readJpeg,
  png: readPng,
  riff: readRiff,
  bmff: readBmff,
  gif: readGif,
  tiff: readTiff,
  'camera-raw': readCameraRaw,
  'jpeg-2000': readJpeg2000,
  'jpeg-xl': readJpegXl,
  bmp: readBmp,
  flac: readFlac,
  ogg: readOgg,
  'mpeg-audio': readMpegAudio,
  iff: readIff,
  ebml: readEbml,
  glb: readGlb,
  zip: readZip,
  pdf: readPdf,
};

/** Which reader speaks for a format; formats not listed have none. */
const formats: Partial<Record<MediaFormat, StructureFormat>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'riff',
  wav: 'riff',
  avi: 'riff',
  mp4: 'bmff',
  mov: 'bmff',
  m4a: 'bmff',
  heif: 'bmff',
  avif: 'bmff',
  'mp4-fragment': 'bmff',
  jp2: 'jpeg-2000',
  jxl: 'jpeg-xl',
  c2pa: 'bmff',
  gif: 'gif',
  tiff: 'tiff',
  dng: 'tiff',
  raw: 'camera-raw',
  bmp: 'bmp',
  flac: 'flac',
  ogg: 'ogg',
  mp3: 'mpeg-audio',
  aac: 'mpeg-audio',
  aiff: 'iff',
  matroska: 'ebml',
  webm: 'ebml',
  glb: 'glb',
  zip: 'zip',
  usdz: 'zip',
  docx: 'zip',
  xlsx: 'zip',
  pptx: 'zip',
  odf: 'zip',
  epub: 'zip',
  pdf: 'pdf',
};

/** The reader for a format, or null when its structure is not read here. */
export function structureFormat(format: MediaFormat): StructureFormat | null {
  return formats[format] ?? null;
}

export interface Structure {
  readonly size: number;
  readonly tree: TreeNode[];
  /** The order of the outermost parts or their number, in one line; null where a format has nothing to say. */
  readonly summary: string | null;
  /** Every byte once, in order: the lengths sum to `size`. */
  readonly spans: readonly Span[];
  readonly problems: readonly Problem[];
  /** Occurrences of each kind of problem, also of those that are not listed. */
  readonly counts: Layout['counts'];
  readonly partsFolded: number;
  /** What follows the format's own end, or null. */
  readonly trailing: Trailing | null;
  /** False when nothing but a signature could be read. */
  readonly understood: boolean;
}

export interface StructureOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (fraction: number) => void;
  readonly limits?: Partial<LayoutLimits>;
}

/** Read the structure of a whole file. Throws for I/O errors and aborts only. */
export async function readStructure(
  path: string,
  format: StructureFormat,
  options: StructureOptions = {},
): Promise<Structure> {
  const reader = new ByteReader(path);
  try {
    const layout = new Layout(reader.size, options.limits);
    const scan = scanOf(reader, layout, options);
    const stop = await guarded(scan, () => readers[format](scan, layout.root, 0, reader.size));
    const understood = isUnderstood(layout);
    const trailing = stop === null ? null : await readTrailing(scan, stop, reader.size, format);
    const { tree, spans } = layout.finish();
    return {
      size: reader.size,
      tree,
      summary: layout.root.detail ?? null,
      spans: markTrailing(nameZeros(reader, spans), trailing?.start ?? reader.size),
      problems: layout.problems,
      counts: layout.counts,
      partsFolded: layout.folded,
      trailing,
      understood,
    };
  } finally {
    reader.close();
  }
}

function scanOf(reader: ByteReader, layout: Layout, options: StructureOptions): Scan {
  let depth = 0;
  // hostile directories name the same bytes again and again
  let budget = 4 * reader.size + 2 ** 26;
  let last = performance.now();
  const scan: Scan = {
    reader,
    layout,
    async nested(format, parent, start, end) {
      budget -= Math.max(0, end - start);
      if (depth >= NESTING || budget < 0) {
        layout.problem('limit', start, end - start, `${format}: nesting ${depth}`);
        return start;
      }
      depth += 1;
      const stop = await guarded(scan, () =>
        readers[format](scan, parent, start, Math.min(end, layout.size)),
      );
      depth -= 1;
      return stop ?? end;
    },
    async pulse(position) {
      const now = performance.now();
      if (now - last < PULSE_MS) return;
      last = now;
      options.progress?.(Math.min(1, position / Math.max(1, layout.size)));
      // a turn of the event loop, so that a cancel can arrive
      await new Promise<void>((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    },
  };
  return scan;
}

/** Run a reader; damage that stops it becomes a problem. Null: it did not reach an end of its own. */
async function guarded(scan: Scan, read: () => Promise<number>): Promise<number | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EndOfData) scan.layout.problem('truncated', error.offset, 0, 'structure');
    else if (error instanceof TooManyParts) scan.layout.problem('limit', 0, 0, error.message);
    else throw error;
    return null;
  }
}

/** More than a signature was read: two parts of the format, or one that has parts. */
function isUnderstood({ root }: Layout): boolean {
  const parts = root.children.filter(({ role }) => role !== 'unexplained' && role !== 'padding');
  return parts.length > 1 || parts.some(({ children }) => children.length > 0);
}

/** Unclaimed bytes that are all zero are padding: alignment, erased or pre-allocated space. */
function nameZeros(reader: ByteReader, spans: readonly Span[]): Span[] {
  return spans.map((span) =>
    span.role === 'unexplained' &&
    span.owner === 'unexplained' &&
    reader.filled(0, span.start, span.start + span.length)
      ? { ...span, owner: 'zero bytes', role: 'padding' as const }
      : span,
  );
}

/** What follows the end of the format is trailing, also where it has a structure of its own. */
function markTrailing(spans: readonly Span[], end: number): Span[] {
  return spans.map((span) =>
    span.start >= end && span.role !== 'padding' ? { ...span, role: 'trailing' as const } : span,
  );
}

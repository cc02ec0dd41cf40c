import { readFile, stat } from 'node:fs/promises';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';
import type { MediaFormat } from '#shared/domain/media.ts';

/**
 * The only file that loads sharp. It is loaded when first needed, because the host process imports the
 * analyses for their cards and must never load a native image parser.
 */

/** Our format names that sharp reads, and the loader name sharp must then report. */
const loaders: ReadonlyMap<MediaFormat, string> = new Map([
  ['jpeg', 'jpeg'],
  ['png', 'png'],
  ['gif', 'gif'],
  ['webp', 'webp'],
  ['tiff', 'tiff'],
  ['avif', 'heif'],
  ['heif', 'heif'],
  ['svg', 'svg'],
]);

/**
 * libvips loaders that stay open. Everything else is blocked for the whole process, so that bytes which
 * look like another format cannot reach a parser nobody chose. Only buffer and plain file loaders: SVG
 * from memory alone, so that it has no folder to read siblings from.
 */
const openLoaders = [
  'VipsForeignLoadJpegFile',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngFile',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadNsgifFile',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadWebpFile',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadTiffFile',
  'VipsForeignLoadTiffBuffer',
  'VipsForeignLoadHeifFile',
  'VipsForeignLoadHeifBuffer',
  'VipsForeignLoadSvgBuffer',
];

/** Files up to this size are read into memory and decoded from there, bytes; larger ones are mapped. */
const bufferBytes = 256 * 1024 * 1024;
/** An SVG text larger than this is not rendered, bytes. */
const svgBytes = 16 * 1024 * 1024;

type SharpModule = typeof import('sharp').default;
let loaded: Promise<SharpModule> | undefined;

/** sharp with its loaders pinned and its caches off: a worker decodes hostile files one after another. */
export function sharpEngine(): Promise<SharpModule> {
  loaded ??= (async () => {
    process.env.VIPS_BLOCK_UNTRUSTED = '1';
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: openLoaders });
    return sharp;
  })();
  return loaded;
}

/** Does sharp read this format at all? HEIF may still turn out to hold HEVC, which it cannot decode. */
export function sharpReads(format: MediaFormat): boolean {
  return loaders.has(format);
}

/** Name the loader must report for a file of this format; another answer means the bytes are ambiguous. */
export function expectedLoader(format: MediaFormat): string | undefined {
  return loaders.get(format);
}

/** Versions of everything that decides about decoded pixels, one line. */
export async function sharpVersion(): Promise<string> {
  const { versions } = await sharpEngine();
  const parts = ['vips', 'mozjpeg', 'png', 'webp', 'tiff', 'heif', 'aom', 'cgif', 'rsvg'] as const;
  const known = versions as Readonly<Record<string, string | undefined>>;
  return `sharp ${known.sharp} (${parts.map((part) => `${part} ${known[part] ?? '?'}`).join(', ')})`;
}

/** What is handed to sharp for a file: its bytes, or its path when it is too large for memory. */
export async function sharpInput(path: string, format: MediaFormat): Promise<SharpInput | null> {
  const { size } = await stat(path);
  if (format === 'svg' && size > svgBytes) return null;
  return size <= bufferBytes ? await readFile(path) : path;
}

/**
 * Open an image so that stored pixels come out: no ICC conversion, no orientation, no enlargement of
 * limits. `onWarning` gets what libvips complains about while it goes on.
 */
export async function openSharp(
  input: SharpInput,
  options: SharpOptions,
  onWarning?: (message: string) => void,
): Promise<Sharp> {
  const sharp = await sharpEngine();
  const image = sharp(input, { ignoreIcc: true, failOn: 'warning', ...options });
  if (onWarning !== undefined) image.on('warning', (message: unknown) => onWarning(String(message).trim()));
  return image;
}

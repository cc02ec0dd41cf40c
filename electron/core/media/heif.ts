import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { HeicImages } from 'heic-decode';

/**
 * The only file that loads heic-decode (libheif compiled to WebAssembly): HEIF images with HEVC, which
 * the libvips build in use cannot decode. A parser inside WebAssembly cannot write outside its own memory.
 */

export interface HeifPixels {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB or RGBA, 8 bits. */
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
  /** Number of top-level images in the file. */
  readonly pages: number;
}

export type HeifOutcome =
  | { readonly ok: true; readonly image: HeifPixels }
  | { readonly ok: false; readonly code: 'undecodable' | 'limit-pixels'; readonly detail: string };

/** Version of libheif-js that comes with heic-decode, for run keys. */
export function heifVersion(): string {
  const require = createRequire(import.meta.url);
  const manifest = require('heic-decode/package.json') as { version: string };
  return `heic-decode ${manifest.version}`;
}

/**
 * Decode one top-level image to 8 bits per channel. Samples of 10 or 12 bits lose their low bits here;
 * rotation, mirroring and cropping that belong to the image description (`irot`, `imir`, `clap`) are
 * applied by libheif and cannot be switched off.
 *
 * @param bytes the whole file
 * @param page index of the top-level image, from 0
 * @param maximumPixels refuse larger images before decoding
 */
export async function decodeHeif(
  bytes: Uint8Array,
  page: number,
  maximumPixels: number,
): Promise<HeifOutcome> {
  const { default: decoder } = await import('heic-decode');
  const complaints: string[] = [];
  return await withCapturedLog(complaints, async () => {
    try {
      const images = await decoder.all({ buffer: bytes });
      try {
        return await decodePage(images, page, maximumPixels);
      } finally {
        images.dispose();
      }
    } catch (error) {
      const detail = [message(error), ...complaints].join('; ');
      return { ok: false, code: 'undecodable', detail };
    }
  });
}

async function decodePage(images: HeicImages, page: number, maximumPixels: number): Promise<HeifOutcome> {
  const image = images[page];
  if (image === undefined)
    return { ok: false, code: 'undecodable', detail: `no image ${page + 1} in the file` };
  if (image.width * image.height > maximumPixels) {
    return { ok: false, code: 'limit-pixels', detail: `${image.width} × ${image.height}` };
  }
  const { width, height, data } = await image.decode();
  return { ok: true, image: { width, height, pages: images.length, ...withoutIdleAlpha(data) } };
}

/**
 * libheif-js reports what it cannot read with `console.log`, and standard output belongs to the caller:
 * the reports go into `complaints`.
 */
async function withCapturedLog<T>(complaints: string[], work: () => Promise<T>): Promise<T> {
  const log = console.log;
  console.log = (...parts: unknown[]) => {
    if (complaints.length >= 8) return;
    complaints.push(
      parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 1 }))).join(' '),
    );
  };
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/** libheif always hands out RGBA; an alpha channel that is opaque everywhere carries nothing. */
function withoutIdleAlpha(rgba: Uint8ClampedArray): { readonly data: Uint8Array; readonly channels: 3 | 4 } {
  for (let at = 3; at < rgba.length; at += 4) {
    if (rgba[at] !== 255) {
      return { data: new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length), channels: 4 };
    }
  }
  const data = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return { data, channels: 3 };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

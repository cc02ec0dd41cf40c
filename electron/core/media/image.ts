import { readFile } from 'node:fs/promises';
import type { Metadata, SharpInput } from 'sharp';
import { localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { decodeHeif, heifVersion } from './heif.ts';
import type { Limits } from './limits.ts';
import { expectedLoader, openSharp, sharpInput, sharpReads, sharpVersion } from './sharp-engine.ts';

/**
 * Still images as plain numbers. What comes out are the *stored* samples: no orientation tag is applied,
 * no colour profile is followed, greyscale stays one channel, 16 bits stay 16 bits, CMYK stays CMYK
 * (Adobe's inverted storage is turned round by libvips). Two conversions cannot be avoided and are part of
 * every decoder: palette images become RGB, and HEIF/AVIF rotations of the image description are applied.
 */
export interface StillImage {
  readonly width: number;
  readonly height: number;
  /** Interleaved channels per pixel, alpha last. */
  readonly channels: number;
  readonly bitDepth: 8 | 16;
  /** `width × height × channels` samples, row by row from the top. */
  readonly data: Uint8Array | Uint16Array;
  readonly hasAlpha: boolean;
  /** `b-w`, `grey16`, `srgb`, `rgb16`, `cmyk`, `lab` …: the family of the samples, not a profile. */
  readonly colourSpace: string;
  /** Exif orientation tag 1…8; 1 when absent. Not applied. */
  readonly orientation: number;
  /** Pages or frames in the file. */
  readonly pages: number;
  /** Decoder and versions. */
  readonly decoder: string;
  /** What the decoder complained about; the pixels may then be incomplete. */
  readonly warnings: readonly string[];
}

export type ImageOutcome =
  | { readonly ok: true; readonly image: StillImage }
  | { readonly ok: false; readonly reason: Reason };

export interface DecodeOptions {
  readonly format: MediaFormat;
  readonly limits: Pick<Limits, 'pixels'>;
  /** Page or frame, from 0. */
  readonly page?: number;
  /** Decode this many frames of equal size at once, one below the other; 1 when absent. */
  readonly frames?: number;
}

/** Formats `decodeImage` can be asked for. A HEIF file may still need the second decoder. */
export function decodesImage(format: MediaFormat): boolean {
  return sharpReads(format);
}

/** Decode one page of an image file to its stored samples. Unreadable files are an answer, not an error. */
export async function decodeImage(path: string, options: DecodeOptions): Promise<ImageOutcome> {
  if (!sharpReads(options.format)) return imageFailure('format-unsupported', options.format);
  const input = await sharpInput(path, options.format);
  if (input === null) return imageFailure('file-too-large', options.format);
  const outcome = await decodeInput(input, options);
  const hevc = !outcome.ok && outcome.reason.code === 'undecodable' && options.format === 'heif';
  return hevc ? await decodeWithHeif(path, options, outcome.reason) : outcome;
}

/** Decode image bytes that are already in memory, as `decodeImage` does for a file. */
export async function decodeInput(input: SharpInput, options: DecodeOptions): Promise<ImageOutcome> {
  const header = await readImageHeader(input, options);
  if (!header.ok) return header;
  const warnings: string[] = [];
  try {
    return { ok: true, image: await decodePixels(input, header.metadata, options, 'warning', warnings) };
  } catch (error) {
    warnings.push(message(error));
  }
  // Damaged data: go on as far as the decoder can, and say so.
  try {
    return { ok: true, image: await decodePixels(input, header.metadata, options, 'none', warnings) };
  } catch (error) {
    return imageFailure('undecodable', message(error));
  }
}

export type HeaderOutcome =
  | { readonly ok: true; readonly metadata: Metadata }
  | { readonly ok: false; readonly reason: Reason };

/** What the header says, after the checks every decoding begins with: right loader, size within limits. */
export async function readImageHeader(
  input: SharpInput,
  { format, limits, page = 0, frames = 1 }: DecodeOptions,
): Promise<HeaderOutcome> {
  let metadata: Metadata;
  try {
    const image = await openSharp(input, { failOn: 'none', limitInputPixels: false, page });
    metadata = await image.metadata();
  } catch (error) {
    return imageFailure('undecodable', message(error));
  }
  if (metadata.format !== expectedLoader(format)) {
    return imageFailure('loader-mismatch', `${format} ≠ ${metadata.format}`);
  }
  if (metadata.width * metadata.height * frames > limits.pixels) {
    return imageFailure('limit-pixels', `${metadata.width} × ${metadata.height}`);
  }
  if (metadata.depth !== 'uchar' && metadata.depth !== 'ushort') {
    return imageFailure('sample-format', metadata.depth);
  }
  return { ok: true, metadata };
}

/** sharp drops the transparency of grey pictures that stay grey. */
function spaceKept({ space, hasAlpha }: Metadata): Metadata['space'] {
  if (hasAlpha && space === 'b-w') return 'srgb';
  if (hasAlpha && space === 'grey16') return 'rgb16';
  return space;
}

async function decodePixels(
  input: SharpInput,
  metadata: Metadata,
  { limits, page = 0, frames = 1 }: DecodeOptions,
  failOn: 'none' | 'warning',
  warnings: string[],
): Promise<StillImage> {
  const options = { failOn, page, pages: frames, limitInputPixels: limits.pixels };
  const image = await openSharp(input, options, (text) => warnings.push(text));
  // Naming the image's own space twice keeps sharp from converting to sRGB on the way in and out.
  const space = spaceKept(metadata);
  const wide = metadata.depth === 'ushort';
  const { data, info } = await image
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const orientation = metadata.orientation ?? 1;
  return {
    width: info.width,
    height: info.height,
    channels: info.channels,
    bitDepth: wide ? 16 : 8,
    data: wide ? samples16(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    hasAlpha: metadata.hasAlpha,
    colourSpace: space,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    pages: metadata.pages ?? 1,
    decoder: await sharpVersion(),
    warnings: unique(warnings),
  };
}

async function decodeWithHeif(path: string, options: DecodeOptions, first: Reason): Promise<ImageOutcome> {
  const outcome = await decodeHeif(await readFile(path), options.page ?? 0, options.limits.pixels);
  if (!outcome.ok) return imageFailure(outcome.code, `${outcome.detail}; ${first.detail ?? ''}`);
  const { width, height, channels, data, pages } = outcome.image;
  return {
    ok: true,
    image: {
      width,
      height,
      channels,
      data,
      pages,
      bitDepth: 8,
      hasAlpha: channels === 4,
      colourSpace: 'srgb',
      orientation: 1,
      decoder: heifVersion(),
      warnings: [],
    },
  };
}

let last: { readonly key: string; readonly outcome: Promise<ImageOutcome> } | undefined;
/** The kept image may be this large, bytes; a larger one is decoded again for each run. */
const keptBytes = 200 * 1024 * 1024;

/**
 * The evidence's first page. The last decoded image of the process is kept by its content, because the runs
 * on one evidence follow each other in one worker, each in a folder of its own. Nobody writes into it.
 */
export async function decodeEvidence(
  evidence: { readonly path: string; readonly sha256: string; readonly media: Media },
  limits: Pick<Limits, 'pixels'>,
): Promise<ImageOutcome> {
  const key = `${evidence.sha256} ${evidence.media.format} ${limits.pixels}`;
  if (last?.key === key) return await last.outcome;
  const entry = { key, outcome: decodeImage(evidence.path, { format: evidence.media.format, limits }) };
  last = entry;
  let keep = false;
  try {
    const answer = await entry.outcome;
    keep = answer.ok && answer.image.data.byteLength <= keptBytes;
    return answer;
  } finally {
    if (!keep && last === entry) last = undefined;
  }
}

const reasons = {
  'format-unsupported': localized('No decoder for this image format is built in', '未内置此图像格式的解码器'),
  'file-too-large': localized('The file is too large to be decoded in memory', '文件过大，无法在内存中解码'),
  undecodable: localized('The image could not be decoded', '图像无法解码'),
  'loader-mismatch': localized(
    'The decoder takes the bytes for another format than their signature says',
    '解码器识别的格式与文件签名不一致',
  ),
  'limit-pixels': localized('The image has more pixels than the limit allows', '图像像素数超过限制'),
  'sample-format': localized(
    'The samples are neither 8 nor 16 bit whole numbers',
    '样本既非 8 位整数也非 16 位整数',
  ),
} as const;

/** The typed answer for an image that cannot be decoded; `cause` becomes the technical detail. */
export function imageFailure(
  code: keyof typeof reasons,
  cause: unknown,
): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason: { code, text: reasons[code], detail: message(cause) } };
}

/** A view where alignment allows it, else a copy. */
function samples16(bytes: Uint8Array): Uint16Array {
  if (bytes.byteOffset % 2 === 0)
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const copy = bytes.slice();
  return new Uint16Array(copy.buffer, 0, copy.byteLength / 2);
}

function unique(warnings: readonly string[]): string[] {
  const lines = warnings.flatMap((text) => text.split('\n').map((line) => line.trim()));
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, 50);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { readFile, stat } from 'node:fs/promises';
import type { Reason } from '#shared/domain/run.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import type { AnalysisEvidence } from '../analysis/define.ts';
import { decodeImage, type StillImage } from '../media/image.ts';
import { type JpegCoefficients, readJpegCoefficients } from '../media/jpeg-coefficients.ts';
import type { Limits } from '../media/limits.ts';

/** One value for each pixel, row by row. */
export interface FloatPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export type Coefficients =
  | { readonly ok: true; readonly jpeg: JpegCoefficients }
  | { readonly ok: false; readonly reason: Reason };

/** A still image as the methods read it. What is expensive is made when it is first asked for, and kept. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Stored samples: no orientation, no profile applied. */
  readonly image: StillImage;
  /** Interleaved 8-bit RGB, alpha laid on white. Never written to. */
  rgb(): Uint8Array;
  /** ITU-R BT.601-7 luma, 0…255, not rounded. Never written to. */
  luma(): FloatPlane;
  /** Quantised DCT coefficients; `null`: the file is no JPEG. */
  coefficients(): Coefficients | null;
}

export type PictureOutcome =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly reason: Reason };

interface Kept {
  readonly key: string;
  readonly outcome: Promise<PictureOutcome>;
}

/** The picture read last: the methods of one exhibit follow one another in the same worker. */
let last: Kept | null = null;

/** Decode the evidence, or take what the run before has decoded. Unreadable files are an answer, not an error. */
export async function openPicture(
  { path, media }: Pick<AnalysisEvidence, 'path' | 'media'>,
  limits: Pick<Limits, 'pixels'>,
): Promise<PictureOutcome> {
  // By file and not by name: every run is given a link of its own to the same evidence.
  const { dev, ino, size, mtimeMs } = await stat(path);
  const key = JSON.stringify([dev, ino, size, mtimeMs, media.format, limits.pixels]);
  if (last?.key !== key) last = { key, outcome: readPicture(path, media.format, limits) };
  const { outcome } = last;
  try {
    return await outcome;
  } catch (error) {
    if (last?.outcome === outcome) last = null;
    throw error;
  }
}

async function readPicture(
  path: string,
  format: AnalysisEvidence['media']['format'],
  limits: Pick<Limits, 'pixels'>,
): Promise<PictureOutcome> {
  const decoded = await decodeImage(path, { format, limits });
  if (!decoded.ok) return decoded;
  const bytes = format === 'jpeg' ? await readFile(path) : null;
  return { ok: true, picture: new DecodedPicture(decoded.image, bytes, limits) };
}

class DecodedPicture implements Picture {
  readonly image: StillImage;
  readonly #bytes: Uint8Array | null;
  readonly #limits: Pick<Limits, 'pixels'>;
  #rgb: Uint8Array | undefined;
  #luma: FloatPlane | undefined;
  #coefficients: Coefficients | null = null;

  constructor(image: StillImage, bytes: Uint8Array | null, limits: Pick<Limits, 'pixels'>) {
    this.image = image;
    this.#bytes = bytes;
    this.#limits = limits;
  }

  get width(): number {
    return this.image.width;
  }

  get height(): number {
    return this.image.height;
  }

  rgb(): Uint8Array {
    this.#rgb ??= toRgb8(this.image);
    return this.#rgb;
  }

  luma(): FloatPlane {
    this.#luma ??= lumaOf(this.rgb(), this.width, this.height);
    return this.#luma;
  }

  coefficients(): Coefficients | null {
    if (this.#bytes === null) return null;
    this.#coefficients ??= readJpegCoefficients(this.#bytes, 0, this.#limits);
    return this.#coefficients;
  }
}

/**
 * @param rgb interleaved, 8 bit
 * @returns 0.299 R + 0.587 G + 0.114 B
 */
export function lumaOf(rgb: Uint8Array, width: number, height: number): FloatPlane {
  const data = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < data.length; pixel += 1, at += 3) {
    data[pixel] = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
  }
  return { width, height, data };
}

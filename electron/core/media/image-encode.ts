import { openSharp } from './sharp-engine.ts';

/** Interleaved 8-bit samples to be written. */
export interface Pixels8 {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

export type ChromaSubsampling = '4:4:4' | '4:2:0';

/**
 * A plain JPEG as libjpeg writes it: Annex K tables scaled by the IJG formula, no trellis, no
 * deringing, baseline.
 *
 * @param quality IJG quality 1…100
 */
export async function encodeJpeg(
  pixels: Pixels8,
  quality: number,
  { chromaSubsampling }: { readonly chromaSubsampling: ChromaSubsampling },
): Promise<Uint8Array> {
  const image = await fromPixels(pixels);
  const jpeg = {
    quality,
    chromaSubsampling,
    mozjpeg: false,
    quantisationTable: 0,
    optimiseCoding: false,
  } as const;
  return await image.jpeg(jpeg).toBuffer();
}

/**
 * An 8-bit PNG without metadata; grey stays one channel. Level 2 without filters: on maps of noise level 6
 * takes five times as long for an eighth less.
 */
export async function encodePng(pixels: Pixels8): Promise<Uint8Array> {
  const image = await fromPixels(pixels);
  return await image.png({ compressionLevel: 2, adaptiveFiltering: false, palette: false }).toBuffer();
}

async function fromPixels({ data, width, height, channels }: Pixels8) {
  const image = await openSharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return image.toColourspace(channels === 1 ? 'b-w' : 'srgb');
}

import type { StillImage } from './image.ts';
import { encodeJpeg } from './image-encode.ts';
import { openSharp } from './sharp-engine.ts';

/** How a picture is packed when its samples were changed. */
export interface PackOptions {
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif';
  /** Pictures of an animation, one below the other in the samples. */
  readonly frames: number;
  /** Milliseconds of each frame, and rounds (0: for ever), of an animation. */
  readonly delay?: readonly number[];
  readonly loop?: number;
  /** WebP only: keep every sample. */
  readonly lossless?: boolean;
  /** JPEG and WebP: 1…100; 95 when absent. */
  readonly quality?: number;
}

/** Nearly no visible loss, for pictures that were compressed before. */
const usualQuality = 95;

/** Stored samples (grey or RGB, with or without alpha, 8 or 16 bits) as a file without metadata. */
export async function packPicture(image: StillImage, options: PackOptions): Promise<Uint8Array> {
  const { format, frames, delay, loop = 0, lossless = false, quality = usualQuality } = options;
  const { width, height, data, hasAlpha } = image;
  const channels = image.channels as 1 | 2 | 3 | 4;
  if (format === 'jpeg' && data instanceof Uint8Array && (channels === 1 || channels === 3))
    return await encodeJpeg({ width, height, channels, data }, quality, { chromaSubsampling: '4:4:4' });
  const raw = { width, height, channels, ...(frames > 1 ? { pageHeight: height / frames } : {}) };
  const opened = await openSharp(data, { raw, limitInputPixels: false });
  const grey = channels - (hasAlpha ? 1 : 0) === 1;
  const wide = data instanceof Uint16Array;
  const space = grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  const made = opened.pipelineColourspace(space).toColourspace(space);
  const moving = frames > 1 ? { loop, ...(delay === undefined ? {} : { delay: [...delay] }) } : {};
  switch (format) {
    case 'png':
      return await made.png({ compressionLevel: 6, adaptiveFiltering: true, palette: false }).toBuffer();
    case 'webp':
      return await made.webp({ quality, lossless, exact: true, effort: 4, ...moving }).toBuffer();
    case 'gif':
      return await made.gif({ effort: 7, dither: 1, ...moving }).toBuffer();
    default:
      throw new Error(`${format} cannot hold ${channels} channels of ${image.bitDepth} bits`);
  }
}

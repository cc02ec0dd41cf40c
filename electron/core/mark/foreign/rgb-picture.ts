import type { StillImage } from '../../media/image.ts';

/** Stored samples as the schemes of others see them: red, green, blue, 8 bits, row by row. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  /** `width × height × 3` bytes. */
  readonly data: Uint8Array;
  /** Every pixel has three equal samples, or the file had one channel: marks in the colours cannot be there. */
  readonly grey: boolean;
}

/**
 * The samples without their alpha channel, which is what the readers of others work on (OpenCV's `IMREAD_COLOR`
 * drops it). `null`: CMYK and Lab, for which nobody embeds.
 */
export function rgbPicture(image: StillImage): RgbPicture | null {
  const { width, height, channels, bitDepth, hasAlpha, colourSpace } = image;
  if (/cmyk|lab|xyz/i.test(colourSpace)) return null;
  const colours = channels - (hasAlpha ? 1 : 0);
  const grey = colours < 3;
  if (channels === 3 && !hasAlpha && bitDepth === 8)
    return { width, height, data: image.data as Uint8Array, grey };
  const data = new Uint8Array(width * height * 3);
  // As OpenCV narrows 16 bits when it reads a file in 8: the upper byte.
  const shift = bitDepth === 16 ? 8 : 0;
  const [green, blue] = grey ? [0, 0] : [1, 2];
  for (let to = 0, at = 0; to < data.length; to += 3, at += channels) {
    data[to] = image.data[at]! >> shift;
    data[to + 1] = image.data[at + green]! >> shift;
    data[to + 2] = image.data[at + blue]! >> shift;
  }
  return { width, height, data, grey };
}

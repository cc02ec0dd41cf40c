import { setImmediate } from 'node:timers/promises';
import { toRgb8 } from '#shared/numeric/plane.ts';
import type { StillImage } from '../../media/image.ts';
import { encodeJpeg } from '../../media/image-encode.ts';
import { openSharp } from '../../media/sharp-engine.ts';
import type { PictureKey } from './picture-key.ts';
import { preparedPicture } from './picture-plane.ts';
import { readSpectrumOf } from './read-plane.ts';

/** What a marked picture goes through before it is handed out, and whether the mark was read after it. */
interface Trials {
  /** JPEG 50. */
  readonly compressed: boolean;
  /** A quarter of the area. */
  readonly quarter: boolean;
}

export async function trialsOf(picture: StillImage, key: PictureKey, payload: bigint): Promise<Trials> {
  const reads = (tried: StillImage, effort: 'whole' | 'search'): boolean =>
    readSpectrumOf(preparedPicture(tried), key, { effort }).reading?.payload === payload;
  const pending = compressed(picture);
  // Lets the compression begin, which goes on in a thread of its own.
  await setImmediate();
  const cut = reads(quarter(picture), 'search');
  return { compressed: reads(await pending, 'whole'), quarter: cut };
}

async function compressed(picture: StillImage): Promise<StillImage> {
  const { width, height } = picture;
  const pixels = { width, height, channels: 3, data: toRgb8(picture) } as const;
  const jpeg = await encodeJpeg(pixels, 50, { chromaSubsampling: '4:2:0' });
  const again = await openSharp(jpeg, { limitInputPixels: false });
  const data = await again.raw().toBuffer();
  return { ...picture, channels: 3, hasAlpha: false, bitDepth: 8, colourSpace: 'srgb', data };
}

/** Half of each side, off the middle. */
function quarter(picture: StillImage): StillImage {
  const { channels, data } = picture;
  const [width, height] = [Math.floor(picture.width / 2), Math.floor(picture.height / 2)];
  const [left, top] = [Math.floor(width * 0.37), Math.floor(height * 0.58)];
  const part = data.slice(0, width * height * channels);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * picture.width + left) * channels;
    part.set(data.subarray(from, from + width * channels), row * width * channels);
  }
  return { ...picture, width, height, data: part };
}

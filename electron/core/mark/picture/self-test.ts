import { toRgb8 } from '#shared/numeric/plane.ts';
import type { StillImage } from '../../media/image.ts';
import { encodeJpeg } from '../../media/image-encode.ts';
import { openSharp } from '../../media/sharp-engine.ts';
import type { PictureKey } from './picture-key.ts';
import { preparedPicture } from './picture-plane.ts';
import { readSpectrumOf } from './read-plane.ts';

/** What a marked picture must go through before it is handed out. */
type Trial = 'jpeg-50' | 'crop-25';

/** Does the mark read from the picture after a trial? */
export async function survives(
  picture: StillImage,
  key: PictureKey,
  payload: bigint,
  trial: Trial,
): Promise<boolean> {
  const tried = trial === 'jpeg-50' ? await compressed(picture) : quarter(picture);
  const effort = trial === 'crop-25' ? 'search' : 'whole';
  const { reading } = readSpectrumOf(preparedPicture(tried), key, { effort });
  return reading?.payload === payload;
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

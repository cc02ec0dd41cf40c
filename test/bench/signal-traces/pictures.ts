import sharp, { type Sharp } from 'sharp';

/** A square of 8-bit RGB. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const side = 512;

/**
 * The middle of a photograph. Camera JPEGs are halved first, which weakens the traces of their own blocks and mosaic
 * (blocks of eight become blocks of four: resampling may rightly be found);
 * pictures stored without loss are taken as they are.
 */
export async function middleOf(path: string): Promise<Rgb> {
  const { width, height, format } = await sharp(path).metadata();
  const half = format === 'jpeg' ? 2 : 1;
  const whole = await sharp(path)
    .removeAlpha()
    .resize(Math.floor(width / half), Math.floor(height / half), { fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer();
  const left = Math.floor((width / half - side) / 2);
  const top = Math.floor((height / half - side) / 2);
  return rgbOf(sharp(whole).extract({ left, top, width: side, height: side }));
}

export async function rgbOf(image: Sharp): Promise<Rgb> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

export function imageOf({ data, width, height }: Rgb): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** @param save `png`, or the quality of a JPEG */
export async function saved(picture: Rgb, save: 'png' | number): Promise<Rgb> {
  if (save === 'png') return picture;
  return rgbOf(sharp(await imageOf(picture).jpeg({ quality: save }).toBuffer()));
}

/** Area under the ROC curve: chance that one of the first scores above one of the second. */
export function rocArea(positive: readonly number[], negative: readonly number[]): number {
  let sum = 0;
  for (const one of positive) for (const other of negative) sum += one > other ? 1 : one === other ? 0.5 : 0;
  return sum / positive.length / negative.length;
}

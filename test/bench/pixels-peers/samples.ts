import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { exifSegment } from '../../fixtures/make/exif-block.ts';
import { demosaiced } from '../../fixtures/make/stationary-picture.ts';
import { randomNumbers } from '../../support/mutations.ts';
import { baseOf, type Photograph, seedOf } from '../validation/photographs.ts';
import { type Mask, type Raster, rasterOf, sharpOf, throughJpeg } from '../validation/raster.ts';
import { jpegOf, type Kind, tampered } from '../validation/tampering.ts';

/**
 * How a picture is stored: `jpeg` as the validation makes them (a camera's JPEG, opened, changed, saved, the old thumbnail
 * kept), `png` never compressed here, `mosaic` stored without loss after the interpolation of a Bayer pattern, which only
 * what was pasted lacks.
 */
export type Form = 'jpeg' | 'png' | 'mosaic';

export interface Sample {
  readonly path: string;
  /** The same pixels as PNG, and saved once more at quality 99. */
  readonly copies: { readonly png: string; readonly again: string };
  readonly kind: Kind | null;
  readonly width: number;
  readonly height: number;
  readonly mask: Mask | null;
  readonly source: Mask | null;
}

/** One untouched picture (kind null) or tampered one. */
export async function sampleOf(
  photograph: Photograph,
  donor: Photograph,
  kind: Kind | null,
  form: Form,
  {
    megapixels,
    seed,
    folder,
  }: { readonly megapixels: number; readonly seed: number; readonly folder: string },
): Promise<Sample> {
  const [base, other] = [
    await baseOf(photograph, 'clean', megapixels),
    await baseOf(donor, 'clean', megapixels),
  ];
  const random = randomNumbers(seedOf(seed, photograph.name, form, kind ?? 'untouched'));
  const [first, last, halved] = [random(), 85 + Math.floor(random() * 13), random() < 0.5];
  const opened =
    kind !== null && form === 'jpeg' ? await throughJpeg(base, 70 + Math.floor(first * 26)) : base;
  const ground = form === 'mosaic' ? mosaicOf(opened) : opened;
  const made =
    kind === null
      ? { picture: ground, mask: null, source: null }
      : await tampered(kind, ground, other, random);
  const { picture, mask, source } = made;
  const stem = join(folder, `${photograph.name.replace(/\W/g, '-')}-${form}-${kind ?? 'untouched'}`);
  const path = `${stem}.${form === 'jpeg' ? 'jpg' : 'png'}`;
  const bytes =
    form === 'jpeg' ? await saved(picture, opened, last, halved) : await sharpOf(picture).png().toBuffer();
  await writeFile(path, bytes);
  const shown = form === 'jpeg' ? sharpOf(await rasterOf(sharp(bytes))) : sharpOf(picture);
  const copies = { png: `${stem}-copy.png`, again: `${stem}-again.jpg` };
  await writeFile(copies.png, await shown.clone().png().toBuffer());
  await writeFile(copies.again, await shown.jpeg({ quality: 99, chromaSubsampling: '4:4:4' }).toBuffer());
  return { path, copies, kind, width: picture.width, height: picture.height, mask, source };
}

/** The picture as a camera with one colour for each pixel would have interpolated it. */
function mosaicOf({ width, height, data }: Raster): Raster {
  return { width, height, data: demosaiced(data, width, height, 'RGGB') };
}

async function saved(picture: Raster, opened: Raster, quality: number, halved: boolean): Promise<Buffer> {
  const jpeg = await jpegOf(picture, quality, halved);
  const small = await sharpOf(opened).resize(160, 160, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), exifSegment({ thumbnail: small }), jpeg.subarray(2)]);
}

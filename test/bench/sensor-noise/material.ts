import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { type FloatPlane, lumaOf } from '#core/pixels/picture.ts';
import { FingerprintBuilder } from '#core/pixels/sensor-noise/fingerprint.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';

/** Real pictures of known cameras: `ff-jpg` flat ones, `nat-jpg` natural ones, called `Nikon_D70_0_19929.JPG`. */

export interface Rgb {
  readonly width: number;
  readonly height: number;
  /** Interleaved, 8 bit. */
  readonly data: Uint8Array;
}

/** `Nikon_D70_0`. */
export function cameraOf(name: string): string {
  return name.replace(/_\d+\.JPG$/i, '');
}

export async function rgbOf(path: string): Promise<Rgb> {
  const decoded = await decodeImage(path, { format: 'jpeg', limits: defaultLimits });
  if (!decoded.ok) throw new Error(`${path}: ${decoded.reason.text.en}`);
  const { width, height } = decoded.image;
  return { width, height, data: toRgb8(decoded.image) };
}

export async function lumaAt(path: string): Promise<FloatPlane> {
  const { data, width, height } = await rgbOf(path);
  return lumaOf(data, width, height);
}

export async function naturalNames(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'nat-jpg'))).sort();
}

/** Of whole frames, from all flat pictures of each camera. */
export async function fingerprintsOf(folder: string): Promise<ReadonlyMap<string, FloatPlane>> {
  const flat = (await readdir(join(folder, 'ff-jpg'))).sort();
  const fingerprints = new Map<string, FloatPlane>();
  for (const camera of new Set(flat.map(cameraOf))) {
    let builder: FingerprintBuilder | undefined;
    for (const name of flat.filter((one) => cameraOf(one) === camera)) {
      const luma = await lumaAt(join(folder, 'ff-jpg', name));
      builder ??= new FingerprintBuilder(luma.width, luma.height);
      builder.add(luma);
    }
    if (builder !== undefined) fingerprints.set(camera, builder.finish());
  }
  return fingerprints;
}

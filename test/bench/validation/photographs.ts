import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Raster, rasterOf } from './raster.ts';

/** Thresholds and defaults are chosen on one half of the photographs and reported on the other. */
export type Half = 'choosing' | 'reporting';

/**
 * `sensor`: pixels as the camera stored them, cropped and never resampled; a JPEG of the camera has left its own
 * traces in them. `clean`: camera JPEGs reduced by 0.45, which takes the grid and the steps of their compression out.
 * Photographs stored without loss are the same in both.
 */
export type BaseKind = 'sensor' | 'clean';

export interface Photograph {
  readonly name: string;
  readonly path: string;
  /** Stored by a camera as JPEG. */
  readonly compressed: boolean;
}

/** The name alone decides, so that photographs added later move no other. */
export function halfOf(name: string): Half {
  return createHash('sha256').update(name).digest()[0]! % 2 === 0 ? 'choosing' : 'reporting';
}

export async function photographsIn(folder: string): Promise<Photograph[]> {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|tiff?)$/i.test(name)).sort();
  return names.map((name) => ({ name, path: join(folder, name), compressed: /\.jpe?g$/i.test(name) }));
}

/** The next photograph in the list whose name begins otherwise: of another make of camera. */
export function donorFor(photographs: readonly Photograph[], index: number): Photograph {
  const make = ({ name }: Photograph): string => name.slice(0, 4).toLowerCase();
  const own = photographs[index]!;
  const later = [...photographs.slice(index + 1), ...photographs.slice(0, index)];
  return later.find((other) => make(other) !== make(own)) ?? later[0] ?? own;
}

/** Whole numbers of 32 bits from words: the seed of everything that is drawn for them. */
export function seedOf(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\n')).digest().readUInt32LE();
}

/** @param megapixels larger pictures are cropped around their middle, from multiples of 8 */
export async function baseOf(photograph: Photograph, kind: BaseKind, megapixels: number): Promise<Raster> {
  const whole = await rasterOf(sharp(photograph.path));
  const reduce = kind === 'clean' && photograph.compressed;
  const { width, height } = whole;
  const image = sharp(whole.data, { raw: { width, height, channels: 3 } });
  const scaled = reduce
    ? await rasterOf(image.resize(Math.round(width * 0.45), Math.round(height * 0.45), { fit: 'fill' }))
    : whole;
  return cropped(scaled, Math.min(1, Math.sqrt((megapixels * 1e6) / (scaled.width * scaled.height))));
}

function cropped({ width, height, data }: Raster, share: number): Raster {
  if (share === 1) return { width, height, data };
  const [wide, high] = [Math.floor((width * share) / 16) * 16, Math.floor((height * share) / 16) * 16];
  const [left, top] = [Math.floor((width - wide) / 16) * 8, Math.floor((height - high) / 16) * 8];
  const out = new Uint8Array(wide * high * 3);
  for (let y = 0; y < high; y += 1) {
    const from = ((top + y) * width + left) * 3;
    out.set(data.subarray(from, from + wide * 3), y * wide * 3);
  }
  return { width: wide, height: high, data: out };
}

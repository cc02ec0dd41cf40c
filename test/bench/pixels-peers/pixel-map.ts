import sharp from 'sharp';
import type { Mask } from '../validation/raster.ts';

/** Values that lie over a whole picture, however coarse. */
export interface PixelMap {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** A kept map of ours, as the screen shows it: 256 grey levels. */
export async function mapOfPng(png: Uint8Array): Promise<PixelMap> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const values = new Float32Array(info.width * info.height);
  for (let at = 0; at < values.length; at += 1) values[at] = data[at * info.channels]!;
  return { width: info.width, height: info.height, values };
}

/** Every so many pixels are looked at, along both axes: maps are coarser than that. */
const stride = 2;

/**
 * Chance that a pixel tampered with has a higher value than one that was not; ties count half. Places without a value
 * (NaN) are left out, on both sides of the mask.
 */
export function pixelArea(map: PixelMap, mask: Mask): number {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let y = 0; y < mask.height; y += stride) {
    const row = Math.min(map.height - 1, Math.floor(((y + 0.5) * map.height) / mask.height)) * map.width;
    for (let x = 0; x < mask.width; x += stride) {
      const value =
        map.values[row + Math.min(map.width - 1, Math.floor(((x + 0.5) * map.width) / mask.width))]!;
      if (Number.isFinite(value)) (mask.data[y * mask.width + x] === 1 ? inside : outside).push(value);
    }
  }
  if (inside.length === 0 || outside.length === 0) return 0.5;
  const low = Float64Array.from(inside).sort();
  const rest = Float64Array.from(outside).sort();
  let [sum, below, upTo] = [0, 0, 0];
  for (const value of low) {
    while (below < rest.length && rest[below]! < value) below += 1;
    upTo = Math.max(upTo, below);
    while (upTo < rest.length && rest[upTo]! <= value) upTo += 1;
    sum += below + (upTo - below) / 2;
  }
  return sum / inside.length / outside.length;
}

/** Maps that a peer gave one under another. */
export function unstacked({ width, height, values }: PixelMap, count: number): PixelMap[] {
  const rows = height / count;
  return Array.from({ length: count }, (_, at) => ({
    width,
    height: rows,
    values: values.subarray(at * rows * width, (at + 1) * rows * width),
  }));
}

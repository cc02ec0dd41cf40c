import sharp, { type Sharp } from 'sharp';

/** Interleaved 8-bit RGB, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One byte for each pixel, 0 or 1. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export async function rasterOf(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

export function sharpOf({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** What a JPEG file of this quality holds. */
export async function throughJpeg(raster: Raster, quality: number): Promise<Raster> {
  return rasterOf(sharp(await sharpOf(raster).jpeg({ quality }).toBuffer()));
}

/** The mask of a picture that was scaled to another size: nearest pixel, so that it stays exact but for half a pixel. */
export function scaledMask(mask: Mask, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x += 1, at += 1)
      data[at] = mask.data[row + Math.floor(((x + 0.5) * mask.width) / width)]!;
  }
  return { width, height, data };
}

/** The mask of a picture that was laid into a larger one. */
export function placedMask(mask: Mask, width: number, height: number, left: number, top: number): Mask {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < mask.height; y += 1)
    data.set(mask.data.subarray(y * mask.width, (y + 1) * mask.width), (top + y) * width + left);
  return { width, height, data };
}

export type Polygon = readonly (readonly [number, number])[];

/** Pixels whose middle lies within a polygon (even-odd rule), of any of them. */
export function filled(polygons: readonly Polygon[], width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (const polygon of polygons) {
    for (let y = 0; y < height; y += 1) {
      const crossings = crossingsOf(polygon, y + 0.5);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const from = Math.max(0, Math.ceil(crossings[pair]! - 0.5));
        const to = Math.min(width, Math.ceil(crossings[pair + 1]! - 0.5));
        if (to > from) data.fill(1, y * width + from, y * width + to);
      }
    }
  }
  return { width, height, data };
}

function crossingsOf(polygon: Polygon, y: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < polygon.length; at += 1) {
    const [x0, y0] = polygon[at]!;
    const [x1, y1] = polygon[(at + 1) % polygon.length]!;
    if (y0 <= y !== y1 <= y) found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  return found.sort((one, other) => one - other);
}

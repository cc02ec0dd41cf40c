import { openSharp } from '../media/sharp-engine.ts';
import { polygon } from './drawing/svg.ts';

/** Closed lines; corners as parts of width and height. */
export type Rings = readonly (readonly (readonly [number, number])[])[];

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The picture as PNG without the pixels in the rings and a margin around them, before anything is made of it: reduction
 * mixes neighbours, and a block of a heat map covers more than its middle.
 */
export async function blackedOut(file: Buffer, rings: Rings, pixels: number): Promise<Buffer> {
  if (rings.length === 0) return file;
  const image = await openSharp(file, { failOn: 'error', limitInputPixels: pixels });
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const mask = await maskOf(rings, info);
  const opaque = channels === 2 || channels === 4 ? channels - 1 : -1;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (mask[pixel] === 0) continue;
    for (let channel = 0; channel < channels; channel += 1)
      data[pixel * channels + channel] = channel === opaque ? 255 : 0;
  }
  const covered = await openSharp(data, { raw: { width, height, channels } });
  return covered.png({ compressionLevel: 1 }).toBuffer();
}

/** Black over the colours of a scale too: its lowest colour would stand for what is not shown. */
export async function blackenColours(colours: Buffer, rings: Rings, size: Size): Promise<void> {
  if (rings.length === 0) return;
  const mask = await maskOf(rings, size);
  for (let pixel = 0; pixel < size.width * size.height; pixel += 1) {
    if (mask[pixel] !== 0) colours.fill(0, pixel * 3, pixel * 3 + 3);
  }
}

/** One byte a pixel, not 0 where it is covered. */
async function maskOf(rings: Rings, { width, height }: Size): Promise<Buffer> {
  const margin = Math.max(4, 0.01 * Math.max(width, height));
  const shapes = rings.map((ring) =>
    polygon(
      ring.map(([x, y]) => [x * width, y * height] as const),
      { fill: '#fff', stroke: '#fff', 'stroke-width': 2 * margin, 'stroke-linejoin': 'round' },
    ),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  const cover = await openSharp(Buffer.from(svg), {});
  return cover.extractChannel('alpha').raw().toBuffer();
}

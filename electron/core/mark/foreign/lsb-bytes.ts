import type { StillImage } from '../../media/image.ts';

/** One order in which a program may have put bits into the lowest bit of each sample. */
export interface LsbLayout {
  /** `rgb`, `bgr`, `r`, `g`, `b`, `rgba`, `a`. */
  readonly channels: string;
  /** `rows`: along rows from the top, as nearly all do; `columns`: down columns from the left. */
  readonly scan: 'rows' | 'columns';
  /** Which bit of a byte comes first. */
  readonly first: 'high' | 'low';
}

/** The orders in use; a picture without alpha or colour has fewer. */
export function lsbLayouts(image: StillImage): LsbLayout[] {
  const colours = image.channels - (image.hasAlpha ? 1 : 0);
  const sets = colours < 3 ? ['r'] : ['rgb', 'bgr', 'r', 'g', 'b'];
  if (image.hasAlpha) sets.push('a', ...(colours < 3 ? [] : ['rgba']));
  return sets.flatMap((channels) =>
    (['rows', 'columns'] as const).flatMap((scan) =>
      (['high', 'low'] as const).map((first) => ({ channels, scan, first })),
    ),
  );
}

/** The first `count` bytes of a layout, fewer where the picture ends. */
export function lsbBytes(image: StillImage, layout: LsbLayout, count: number): Uint8Array {
  const { width, height, channels, data } = image;
  const places = Array.from(layout.channels, (name) => placeOf(name, image));
  const room = Math.floor((width * height * places.length) / 8);
  const bytes = new Uint8Array(Math.min(count, room));
  const bits = bytes.length * 8;
  const down = layout.scan === 'columns';
  for (let bit = 0, pixel = 0; bit < bits; pixel += 1) {
    const x = down ? Math.floor(pixel / height) : pixel % width;
    const y = down ? pixel % height : Math.floor(pixel / width);
    const at = (y * width + x) * channels;
    for (let place = 0; place < places.length && bit < bits; place += 1, bit += 1) {
      const value = data[at + places[place]!]! & 1;
      bytes[bit >> 3]! |= value << (layout.first === 'high' ? 7 - (bit & 7) : bit & 7);
    }
  }
  return bytes;
}

function placeOf(name: string, { channels }: StillImage): number {
  return name === 'a' ? channels - 1 : 'rgb'.indexOf(name);
}

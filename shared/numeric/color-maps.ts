import { cividisTable, coolToWarmTable, viridisTable } from './color-map-tables.ts';

/** Maps whose lightness rises evenly; `cool-to-warm` is for signed values around a neutral middle. */
export const colorMapNames = ['viridis', 'cividis', 'grey', 'cool-to-warm'] as const;
export type ColorMapName = (typeof colorMapNames)[number];

/** 256 colours as R, G, B bytes: entry `i` starts at `3 * i`. */
export type ColorTable = Uint8Array<ArrayBuffer>;

const cache = new Map<ColorMapName, ColorTable>();

/** The 256 colours of a map; index 0 stands for the minimum of the scale, 255 for its maximum. */
export function colorTable(name: ColorMapName): ColorTable {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const table = buildTable(name);
  cache.set(name, table);
  return table;
}

/** The map a heatmap starts with. */
export function defaultColorMap(diverging: boolean): ColorMapName {
  return diverging ? 'cool-to-warm' : 'viridis';
}

/** Replace 8-bit grey (R of each RGBA pixel) by the colours of the map, in place; alpha stays. */
export function applyColorMap(pixels: Uint8ClampedArray, table: ColorTable): void {
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const entry = (pixels[at] as number) * 3;
    pixels[at] = table[entry] as number;
    pixels[at + 1] = table[entry + 1] as number;
    pixels[at + 2] = table[entry + 2] as number;
  }
}

/** The value an 8-bit grey level stands for on a heatmap's scale. */
export function scaleValue(grey: number, scale: { readonly min: number; readonly max: number }): number {
  return scale.min + (grey / 255) * (scale.max - scale.min);
}

function buildTable(name: ColorMapName): ColorTable {
  switch (name) {
    case 'viridis':
      return parse(viridisTable);
    case 'cividis':
      return parse(cividisTable);
    case 'grey':
      return Uint8Array.from({ length: 768 }, (_, index) => Math.floor(index / 3));
    case 'cool-to-warm':
      return interpolate(parse(coolToWarmTable));
  }
}

function parse(hexadecimal: string): ColorTable {
  return Uint8Array.from({ length: hexadecimal.length / 2 }, (_, index) =>
    Number.parseInt(hexadecimal.slice(index * 2, index * 2 + 2), 16),
  );
}

function interpolate(points: ColorTable): ColorTable {
  const last = points.length / 3 - 1;
  return Uint8Array.from({ length: 768 }, (_, index) => {
    const position = (Math.floor(index / 3) / 255) * last;
    const left = Math.min(Math.floor(position), last - 1);
    const share = position - left;
    const channel = index % 3;
    const from = points[left * 3 + channel] as number;
    const to = points[(left + 1) * 3 + channel] as number;
    return Math.round(from + (to - from) * share);
  });
}

import type { ValueMap } from '../maps.ts';

/** Squares of one size that follow each other, and where the first begins, pixels. */
export interface Squares {
  readonly columns: number;
  readonly rows: number;
  readonly pitch: number;
  readonly origin: number;
}

/** Side of a cell of the map, pixels. */
const cell = 8;

/**
 * A map that covers the whole picture: squares need not fill it to the edge, and a map is drawn over all of it. Cells
 * outside take the nearest square.
 */
export function spreadMap(
  values: Float32Array,
  { columns, rows, pitch, origin }: Squares,
  picture: { readonly width: number; readonly height: number },
): ValueMap {
  const [width, height] = [Math.ceil(picture.width / cell), Math.ceil(picture.height / cell)];
  const square = (at: number, cells: number, length: number, count: number): number => {
    const pixel = ((at + 0.5) * length) / cells;
    return Math.min(count - 1, Math.max(0, Math.floor((pixel - origin) / pitch)));
  };
  const across = Uint32Array.from({ length: width }, (_, x) => square(x, width, picture.width, columns));
  const spread = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    const from = square(y, height, picture.height, rows) * columns;
    for (let x = 0; x < width; x += 1, to += 1) spread[to] = values[from + across[x]!]!;
  }
  return { width, height, values: spread };
}

/** Size of the map of a picture. */
export function spreadSize({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Pick<ValueMap, 'width' | 'height'> {
  return { width: Math.ceil(width / cell), height: Math.ceil(height / cell) };
}

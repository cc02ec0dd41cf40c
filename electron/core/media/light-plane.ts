import type { StillImage } from './image.ts';

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Cells per side of the grid on which lightness is compared. */
export const GRID = 32;

/** The lightness of a picture, reduced in size and summed up, so that the mean of any box is four look-ups. */
export interface LightPlane {
  readonly width: number;
  readonly height: number;
  /** Sums of lightness (0…255) over all pixels above and left; `(width + 1) × (height + 1)` values. */
  readonly sums: Float64Array;
}

/** Pixels of the longer side that the comparison works on. */
const PLANE_SIDE = 512;

/**
 * Lightness (ITU-R BT.601 luma, as JPEG's own Y) of a picture, reduced by a whole factor; null for colour
 * families where channels mean something else.
 */
export function lightPlane(image: StillImage): LightPlane | null {
  const { data, channels, bitDepth, hasAlpha, colourSpace } = image;
  if (/cmyk|lab|xyz/i.test(colourSpace)) return null;
  const factor = Math.max(1, Math.floor(Math.max(image.width, image.height) / PLANE_SIDE));
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const [across, down] = [Math.min(factor, image.width), Math.min(factor, image.height)];
  const colours = channels - (hasAlpha ? 1 : 0);
  const [red, green, blue] = [0.299, 0.587, 0.114];
  const scale = 1 / (across * down * (bitDepth === 16 ? 257 : 1));
  const plane = new Float32Array(width * height);
  for (let y = 0; y < height * down; y += 1) {
    const row = Math.floor(y / down) * width;
    let at = y * image.width * channels;
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let step = 0; step < across; step += 1, at += channels) {
        sum += colours < 3 ? data[at]! : data[at]! * red + data[at + 1]! * green + data[at + 2]! * blue;
      }
      plane[row + x]! += sum * scale;
    }
  }
  return { width, height, sums: summed(plane, width, height) };
}

/** Summed-area table (F. C. Crow, SIGGRAPH 1984). */
function summed(plane: Float32Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += plane[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return sums;
}

/** Mean lightness of whole pixels: `left ≤ x < right`, `top ≤ y < bottom`. */
export function meanLight(
  { width, sums }: LightPlane,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  const row = width + 1;
  const sum =
    sums[bottom * row + right]! -
    sums[top * row + right]! -
    sums[bottom * row + left]! +
    sums[top * row + left]!;
  return sum / ((right - left) * (bottom - top));
}

/** Mean lightness of each cell of a box, row by row. */
export function grid(plane: LightPlane, box: Box): Float64Array {
  const cells = new Float64Array(GRID * GRID);
  for (let row = 0; row < GRID; row += 1) {
    const [top, bottom] = span(box.y, box.height, row, plane.height);
    for (let column = 0; column < GRID; column += 1) {
      const [left, right] = span(box.x, box.width, column, plane.width);
      cells[row * GRID + column] = meanLight(plane, left, top, right, bottom);
    }
  }
  return cells;
}

/** First and one-past-last pixel of a cell; never empty, so that pictures smaller than the grid work too. */
function span(start: number, length: number, cell: number, size: number): [number, number] {
  const first = Math.min(size - 1, Math.max(0, Math.floor(start + (length * cell) / GRID)));
  return [first, Math.min(size, Math.max(first + 1, Math.floor(start + (length * (cell + 1)) / GRID)))];
}

/** The grid turned clockwise. */
export function turned(cells: Float64Array, turn: 0 | 90 | 180 | 270): Float64Array {
  if (turn === 0) return cells;
  const last = GRID - 1;
  return cells.map((_, index) => {
    const row = Math.floor(index / GRID);
    const column = index % GRID;
    if (turn === 180) return cells[(last - row) * GRID + (last - column)]!;
    return turn === 90 ? cells[(last - column) * GRID + row]! : cells[column * GRID + (last - row)]!;
  });
}

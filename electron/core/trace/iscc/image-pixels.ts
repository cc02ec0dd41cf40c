import { type Samples, toRgb8 } from '#shared/numeric/plane.ts';
import { resampled } from './bicubic.ts';

/** A picture as it is stored, with its orientation tag. */
export interface StoredPicture extends Samples {
  /** Exif orientation 1…8. */
  readonly orientation: number;
}

const SIDE = 32;

/**
 * The 1,024 grey levels that an Image-Code is made of, by the steps of iscc-sdk (`image_normalize`): upright by the
 * orientation tag, transparency on white, a border of the colour of the upper left pixel cut off, BT.601 grey in whole
 * numbers, 32×32 by Pillow's bicubic filter. Equal decoded pixels give the levels that Pillow gives. Pixels of 16 bits
 * are cut to 8 as Pillow does for colour.
 */
export function imagePixels(picture: StoredPicture): Uint8Array {
  const { width, height, orientation } = picture;
  const rgb = toRgb8(eightBits(picture), 255);
  const turn = orientationOf(orientation, width, height);
  const box = trimmed(rgb, width, height, turn.first);
  const [columns, rows] = [box.right - box.left, box.bottom - box.top];
  const [outWidth, outHeight] = turn.swaps ? [rows, columns] : [columns, rows];
  const grey = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    let at = ((box.top + row) * width + box.left) * 3;
    const line = turn.flipsRows ? rows - 1 - row : row;
    // Where this stored row begins in the upright picture and how far apart its pixels are there.
    let to = turn.swaps ? line : line * columns;
    let step = turn.swaps ? rows : 1;
    if (turn.flipsColumns) {
      to += (columns - 1) * step;
      step = -step;
    }
    for (let column = 0; column < columns; column += 1, at += 3, to += step)
      grey[to] = (rgb[at]! * 19595 + rgb[at + 1]! * 38470 + rgb[at + 2]! * 7471 + 0x8000) >> 16;
  }
  return resampled(grey, outWidth, outHeight, SIDE);
}

function eightBits(picture: Samples): Samples {
  // A decoder that dropped the alpha channel may still report one.
  const hasAlpha = picture.hasAlpha && picture.channels !== 1 && picture.channels !== 3;
  if (picture.bitDepth === 8) return { ...picture, hasAlpha };
  const data = Uint8Array.from(picture.data, (value) => value >> 8);
  return { ...picture, hasAlpha, bitDepth: 8, data };
}

interface Turn {
  /** Columns become rows, before the flips below, which are of stored rows and columns. */
  readonly swaps: boolean;
  readonly flipsRows: boolean;
  readonly flipsColumns: boolean;
  /** Stored position of the upper left pixel of the upright picture. */
  readonly first: number;
}

/** Orientations by CIPA DC-008 tag 0x0112: where the stored row 0 and column 0 are seen. */
function orientationOf(orientation: number, width: number, height: number): Turn {
  // 1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom.
  const swaps = orientation >= 5;
  const flipsRows = [3, 4, 6, 7].includes(orientation);
  const flipsColumns = [2, 3, 7, 8].includes(orientation);
  const first = (flipsRows ? (height - 1) * width : 0) + (flipsColumns ? width - 1 : 0);
  return { swaps, flipsRows, flipsColumns, first };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest box with all pixels that differ from one; everything when none does. */
function trimmed(rgb: Uint8Array, width: number, height: number, pixel: number): Box {
  const [red, green, blue] = [rgb[pixel * 3]!, rgb[pixel * 3 + 1]!, rgb[pixel * 3 + 2]!];
  const differs = (row: number, column: number): boolean => {
    const at = (row * width + column) * 3;
    return rgb[at] !== red || rgb[at + 1] !== green || rgb[at + 2] !== blue;
  };
  const rowDiffers = (row: number): boolean => {
    for (let column = 0; column < width; column += 1) if (differs(row, column)) return true;
    return false;
  };
  let top = 0;
  while (top < height && !rowDiffers(top)) top += 1;
  if (top === height) return { left: 0, top: 0, right: width, bottom: height };
  let bottom = height;
  while (!rowDiffers(bottom - 1)) bottom -= 1;
  let [left, right] = [width, 0];
  for (let row = top; row < bottom; row += 1) {
    for (let column = 0; column < left; column += 1) if (differs(row, column)) left = column;
    for (let column = width - 1; column >= right; column -= 1) if (differs(row, column)) right = column + 1;
  }
  return { left, top, right, bottom };
}

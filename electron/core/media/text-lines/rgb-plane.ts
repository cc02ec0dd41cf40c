import { toRgb8 } from '#shared/numeric/plane.ts';
import type { StillImage } from '../image.ts';

/** Pixels as shown: upright, three channels of 8 bits, interleaved from the top row. */
export interface RgbPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * The picture as a viewer would show it, for reading what is written on it: as `toRgb8` makes it, turned by the
 * orientation tag. Colours of a profile are not followed.
 *
 * @param background grey level 0…255 under transparent pixels
 */
export function rgbPlane(image: StillImage, background = 255): RgbPlane {
  const rgb = toRgb8(image, background);
  if (image.orientation === 1) return { width: image.width, height: image.height, data: rgb };
  const turned = image.orientation >= 5;
  const width = turned ? image.height : image.width;
  const height = turned ? image.width : image.height;
  const { start, right, down } = walk(image);
  const data = new Uint8Array(rgb.length);
  for (let y = 0, to = 0; y < height; y += 1) {
    let from = start + y * down;
    for (let x = 0; x < width; x += 1, from += right, to += 3) {
      data[to] = rgb[from]!;
      data[to + 1] = rgb[from + 1]!;
      data[to + 2] = rgb[from + 2]!;
    }
  }
  return { width, height, data };
}

/** Where the upright picture begins among the stored samples, and the steps right and down (CIPA DC-008, tag 0x0112). */
function walk({ width, height, orientation }: StillImage): { start: number; right: number; down: number } {
  const row = width * 3;
  const lastColumn = (width - 1) * 3;
  const lastRow = (height - 1) * row;
  switch (orientation) {
    case 2:
      return { start: lastColumn, right: -3, down: row };
    case 3:
      return { start: lastRow + lastColumn, right: -3, down: -row };
    case 4:
      return { start: lastRow, right: 3, down: -row };
    case 5:
      return { start: 0, right: row, down: 3 };
    case 6:
      return { start: lastRow, right: -row, down: 3 };
    case 7:
      return { start: lastRow + lastColumn, right: -row, down: -3 };
    case 8:
      return { start: lastColumn, right: row, down: -3 };
    default:
      return { start: 0, right: 3, down: row };
  }
}

import type { StillImage } from './image.ts';

/** How an embedded picture lies over the main one. */
export type PreviewMapping = 'whole' | 'letterboxed' | 'cropped';

export interface Likeness {
  /** Pearson correlation of the two pictures' lightness on a grid, −1…1. */
  readonly correlation: number;
  readonly mapping: PreviewMapping;
  /** Clockwise turn that brings the preview onto the main picture, degrees. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Where the two differ most after tones are matched, in pixels of the main picture; null when nowhere. */
  readonly difference: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
}

export interface PreviewComparison {
  /** ExifTool's name: ThumbnailImage, PreviewImage … */
  readonly name: string;
  readonly place: string;
  readonly width: number;
  readonly height: number;
  /** Null when one of the two could not be decoded or is too even to be compared. */
  readonly likeness: Likeness | null;
}

/** Cells per side of the grid on which lightness is compared. */
const GRID = 32;
/** Least standard deviation of lightness (0…255) for a comparison to mean anything. */
const LEAST_CONTRAST = 4;
/**
 * Lightness by which a cell must lie outside the range of its neighbourhood in the preview, after tones
 * are matched, to count as other content. The neighbourhood forgives a shift of one cell at edges.
 */
const CELL_DIFFERENCE = 32;
/** Aspect ratios closer than this (natural logarithm) are the same: a thumbnail rounds to whole pixels. */
export const ASPECT_TOLERANCE = 0.03;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Compare an embedded picture with the main one: the best of four turns and of three ways a camera fits
 * a picture into a thumbnail (whole, with bars, centre cut out). After E. Kee, H. Farid, “Digital Image
 * Authentication from Thumbnails”, SPIE 7541 (2010), which models crop, scaling and tone.
 */
export function compareWithPreview(main: StillImage, preview: StillImage): Likeness | null {
  const light = [lightness(main), lightness(preview)] as const;
  if (light[0] === null || light[1] === null) return null;
  let best: Likeness | null = null;
  for (const turn of [0, 90, 180, 270] as const) {
    const quarter = turn % 180 !== 0;
    const previewAspect = quarter ? preview.height / preview.width : preview.width / preview.height;
    const mainAspect = main.width / main.height;
    for (const mapping of mappings(previewAspect, mainAspect)) {
      const mainBox = mapping === 'cropped' ? centre(main, previewAspect) : whole(main);
      const previewBox =
        mapping === 'letterboxed' ? centre(preview, quarter ? 1 / mainAspect : mainAspect) : whole(preview);
      const one = grid(light[0], main, mainBox);
      const other = turned(grid(light[1], preview, previewBox), turn);
      const fit = correlate(one, other);
      if (fit === null) continue;
      if (best !== null && fit.correlation <= best.correlation) continue;
      best = {
        correlation: round(fit.correlation),
        mapping,
        turn,
        difference: farCells(one, other, fit, mainBox),
      };
    }
  }
  return best;
}

function mappings(previewAspect: number, mainAspect: number): readonly PreviewMapping[] {
  return Math.abs(Math.log(previewAspect / mainAspect)) <= ASPECT_TOLERANCE
    ? ['whole']
    : ['letterboxed', 'cropped'];
}

function whole({ width, height }: { readonly width: number; readonly height: number }): Box {
  return { x: 0, y: 0, width, height };
}

/** The largest centred box of an aspect ratio. */
function centre({ width, height }: { readonly width: number; readonly height: number }, aspect: number): Box {
  const w = Math.max(1, Math.min(width, Math.round(height * aspect)));
  const h = Math.max(1, Math.min(height, Math.round(width / aspect)));
  return { x: (width - w) >> 1, y: (height - h) >> 1, width: w, height: h };
}

type Lightness = (pixel: number) => number;

/** Lightness 0…255 of a pixel by its index; null for colour families where channels mean something else. */
function lightness(image: StillImage): Lightness | null {
  const { data, channels, bitDepth, hasAlpha, colourSpace } = image;
  if (/cmyk|lab|xyz/i.test(colourSpace)) return null;
  const scale = bitDepth === 16 ? 1 / 257 : 1;
  const colours = channels - (hasAlpha ? 1 : 0);
  if (colours < 3) return (pixel) => data[pixel * channels]! * scale;
  // ITU-R BT.601 luma, as JPEG's own Y.
  return (pixel) => {
    const at = pixel * channels;
    return (data[at]! * 0.299 + data[at + 1]! * 0.587 + data[at + 2]! * 0.114) * scale;
  };
}

/** Mean lightness of each cell of a box, row by row. */
function grid(light: Lightness, image: { readonly width: number }, box: Box): Float64Array {
  const cells = new Float64Array(GRID * GRID);
  for (let row = 0; row < GRID; row += 1) {
    const [top, bottom] = span(box.y, box.height, row);
    for (let column = 0; column < GRID; column += 1) {
      const [left, right] = span(box.x, box.width, column);
      let sum = 0;
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) sum += light(y * image.width + x);
      cells[row * GRID + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return cells;
}

/** First and one-past-last pixel of a cell; never empty, so that pictures smaller than the grid work too. */
function span(start: number, length: number, cell: number): [number, number] {
  const first = start + Math.min(length - 1, Math.floor((length * cell) / GRID));
  return [first, Math.max(first + 1, start + Math.floor((length * (cell + 1)) / GRID))];
}

/** The grid turned clockwise. */
function turned(cells: Float64Array, turn: 0 | 90 | 180 | 270): Float64Array {
  if (turn === 0) return cells;
  const last = GRID - 1;
  return cells.map((_, index) => {
    const row = Math.floor(index / GRID);
    const column = index % GRID;
    if (turn === 180) return cells[(last - row) * GRID + (last - column)]!;
    return turn === 90 ? cells[(last - column) * GRID + row]! : cells[column * GRID + (last - row)]!;
  });
}

interface Fit {
  readonly correlation: number;
  /** `main ≈ gain × preview + shift`. */
  readonly gain: number;
  readonly shift: number;
}

function correlate(one: Float64Array, other: Float64Array): Fit | null {
  const count = one.length;
  let meanOne = 0;
  let meanOther = 0;
  for (let index = 0; index < count; index += 1) {
    meanOne += one[index]! / count;
    meanOther += other[index]! / count;
  }
  let squareOne = 0;
  let squareOther = 0;
  let product = 0;
  for (let index = 0; index < count; index += 1) {
    const a = one[index]! - meanOne;
    const b = other[index]! - meanOther;
    squareOne += a * a;
    squareOther += b * b;
    product += a * b;
  }
  const least = LEAST_CONTRAST * LEAST_CONTRAST * count;
  if (squareOne < least || squareOther < least) return null;
  const gain = product / squareOther;
  return {
    correlation: product / Math.sqrt(squareOne * squareOther),
    gain,
    shift: meanOne - gain * meanOther,
  };
}

/** Bounding box of the cells that differ by far although the pictures are alike, in main pixels. */
function farCells(
  one: Float64Array,
  other: Float64Array,
  { gain, shift }: Fit,
  box: Box,
): Likeness['difference'] {
  let [left, top, right, bottom, found] = [GRID, GRID, -1, -1, 0];
  for (let index = 0; index < one.length; index += 1) {
    const [low, high] = neighbourhood(other, index, gain, shift);
    if (Math.max(low - one[index]!, one[index]! - high) < CELL_DIFFERENCE) continue;
    const row = Math.floor(index / GRID);
    const column = index % GRID;
    [left, right, top, bottom] = [
      Math.min(left, column),
      Math.max(right, column),
      Math.min(top, row),
      Math.max(bottom, row),
    ];
    found += 1;
  }
  if (found < 3) return null;
  const x = box.x + Math.floor((box.width * left) / GRID);
  const y = box.y + Math.floor((box.height * top) / GRID);
  return {
    x,
    y,
    width: box.x + Math.ceil((box.width * (right + 1)) / GRID) - x,
    height: box.y + Math.ceil((box.height * (bottom + 1)) / GRID) - y,
  };
}

/** Least and greatest lightness of the 3 × 3 cells around one, in the main picture's tones. */
function neighbourhood(cells: Float64Array, index: number, gain: number, shift: number): [number, number] {
  const row = Math.floor(index / GRID);
  const column = index % GRID;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let y = Math.max(0, row - 1); y <= Math.min(GRID - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(GRID - 1, column + 1); x += 1) {
      const value = gain * cells[y * GRID + x]! + shift;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

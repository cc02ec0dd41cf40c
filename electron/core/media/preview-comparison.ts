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
  const mainLight = lightPlane(main);
  const previewLight = lightPlane(preview);
  if (mainLight === null || previewLight === null) return null;
  let best: Likeness | null = null;
  for (const { mapping, mainBox, previewBox, turn } of candidates(mainLight, previewLight)) {
    const one = grid(mainLight, mainBox);
    const other = turned(grid(previewLight, previewBox), turn);
    const fit = correlate(one, other);
    if (fit === null || (best !== null && fit.correlation <= best.correlation)) continue;
    const difference = farCells(one, other, fit, scaled(mainBox, main, mainLight));
    best = { correlation: round(fit.correlation), mapping, turn, difference };
  }
  return best;
}

interface Candidate {
  readonly mapping: PreviewMapping;
  readonly mainBox: Box;
  readonly previewBox: Box;
  readonly turn: 0 | 90 | 180 | 270;
}

/** Ways a preview may lie over the picture, for each of the four turns. */
function* candidates(main: LightPlane, preview: LightPlane): Generator<Candidate> {
  const mainAspect = main.width / main.height;
  for (const turn of [0, 90, 180, 270] as const) {
    const quarter = turn % 180 !== 0;
    const previewAspect = quarter ? preview.height / preview.width : preview.width / preview.height;
    if (Math.abs(Math.log(previewAspect / mainAspect)) <= ASPECT_TOLERANCE) {
      yield { mapping: 'whole', mainBox: whole(main), previewBox: whole(preview), turn };
      continue;
    }
    const inside = centre(preview, quarter ? 1 / mainAspect : mainAspect);
    for (const previewBox of [inside, ...withoutBars(preview)]) {
      yield { mapping: 'letterboxed', mainBox: whole(main), previewBox, turn };
    }
    yield { mapping: 'cropped', mainBox: centre(main, previewAspect), previewBox: whole(preview), turn };
  }
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

/** Lightness up to which a whole row or column counts as a bar. */
const BAR_LIGHTNESS = 32;

/** What is left between dark bars; cameras make them a few pixels wider than the shape asks for. */
function withoutBars(plane: LightPlane): readonly Box[] {
  const { width, height, data } = plane;
  const mean = (start: number, step: number, count: number): number => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) sum += data[start + index * step]!;
    return sum / count;
  };
  const row = (y: number): boolean => mean(y * width, 1, width) < BAR_LIGHTNESS;
  const column = (x: number): boolean => mean(x, width, height) < BAR_LIGHTNESS;
  let [top, bottom, left, right] = [0, height, 0, width];
  while (top < height / 3 && row(top)) top += 1;
  while (bottom > (height * 2) / 3 && row(bottom - 1)) bottom -= 1;
  while (left < width / 3 && column(left)) left += 1;
  while (right > (width * 2) / 3 && column(right - 1)) right -= 1;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return box.width === width && box.height === height ? [] : [box];
}

/** A box of the reduced plane in pixels of the picture itself. */
function scaled(box: Box, image: StillImage, plane: LightPlane): Box {
  const [x, y] = [image.width / plane.width, image.height / plane.height];
  return { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
}

interface LightPlane {
  readonly width: number;
  readonly height: number;
  /** Lightness 0…255, row by row. */
  readonly data: Float32Array;
}

/** Pixels of the longer side that the comparison works on. */
const PLANE_SIDE = 512;

/**
 * Lightness (ITU-R BT.601 luma, as JPEG's own Y) of a picture, reduced by a whole factor; null for colour
 * families where channels mean something else.
 */
function lightPlane(image: StillImage): LightPlane | null {
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
  return { width, height, data: plane };
}

/** Mean lightness of each cell of a box, row by row. */
function grid({ width, data }: LightPlane, box: Box): Float64Array {
  const cells = new Float64Array(GRID * GRID);
  for (let row = 0; row < GRID; row += 1) {
    const [top, bottom] = span(box.y, box.height, row);
    for (let column = 0; column < GRID; column += 1) {
      const [left, right] = span(box.x, box.width, column);
      let sum = 0;
      for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) sum += data[y * width + x]!;
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
  const x = Math.floor(box.x + (box.width * left) / GRID);
  const y = Math.floor(box.y + (box.height * top) / GRID);
  return {
    x,
    y,
    width: Math.floor(box.x + (box.width * (right + 1)) / GRID) - x,
    height: Math.floor(box.y + (box.height * (bottom + 1)) / GRID) - y,
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

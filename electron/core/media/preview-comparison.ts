import type { StillImage } from './image.ts';
import { type Box, GRID, grid, type LightPlane, lightPlane, meanLight, turned } from './light-plane.ts';

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

/** Least standard deviation of lightness (0…255) for a comparison to mean anything. */
const LEAST_CONTRAST = 4;
/**
 * Lightness by which a cell must lie outside the range of its neighbourhood in the preview, after tones
 * are matched, to count as other content. The neighbourhood forgives a shift of one cell at edges.
 */
const CELL_DIFFERENCE = 32;
/** Aspect ratios closer than this (natural logarithm) are the same: a thumbnail rounds to whole pixels. */
export const ASPECT_TOLERANCE = 0.03;

/**
 * Compare an embedded picture with the main one: the best of four turns and of three ways a camera fits
 * a picture into a thumbnail (whole, with bars, centre cut out). After E. Kee, H. Farid, “Digital Image
 * Authentication from Thumbnails”, SPIE 7541 (2010), which models crop, scaling and tone.
 */
export function compareWithPreview(main: StillImage, preview: StillImage): Likeness | null {
  const found = bestMatch(main, preview);
  if (found === null) return null;
  const { candidate, fit, main: one, preview: other } = found.match;
  return {
    correlation: round(fit.correlation),
    mapping: candidate.mapping,
    turn: candidate.turn,
    difference: farCells(one, other, fit, scaled(candidate.mainBox, main, found.mainLight)),
  };
}

/** Where a preview lies over the main picture. */
export interface PreviewPlace {
  readonly correlation: number;
  readonly mapping: PreviewMapping;
  readonly turn: 0 | 90 | 180 | 270;
  /** The same part of the scene in both, in pixels of each. */
  readonly mainBox: Box;
  readonly previewBox: Box;
}

/** As `compareWithPreview`, for those who look at the pixels themselves. */
export function placePreview(main: StillImage, preview: StillImage): PreviewPlace | null {
  const found = bestMatch(main, preview);
  if (found === null) return null;
  const { candidate, fit } = found.match;
  return {
    correlation: round(fit.correlation),
    mapping: candidate.mapping,
    turn: candidate.turn,
    mainBox: scaled(candidate.mainBox, main, found.mainLight),
    previewBox: scaled(candidate.previewBox, preview, found.previewLight),
  };
}

function bestMatch(
  main: StillImage,
  preview: StillImage,
): { readonly match: Match; readonly mainLight: LightPlane; readonly previewLight: LightPlane } | null {
  const mainLight = lightPlane(main);
  const previewLight = lightPlane(preview);
  if (mainLight === null || previewLight === null) return null;
  const previewGrids = new Map<string, Float64Array>();
  let best: Match | null = null;
  for (const candidate of candidates(mainLight, previewLight)) {
    const key = JSON.stringify([candidate.previewBox, candidate.turn]);
    const preview = previewGrids.get(key) ?? turned(grid(previewLight, candidate.previewBox), candidate.turn);
    previewGrids.set(key, preview);
    best = better(best, match(mainLight, candidate, preview));
  }
  if (best !== null && best.fit.correlation < SURE) best = refined(mainLight, best);
  return best === null ? null : { match: best, mainLight, previewLight };
}

/** From this correlation on the two are the same beyond doubt and the place need not be refined. */
const SURE = 0.985;

interface Match {
  readonly candidate: Candidate;
  readonly main: Float64Array;
  readonly preview: Float64Array;
  readonly fit: Fit;
}

function match(plane: LightPlane, candidate: Candidate, preview: Float64Array): Match | null {
  const main = grid(plane, candidate.mainBox);
  const fit = correlate(main, preview);
  return fit === null ? null : { candidate, main, preview, fit };
}

function better(one: Match | null, other: Match | null): Match | null {
  if (one === null || other === null) return one ?? other;
  return other.fit.correlation > one.fit.correlation ? other : one;
}

/**
 * Cameras make thumbnails from a slightly smaller part of the sensor, and not always from its middle: try
 * parts down to 88 % of the picture, moved by up to 6 %, then closer around the best.
 */
function refined(plane: LightPlane, start: Match): Match {
  let best = start;
  for (const { size, shift, sizes, shifts } of [
    { size: -0.02, shift: 0.02, sizes: [0, 1, 2, 3, 4, 5, 6], shifts: [-3, -2, -1, 0, 1, 2, 3] },
    { size: 0.01, shift: 0.01, sizes: [-1, 0, 1], shifts: [-1, 0, 1] },
    { size: 0.005, shift: 0.005, sizes: [-1, 0, 1], shifts: [-1, 0, 1] },
  ]) {
    const from = best.candidate.mainBox;
    for (const part of sizes) {
      const [width, height] = [from.width * (1 + size * part), from.height * (1 + size * part)];
      for (const across of shifts) {
        for (const down of shifts) {
          const x = from.x + (from.width - width) / 2 + across * shift * from.width;
          const y = from.y + (from.height - height) / 2 + down * shift * from.height;
          if (x < 0 || y < 0 || x + width > plane.width || y + height > plane.height) continue;
          const candidate = { ...start.candidate, mainBox: { x, y, width, height } };
          best = better(best, match(plane, candidate, start.preview)) ?? best;
        }
      }
    }
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
const BAR_LIGHTNESS = 10;

/** What is left between dark bars; cameras make them a few pixels wider than the shape asks for. */
function withoutBars(plane: LightPlane): readonly Box[] {
  const { width, height } = plane;
  const row = (y: number): boolean => meanLight(plane, 0, y, width, y + 1) < BAR_LIGHTNESS;
  const column = (x: number): boolean => meanLight(plane, x, 0, x + 1, height) < BAR_LIGHTNESS;
  let [top, bottom, left, right] = [0, height, 0, width];
  while (top < height / 3 && row(top)) top += 1;
  while (bottom > (height * 2) / 3 && row(bottom - 1)) bottom -= 1;
  while (left < width / 3 && column(left)) left += 1;
  while (right > (width * 2) / 3 && column(right - 1)) right -= 1;
  if (top === 0 && left === 0 && bottom === height && right === width) return [];
  // The pixel at the edge of a bar is a blend of both.
  if (top > 0) top += 1;
  if (left > 0) left += 1;
  if (bottom < height) bottom -= 1;
  if (right < width) right -= 1;
  return bottom - top < 8 || right - left < 8
    ? []
    : [{ x: left, y: top, width: right - left, height: bottom - top }];
}

/** A box of the reduced plane in pixels of the picture itself. */
function scaled(box: Box, image: StillImage, plane: LightPlane): Box {
  const [x, y] = [image.width / plane.width, image.height / plane.height];
  return { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
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

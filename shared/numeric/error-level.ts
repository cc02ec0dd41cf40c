import { percentile } from './stats.ts';

export interface ErrorStatistics {
  /** Mean absolute difference over all samples, grey levels. */
  readonly mean: number;
  /** Share of samples that differ at all, 0…1. */
  readonly changed: number;
  /** Per pixel, largest channel difference: median, 95th and 99th percentile, maximum, grey levels. */
  readonly median: number;
  readonly percentile95: number;
  readonly percentile99: number;
  readonly maximum: number;
  /** Share of pixels beyond the end of the shown scale, 0…1. */
  readonly beyondScale: number;
}

/** Where the differences of a part are drawn: pictures of the whole image, one value per pixel. */
export interface ErrorPictures {
  /** 0 is no difference, 255 is `range` or more. */
  readonly magnitude: Uint8Array;
  /** 0 is −`range` or less, 255 is +`range` or more; left out when only the size matters. */
  readonly signed?: Uint8Array;
}

/** Pixels tallied in one piece, so that its sums stay small whole numbers. */
const piece = 1 << 16;

/**
 * Difference of two interleaved 8-bit RGB images, part by part, positive and negative kept: a subtraction
 * that stops at zero would hide the half of the error where the second image is brighter. Each pixel is
 * drawn by the channel that differs most, first minus second; of equals by the first.
 */
export class ErrorTally {
  private readonly range: number;
  /** Pixels by their most different channel, first minus second plus 255. */
  private readonly counts = new Float64Array(511);
  private readonly magnitudes: Uint8Array;
  private readonly signs: Uint8Array;
  private sum = 0;
  private changed = 0;

  /** @param range end of the shown scale, grey levels */
  constructor(range: number) {
    this.range = range;
    this.magnitudes = Uint8Array.from({ length: 511 }, (_, at) =>
      Math.round((Math.min(Math.abs(at - 255), range) / range) * 255),
    );
    this.signs = Uint8Array.from({ length: 511 }, (_, at) => {
      const value = Math.max(-range, Math.min(range, at - 255));
      return Math.round(((value + range) / (2 * range)) * 255);
    });
  }

  /**
   * @param first, second samples of the same part, three per pixel
   * @param start index of the part's first pixel in the pictures
   */
  add(first: Uint8Array, second: Uint8Array, pictures: ErrorPictures, start: number): void {
    if (first.length !== second.length) throw new RangeError('parts of different size');
    const { magnitude, signed } = pictures;
    const pixels = first.length / 3;
    const most = new Uint16Array(Math.min(piece, pixels));
    for (let from = 0; from < pixels; from += piece) {
      const length = Math.min(piece, pixels - from);
      this.compare(first, second, from, most.subarray(0, length));
      draw(most, length, this.magnitudes, magnitude, start + from);
      if (signed !== undefined) draw(most, length, this.signs, signed, start + from);
    }
  }

  /** Count one piece and write each pixel's place in the tables. Without branches: noise is not foreseen. */
  private compare(first: Uint8Array, second: Uint8Array, from: number, most: Uint16Array): void {
    const { counts } = this;
    let sum = 0;
    let changed = 0;
    for (let pixel = 0, at = from * 3; pixel < most.length; pixel += 1, at += 3) {
      const red = first[at]! - second[at]!;
      const green = first[at + 1]! - second[at + 1]!;
      const blue = first[at + 2]! - second[at + 2]!;
      const reds = (red ^ (red >> 31)) - (red >> 31);
      const greens = (green ^ (green >> 31)) - (green >> 31);
      const blues = (blue ^ (blue >> 31)) - (blue >> 31);
      sum += reds + greens + blues;
      changed += ((reds + 255) >> 8) + ((greens + 255) >> 8) + ((blues + 255) >> 8);
      // Size, then order of the channels, then the signed difference, in one number: the largest wins.
      const redKey = (reds << 11) | 1024 | (red + 255);
      const greenKey = (greens << 11) | 512 | (green + 255);
      const blueKey = (blues << 11) | (blue + 255);
      const less = redKey - greenKey;
      const key = redKey - (less & (less >> 31));
      const below = key - blueKey;
      const place = (key - (below & (below >> 31))) & 511;
      most[pixel] = place;
      counts[place]! += 1;
    }
    this.sum += sum;
    this.changed += changed;
  }

  statistics(): ErrorStatistics {
    const { range } = this;
    const counts = Float64Array.from({ length: 256 }, (_, size) =>
      size === 0 ? this.counts[255]! : this.counts[255 - size]! + this.counts[255 + size]!,
    );
    const pixels = counts.reduce((sum, count) => sum + count, 0);
    const beyond = counts.reduce((sum, count, size) => (size > range ? sum + count : sum), 0);
    return {
      mean: this.sum / (pixels * 3),
      changed: this.changed / (pixels * 3),
      median: percentile(counts, 0.5),
      percentile95: percentile(counts, 0.95),
      percentile99: percentile(counts, 0.99),
      maximum: counts.findLastIndex((count) => count > 0),
      beyondScale: beyond / pixels,
    };
  }
}

function draw(
  places: Uint16Array,
  length: number,
  table: Uint8Array,
  picture: Uint8Array,
  start: number,
): void {
  for (let pixel = 0; pixel < length; pixel += 1) picture[start + pixel] = table[places[pixel]!]!;
}

/** A picture made smaller block by block: each block is drawn by its extreme value. */
export interface ReducedPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Size of a map of at most `most` pixels for an image: every side divided by the same whole number and
 * rounded up. Images within the limit keep their size.
 */
export function mapSize(
  width: number,
  height: number,
  most: number,
): { readonly width: number; readonly height: number } {
  let divisor = Math.max(1, Math.floor(Math.sqrt((width * height) / most)));
  const side = (length: number) => Math.ceil(length / divisor);
  while (side(width) * side(height) > most) divisor += 1;
  return { width: side(width), height: side(height) };
}

/**
 * Lay rows of a picture into its reduced form. A block keeps the value farthest from `rest`, of equals the
 * first; blocks divide the image evenly, so that the map lies exactly over it.
 *
 * @param rows picture rows from row `top` of an image of `size`
 * @param rest value of no difference, with which `target` was filled
 */
export function reduceRows(
  rows: Uint8Array,
  size: { readonly width: number; readonly height: number },
  top: number,
  rest: number,
  target: ReducedPicture,
): void {
  const { width } = size;
  const columns = Int32Array.from({ length: width }, (_, column) =>
    Math.floor(((column + 0.5) * target.width) / width),
  );
  const { data } = target;
  for (let from = 0, row = top; from < rows.length; from += width, row += 1) {
    const start = Math.floor(((row + 0.5) * target.height) / size.height) * target.width;
    for (let column = 0; column < width; column += 1) {
      const value = rows[from + column]!;
      const at = start + columns[column]!;
      if (Math.abs(value - rest) > Math.abs(data[at]! - rest)) data[at] = value;
    }
  }
}

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

/**
 * Difference of two interleaved 8-bit RGB images, part by part, positive and negative kept: a subtraction
 * that stops at zero would hide the half of the error where the second image is brighter. Each pixel is
 * drawn by the channel that differs most, first minus second.
 */
export class ErrorTally {
  private readonly range: number;
  private readonly counts = new Float64Array(256);
  private readonly magnitudes: Uint8Array;
  private readonly signs: Uint8Array;
  private sum = 0;
  private changed = 0;

  /** @param range end of the shown scale, grey levels */
  constructor(range: number) {
    this.range = range;
    this.magnitudes = Uint8Array.from({ length: 256 }, (_, size) =>
      Math.round((Math.min(size, range) / range) * 255),
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
    for (let at = 0, pixel = start; at < first.length; at += 3, pixel += 1) {
      let most = 0;
      let size = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const difference = first[at + channel]! - second[at + channel]!;
        const distance = difference < 0 ? -difference : difference;
        this.sum += distance;
        if (distance > 0) this.changed += 1;
        if (distance > size) {
          most = difference;
          size = distance;
        }
      }
      this.counts[size]! += 1;
      magnitude[pixel] = this.magnitudes[size]!;
      if (signed !== undefined) signed[pixel] = this.signs[most + 255]!;
    }
  }

  statistics(): ErrorStatistics {
    const { counts, range } = this;
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

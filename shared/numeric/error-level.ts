import { percentile } from './stats.ts';

/** Signed difference of two images, one value per pixel. */
export interface ErrorLevel {
  /** Of the channel that differs most: first minus second image, −255…255. */
  readonly signed: Int16Array;
  /** Over all samples of all channels. */
  readonly statistics: ErrorStatistics;
}

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

/**
 * Difference of two interleaved 8-bit images of equal size, positive and negative kept: subtraction that
 * stops at zero would hide the half of the error where the second image is brighter.
 *
 * @param channels channels per pixel of both images
 * @param range end of the scale it will be shown with, grey levels
 */
export function errorLevel(
  first: Uint8Array,
  second: Uint8Array,
  channels: number,
  range: number,
): ErrorLevel {
  if (first.length !== second.length) throw new RangeError('images of different size');
  const pixels = first.length / channels;
  const signed = new Int16Array(pixels);
  const counts = new Uint32Array(256);
  let sum = 0;
  let changed = 0;
  for (let pixel = 0, at = 0; pixel < pixels; pixel += 1) {
    let most = 0;
    for (let channel = 0; channel < channels; channel += 1, at += 1) {
      const difference = first[at]! - second[at]!;
      const size = difference < 0 ? -difference : difference;
      sum += size;
      if (size > 0) changed += 1;
      if (size > (most < 0 ? -most : most)) most = difference;
    }
    signed[pixel] = most;
    counts[most < 0 ? -most : most]! += 1;
  }
  let beyond = 0;
  let maximum = 0;
  for (let value = 0; value < 256; value += 1) {
    if (value > range) beyond += counts[value]!;
    if (counts[value]! > 0) maximum = value;
  }
  const statistics = {
    mean: sum / first.length,
    changed: changed / first.length,
    median: percentile(counts, 0.5),
    percentile95: percentile(counts, 0.95),
    percentile99: percentile(counts, 0.99),
    maximum,
    beyondScale: beyond / pixels,
  };
  return { signed, statistics };
}

/** Magnitude as grey levels of a picture: 0 is no difference, 255 is `range` or more. */
export function magnitudePicture(signed: Int16Array, range: number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, size) =>
    Math.round((Math.min(size, range) / range) * 255),
  );
  return Uint8Array.from(signed, (value) => table[Math.abs(value)]!);
}

/** Signed value as grey levels of a picture: 0 is −`range` or less, 255 is +`range` or more. */
export function signedPicture(signed: Int16Array, range: number): Uint8Array {
  const table = Uint8Array.from({ length: 511 }, (_, at) => {
    const value = Math.max(-range, Math.min(range, at - 255));
    return Math.round(((value + range) / (2 * range)) * 255);
  });
  return Uint8Array.from(signed, (value) => table[value + 255]!);
}

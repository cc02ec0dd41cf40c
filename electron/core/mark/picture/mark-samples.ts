import { luminance, type Samples } from '#shared/numeric/plane.ts';
import type { Plane } from './blur.ts';
import { similarityOf } from './difference.ts';
import {
  frameLuma,
  gainFor,
  LARGE,
  levelsAt,
  maskedTile,
  standardStrength,
  strengthMask,
  unitsPerPixel,
} from './field.ts';
import { enlargedRows } from './resample.ts';

/** The change one picture is to have, in the mark's frame, at strength 1. */
export function fieldOf(picture: Samples, tile: Int16Array): Plane {
  return maskedTile(tile, maskOf(picture));
}

/** How strong the mark may be where, in the mark's frame. */
export function maskOf(picture: Samples): Plane {
  return strengthMask(frameLuma(luminance(picture)));
}

/** Pixels that clip or cannot be seen are made up for by the others no further than this. */
const MOST_CORRECTION = 1.15;
/** Rows from which the strength is worked out; the whole picture is changed only once. */
const SAMPLED_ROWS = 200;

/**
 * The samples with the mark: the same is added to red, green and blue (or to grey), so that the colour stays; pixels
 * that cannot be seen (alpha 0) stay as they are.
 *
 * @param decibels PSNR over all colour samples, after rounding and clipping
 * @param out receives the samples; may be the picture's own
 */
export function addField(
  picture: Samples,
  field: Plane,
  decibels: number,
  out: Uint8Array | Uint16Array,
): void {
  const wanted = levelsAt(decibels) ** 2;
  let squares = 0;
  for (const value of field.data) squares += value * value;
  const most = gainFor(squares / field.data.length, decibels);
  let gain = most;
  // Rounding adds a little, clipping and invisible pixels take away: what comes out is measured, and brought right.
  for (let round = 0; round < 3; round += 1) {
    const reached = changeBy(picture, field, gain);
    if (reached === 0 || Math.abs(reached / wanted - 1) < 0.005) break;
    gain = Math.min(most * MOST_CORRECTION, gain * Math.sqrt(wanted / reached));
  }
  const { width, height, channels } = picture;
  const factor = gain * unitOf(picture);
  const write = (row: number, values: Float32Array): void =>
    addRow(picture, values, factor, row * width * channels, out);
  enlargedRows(field, unitsPerPixel(width, height), width, height, write);
}

/** Similarity that `addStandard` brings large pictures to; packing takes away a little more. */
const SIMILARITY = 0.9905;
/** How much weaker than the standard it makes the mark for that, decibels. */
const WEAKEST = 2.3;

/**
 * `addField` when no strength is asked for: the standard, and less in a large picture that is so even that it would
 * lose too much of its likeness to the source.
 *
 * @returns the strength, decibels
 */
export function addStandard(picture: Samples, field: Plane, out: Uint8Array | Uint16Array): number {
  const { width, height } = picture;
  const standard = standardStrength(width, height);
  addField(picture, field, standard, out);
  if (width * height < LARGE) return standard;
  // What is missing to 1 grows with the mean square of the change.
  const missing = 1 - similarityOf(picture, { ...picture, data: out });
  if (missing <= 1 - SIMILARITY) return standard;
  const weaker = Math.ceil(100 * Math.log10(missing / (1 - SIMILARITY))) / 10;
  const strength = standard + Math.min(WEAKEST, weaker);
  addField(picture, field, strength, out);
  return strength;
}

/** One level of 255, in samples. */
function unitOf({ bitDepth }: Samples): number {
  return bitDepth === 16 ? 257 : 1;
}

/** Mean squared change, levels of 255, that the field times `gain` makes; from some rows. */
function changeBy(picture: Samples, field: Plane, gain: number): number {
  const { width, height, channels, hasAlpha, data } = picture;
  const colours = channels - (hasAlpha ? 1 : 0);
  const unit = unitOf(picture);
  const every = Math.max(1, Math.floor(height / SAMPLED_ROWS));
  const line = data.slice(0, width * channels);
  let [squares, count] = [0, 0];
  const measure = (row: number, values: Float32Array): void => {
    const start = row * width * channels;
    line.set(data.subarray(start, start + line.length));
    addRow({ ...picture, data: line }, values, gain * unit, 0, line);
    for (let at = 0; at < line.length; at += channels) {
      for (let c = 0; c < colours; c += 1) {
        const change = line[at + c]! - data[start + at + c]!;
        squares += change * change;
      }
    }
    count += width * colours;
  };
  enlargedRows(field, unitsPerPixel(width, height), width, height, measure, every);
  return squares / count / (unit * unit);
}

/** Add the values of one row times `factor` to the samples from `start` on. */
function addRow(
  { channels, hasAlpha, bitDepth, data }: Samples,
  values: Float32Array,
  factor: number,
  start: number,
  out: Uint8Array | Uint16Array,
): void {
  if (channels === 3 && !hasAlpha && bitDepth === 8) {
    // The array clips, and the change is rounded through whole numbers: four times as fast as what is below.
    const clipped = new Uint8ClampedArray(out.buffer, out.byteOffset + start, values.length * 3);
    for (let x = 0, at = start, to = 0; x < values.length; x += 1, at += 3, to += 3) {
      const change = ((values[x]! * factor + 1024.5) | 0) - 1024;
      clipped[to] = data[at]! + change;
      clipped[to + 1] = data[at + 1]! + change;
      clipped[to + 2] = data[at + 2]! + change;
    }
    return;
  }
  const full = bitDepth === 16 ? 65535 : 255;
  const colours = channels - (hasAlpha ? 1 : 0);
  for (let x = 0, at = start; x < values.length; x += 1, at += channels) {
    const change = hasAlpha && data[at + colours] === 0 ? 0 : Math.round(values[x]! * factor);
    for (let c = 0; c < colours; c += 1) {
      const sum = data[at + c]! + change;
      out[at + c] = sum < 0 ? 0 : sum > full ? full : sum;
    }
    if (hasAlpha) out[at + colours] = data[at + colours]!;
  }
}

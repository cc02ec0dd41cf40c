import { luminance, type Samples } from '#shared/numeric/plane.ts';
import type { Plane } from './blur.ts';
import { frameLuma, gainFor, levelsAt, maskedTile, strengthMask, unitsPerPixel } from './field.ts';
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
const SAMPLED_ROWS = 400;

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
  const every = Math.max(1, Math.floor(picture.height / SAMPLED_ROWS));
  const scratch = picture.data.slice(0, 0);
  let squares = 0;
  for (const value of field.data) squares += value * value;
  const most = gainFor(squares / field.data.length, decibels);
  let gain = most;
  // Rounding adds a little, clipping and invisible pixels take away: what comes out is measured, and brought right.
  for (let round = 0; round < 3; round += 1) {
    const reached = addGain(picture, field, gain, scratch, every);
    if (reached === 0 || Math.abs(reached / wanted - 1) < 0.005) break;
    gain = Math.min(most * MOST_CORRECTION, gain * Math.sqrt(wanted / reached));
  }
  addGain(picture, field, gain, out, 1);
}

/** Add the field times `gain`; the mean squared change in levels of 255. Nothing is written into an empty `out`. */
function addGain(
  picture: Samples,
  field: Plane,
  gain: number,
  out: Uint8Array | Uint16Array,
  every: number,
): number {
  const { width, height, channels, hasAlpha, data, bitDepth } = picture;
  const colours = channels - (hasAlpha ? 1 : 0);
  const full = bitDepth === 16 ? 65535 : 255;
  const factor = (gain * full) / 255;
  const writes = out.length > 0;
  let [squares, count] = [0, 0];
  const visit = (row: number, values: Float32Array): void => {
    let at = row * width * channels;
    for (let x = 0; x < width; x += 1, at += channels) {
      const change = hasAlpha && data[at + colours] === 0 ? 0 : Math.round(values[x]! * factor);
      for (let c = 0; c < colours; c += 1) {
        const before = data[at + c]!;
        const sum = before + change;
        const after = sum < 0 ? 0 : sum > full ? full : sum;
        squares += (after - before) * (after - before);
        if (writes) out[at + c] = after;
      }
      if (writes && hasAlpha) out[at + colours] = data[at + colours]!;
    }
    count += width * colours;
  };
  enlargedRows(field, unitsPerPixel(width, height), width, height, visit, every);
  return squares / count / (full / 255) ** 2;
}

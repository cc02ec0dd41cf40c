import { rademacherStatistic } from '../code/false-alarm.ts';
import { CODED_BITS, decodePayload, encodePayload } from '../code/payload-code.ts';
import type { Alignment } from './align.ts';
import { PILOTS, TILE } from './layout.ts';
import type { PictureKey } from './picture-key.ts';
import { heldBack, type PictureSpectrum, readSpectrum, type Sample } from './spectrum.ts';

/**
 * What a plane says about each of the values a key spreads the identifier over, weighted by how well the pilots of
 * that frequency came through: 2208 numbers, not yet turned by the keyed signs. Those of several planes with the same
 * mark (frames, parts of a picture) may be added up before they are decoded.
 */
export function softValues(spectrum: PictureSpectrum, key: PictureKey, alignment: Alignment): Float64Array {
  const { a, b, c, d } = alignment.geometry;
  const gains = gainsByRadius(spectrum, key, alignment);
  const values = new Float64Array(key.signs.length);
  const sample: Sample = { real: 0, imaginary: 0, ground: 1 };
  for (let k = 0; k < key.binX.length; k += 1) {
    const [x, y] = [key.binX[k]! / TILE, key.binY[k]! / TILE];
    if (!readSpectrum(spectrum, a * x + b * y, c * x + d * y, sample)) continue;
    const radius = Math.hypot(key.binX[k]!, key.binY[k]!);
    const gain = gains[Math.round(radius * RADIUS_STEPS)]! * heldBack(sample);
    const angle = 2 * Math.PI * (x * alignment.shiftX + y * alignment.shiftY);
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const imaginary = alignment.turned ? -sample.imaginary : sample.imaginary;
    values[2 * k] = gain * (sample.real * cosine + imaginary * sine);
    values[2 * k + 1] = gain * (imaginary * cosine - sample.real * sine);
  }
  return values;
}

const RADIUS_STEPS = 4;
/** Standard deviation of the smoothing over radius, cycles per tile. */
const SMOOTHING = 3.5;
const LEAST = 0.05;

/** Mean of the pilots' real parts near each radius, in quarters of a cycle per tile. */
function gainsByRadius(spectrum: PictureSpectrum, key: PictureKey, alignment: Alignment): Float64Array {
  const { a, b, c, d } = alignment.geometry;
  const sample: Sample = { real: 0, imaginary: 0, ground: 1 };
  const radii = new Float64Array(PILOTS);
  const reals = new Float64Array(PILOTS);
  for (let k = 0; k < PILOTS; k += 1) {
    const [x, y] = [key.pilotX[k]! / TILE, key.pilotY[k]! / TILE];
    radii[k] = Math.hypot(key.pilotX[k]!, key.pilotY[k]!);
    if (!readSpectrum(spectrum, a * x + b * y, c * x + d * y, sample)) continue;
    const angle = 2 * Math.PI * (x * alignment.shiftX + y * alignment.shiftY);
    const imaginary = alignment.turned ? -sample.imaginary : sample.imaginary;
    const [cosine, sine] = [key.pilotCosine[k]!, key.pilotSine[k]!];
    const real = sample.real * cosine + imaginary * sine;
    const other = imaginary * cosine - sample.real * sine;
    reals[k] = real * Math.cos(angle) + other * Math.sin(angle);
  }
  return Float64Array.from({ length: 40 * RADIUS_STEPS }, (_, step) => {
    let [sum, weights] = [0, 1e-12];
    for (let k = 0; k < PILOTS; k += 1) {
      const weight = Math.exp(-0.5 * ((step / RADIUS_STEPS - radii[k]!) / SMOOTHING) ** 2);
      sum += weight * reals[k]!;
      weights += weight;
    }
    return Math.max(LEAST, sum / weights);
  });
}

/** An identifier that a set of soft values may carry. */
export interface Proposal {
  readonly payload: bigint;
  /** z of `rademacherStatistic`. */
  readonly statistic: number;
}

/** The soft values of one coded bit added up: what a decoder and a test of identifiers work on. */
export function foldedValues(values: Float64Array, key: PictureKey): Float64Array {
  const folded = new Float64Array(CODED_BITS);
  for (let at = 0; at < values.length; at += 1) folded[key.bits[at]!]! += values[at]! * key.signs[at]!;
  return folded;
}

/** z of one identifier. */
export function statisticOf(values: Float64Array, key: PictureKey, payload: bigint): number {
  const coded = encodePayload(payload);
  const expected = key.signs.map((sign, at) => sign * coded[key.bits[at]!]!);
  return rademacherStatistic(values, expected);
}

/** The identifier that fits best among those whose check sum is right; `null`: none has it. */
export function decodeValues(values: Float64Array, key: PictureKey): Proposal | null {
  let best: Proposal | null = null;
  for (const payload of decodePayload(foldedValues(values, key))) {
    const statistic = statisticOf(values, key, payload);
    if (best === null || statistic > best.statistic) best = { payload, statistic };
  }
  return best;
}

import type { RgbPlane } from '../../picture/planes.ts';
import type { LaidOriginal } from './laid.ts';
import { boxMean, lightOf } from './light.ts';
import { noiseLevels } from './noise.ts';

/** How the suspect differs from the original laid upon it, beyond what saving and resampling do. */
export interface Difference {
  readonly width: number;
  readonly height: number;
  /**
   * Multiples of what is noise at a place of that much structure, 0 outside the original: 1 is the bound of noise.
   */
  readonly excess: Float32Array;
  /** The pixel's own difference, luma and colour together, grey levels. */
  readonly size: Float32Array;
  /** Typical difference where nothing was changed, grey levels. */
  readonly noise: number;
}

/** Half of the window in which differences are added up, pixels, and of that in which structure is measured. */
const reach = 2;
const activityReach = 3;
/** Grey levels that never count as a change: mean of luma, mean of colour, and energy of luma. */
const floors = { light: 4, colour: 5, energy: 7 } as const;

export function differenceOf(first: LaidOriginal, second: RgbPlane): Difference {
  const { width, height } = second;
  const { inside } = first;
  const own = lightOf(first).data;
  const other = lightOf(second).data;
  const light = sharpnessMatched(own, other, inside, width, height);
  const [blue, red] = colourDifferences(first, second);
  const activity = activityOf(own, other, width, height);
  const size = new Float32Array(light.length);
  for (let at = 0; at < size.length; at += 1) {
    size[at] = inside[at] === 0 ? 0 : Math.hypot(light[at]!, blue[at]!, red[at]!);
    if (inside[at] === 0) light[at] = blue[at] = red[at] = 0;
  }
  const energy = new Float32Array(light.length);
  for (let at = 0; at < energy.length; at += 1) energy[at] = light[at]! * light[at]!;
  const energies = boxMean(energy, width, height, reach);
  for (let at = 0; at < energies.length; at += 1) energies[at] = Math.sqrt(Math.max(0, energies[at]!));
  const lights = boxMean(light, width, height, reach, energy);
  for (let at = 0; at < lights.length; at += 1) lights[at] = Math.abs(lights[at]!);
  const blues = boxMean(blue, width, height, reach);
  const reds = boxMean(red, width, height, reach, blue);
  for (let at = 0; at < blues.length; at += 1) blues[at] = Math.hypot(blues[at]!, reds[at]!);
  const excess = new Float32Array(light.length);
  let noise = 0;
  for (const [values, floor, structure] of [
    [lights, floors.light, activity],
    [blues, floors.colour, colourActivity(first)],
    [energies, floors.energy, activity],
  ] as const) {
    const levels = noiseLevels(values, structure, inside, floor);
    if (floor === floors.energy) noise = levels.typical;
    for (let at = 0; at < excess.length; at += 1) {
      if (inside[at] === 0) continue;
      const part = values[at]! / levels.bounds[Math.min(levels.bounds.length - 1, structure[at]! | 0)]!;
      if (part > excess[at]!) excess[at] = part;
    }
  }
  return { width, height, excess, size, noise };
}

/** Mean of both pictures' deviations about a pixel, grey levels. */
function activityOf(own: Float32Array, other: Float32Array, width: number, height: number): Float32Array {
  const deviation = (values: Float32Array): Float32Array => {
    const mean = boxMean(values, width, height, activityReach);
    const squares = new Float32Array(values.length);
    for (let at = 0; at < values.length; at += 1) squares[at] = (values[at]! - mean[at]!) ** 2;
    return boxMean(squares, width, height, activityReach, mean);
  };
  const [one, two] = [deviation(own), deviation(other)];
  for (let at = 0; at < one.length; at += 1) {
    one[at] = (Math.sqrt(Math.max(0, one[at]!)) + Math.sqrt(Math.max(0, two[at]!))) / 2;
  }
  return one;
}

/** Deviations of the original's Cb and Cr about a pixel: colour saved at half the resolution leaks across its edges. */
function colourActivity({ width, height, data }: RgbPlane): Float32Array {
  const blue = new Float32Array(width * height);
  const red = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < blue.length; pixel += 1, at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    blue[pixel] = -0.168_736 * r - 0.331_264 * g + 0.5 * b;
    red[pixel] = 0.5 * r - 0.418_688 * g - 0.081_312 * b;
  }
  const means = [
    boxMean(blue, width, height, activityReach),
    boxMean(red, width, height, activityReach),
  ] as const;
  for (let at = 0; at < blue.length; at += 1)
    blue[at] = (blue[at]! - means[0][at]!) ** 2 + (red[at]! - means[1][at]!) ** 2;
  const out = boxMean(blue, width, height, activityReach, red);
  for (let at = 0; at < out.length; at += 1) out[at] = Math.sqrt(Math.max(0, out[at]!));
  return out;
}

/**
 * Difference of light after the original was made as soft or as sharp as the suspect: a reduced or sharpened copy
 * differs at every edge, which is no change. Two bands of detail, each with one factor for the whole picture.
 */
function sharpnessMatched(
  own: Float32Array,
  other: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
): Float32Array {
  const near = boxMean(own, width, height, 1);
  const far = boxMean(own, width, height, 4);
  let [aa, ab, bb, ad, bd] = [1, 0, 1, 0, 0];
  for (let at = 0; at < own.length; at += 3) {
    if (inside[at] === 0) continue;
    const miss = other[at]! - own[at]!;
    const a = own[at]! - near[at]!;
    const b = near[at]! - far[at]!;
    // Beyond what softening can do, it is a change and says nothing of sharpness.
    if (Math.abs(miss) > 6 + Math.abs(a) + Math.abs(b)) continue;
    aa += a * a;
    ab += a * b;
    bb += b * b;
    ad += a * miss;
    bd += b * miss;
  }
  const determinant = aa * bb - ab * ab;
  const [p, q] =
    determinant > 1e-6 * aa * bb
      ? [(ad * bb - bd * ab) / determinant, (bd * aa - ad * ab) / determinant]
      : [0, 0];
  const out = near;
  for (let at = 0; at < own.length; at += 1) {
    const softened = own[at]! + p * (own[at]! - near[at]!) + q * (near[at]! - far[at]!);
    out[at] = other[at]! - softened;
  }
  return out;
}

/** Differences of Cb and Cr (ITU-R BT.601-7), grey levels. */
function colourDifferences(first: RgbPlane, second: RgbPlane): readonly [Float32Array, Float32Array] {
  const pixels = first.width * first.height;
  const blue = new Float32Array(pixels);
  const red = new Float32Array(pixels);
  for (let pixel = 0, at = 0; pixel < pixels; pixel += 1, at += 3) {
    const r = second.data[at]! - first.data[at]!;
    const g = second.data[at + 1]! - first.data[at + 1]!;
    const b = second.data[at + 2]! - first.data[at + 2]!;
    blue[pixel] = -0.168_736 * r - 0.331_264 * g + 0.5 * b;
    red[pixel] = 0.5 * r - 0.418_688 * g - 0.081_312 * b;
  }
  return [blue, red];
}

import type { FloatPlane } from '../picture.ts';
import { noiseResidual, withoutPeriods, zeroMeans } from './residual.ts';

/** Of the noise that is looked for, grey levels; Mıhçak's filter passes all that is weaker. */
export const noiseSigma = 3;
/** From here on a pixel is taken for saturated: it holds no noise of the sensor. */
const saturated = 250;

/** Residual of one picture as it is compared: without what lines and blocks repeat. */
export function cleanResidual(luma: FloatPlane): FloatPlane {
  const residual = noiseResidual(luma, noiseSigma);
  zeroMeans(residual);
  return withoutPeriods(residual);
}

/** Residual times intensity: what a fingerprint is correlated with, as the noise is the light times the fingerprint. */
export function weightedResidual(residual: FloatPlane, luma: FloatPlane): FloatPlane {
  const { width, height } = residual;
  const data = new Float32Array(residual.data.length);
  for (let at = 0; at < data.length; at += 1) data[at] = residual.data[at]! * intensity(luma.data[at]!);
  return { width, height, data };
}

/** Light of a pixel as far as it carries the fingerprint, 0…1. */
export function intensity(level: number): number {
  return level < saturated ? level / 255 : 0;
}

/**
 * A camera's fingerprint from its pictures, one after the other: `K = Σ W·I / (Σ I² + 1)` (Chen et al., IEEE TIFS 3,
 * 2008, equation 6). Two planes are kept, however many pictures there are.
 */
export class FingerprintBuilder {
  readonly width: number;
  readonly height: number;
  readonly #sum: Float32Array;
  readonly #weight: Float32Array;
  #count = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#sum = new Float32Array(width * height);
    this.#weight = new Float32Array(width * height);
  }

  get count(): number {
    return this.#count;
  }

  add(luma: FloatPlane): void {
    if (luma.width !== this.width || luma.height !== this.height) throw new Error('pictures differ in size');
    const { data } = noiseResidual(luma, noiseSigma);
    for (let at = 0; at < data.length; at += 1) {
      const light = intensity(luma.data[at]!);
      this.#sum[at]! += data[at]! * light;
      this.#weight[at]! += light * light;
    }
    this.#count += 1;
  }

  finish(): FloatPlane {
    const data = new Float32Array(this.#sum.length);
    for (let at = 0; at < data.length; at += 1) data[at] = this.#sum[at]! / (this.#weight[at]! + 1);
    const plane = { width: this.width, height: this.height, data };
    zeroMeans(plane);
    return withoutPeriods(plane);
  }
}

/** Upper left corner of the middle of a frame: even places, so that the phases of the colour mosaic stay. */
export function centrePlace(
  whole: { readonly width: number; readonly height: number },
  part: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } {
  return { left: ((whole.width - part.width) >> 2) * 2, top: ((whole.height - part.height) >> 2) * 2 };
}

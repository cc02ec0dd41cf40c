import { FourierTransform } from '#shared/numeric/fft.ts';
import type { FloatPlane } from '../picture.ts';
import { tileSide } from './tile-spectrum.ts';

/** Neighbours on each side a frequency of a line is compared with: from 3 to 10 away. */
const [nearest, farthest] = [3, 10];
/** Chance that a frequency exceeds all 16 of them when neighbours are alike. */
export const lineChance = 1 / (1 + 2 * (farthest - nearest + 1));
/** Frequencies of a line that have neighbours on both sides. */
export const [firstLine, lastLine] = [farthest + 1, tileSide / 2] as const;

/**
 * Spectrum of the mean absolute second derivative along one axis, which has the period of the interpolation (A. C.
 * Gallagher, CRV 2005; B. Mahdian and S. Saic, "Blind authentication using periodic properties of interpolation",
 * IEEE TIFS 3(3), 2008, eq. 15–18 with the second derivative and the projections at 0° and 90°).
 */
export class LineSpectrum {
  readonly #transform = new FourierTransform(tileSide);
  readonly #real = new Float64Array(tileSide);
  readonly #imaginary = new Float64Array(tileSide);

  /** @returns frequencies, `firstLine`…`lastLine` cycles per tile, that stand out in this tile along this axis */
  standingOut({ width, data }: FloatPlane, left: number, top: number, axis: 'x' | 'y'): number[] {
    const [real, imaginary] = [this.#real, this.#imaginary];
    real.fill(0);
    imaginary.fill(0);
    const step = axis === 'x' ? 1 : width;
    for (let y = 0; y < tileSide; y += 1) {
      let at = (top + y) * width + left;
      for (let x = 0; x < tileSide; x += 1, at += 1) {
        const second = Math.abs(2 * data[at]! - data[at - step]! - data[at + step]!);
        real[axis === 'x' ? x : y]! += Math.min(second, 24);
      }
    }
    const mean = real.reduce((sum, value) => sum + value, 0) / tileSide;
    for (let at = 0; at < tileSide; at += 1)
      real[at] = (real[at]! - mean) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / tileSide));
    this.#transform.forward(real, imaginary);
    for (let at = 0; at < tileSide; at += 1) real[at] = real[at]! ** 2 + imaginary[at]! ** 2;
    const found: number[] = [];
    for (let at: number = firstLine; at <= lastLine; at += 1) {
      let largest = true;
      for (let away = nearest; away <= farthest && largest; away += 1)
        if (real[at]! <= real[at - away]! || real[at]! <= real[(at + away) % tileSide]!) largest = false;
      if (largest) found.push(at);
    }
    return found;
  }
}

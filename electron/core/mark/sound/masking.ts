/**
 * Masking threshold of a short spectrum, in the manner of J. D. Johnston (IEEE J. Sel. Areas Commun. 6, 1988) and of
 * the psychoacoustic models of ISO/IEC 11172-3 (annex D): critical bands, a spreading function, an offset between that
 * of noise and that of tones, and the threshold in quiet.
 */

/** Critical-band rate in Bark (E. Zwicker and E. Terhardt, J. Acoust. Soc. Am. 68, 1980). */
export function bark(hertz: number): number {
  return 13 * Math.atan(0.00076 * hertz) + 3.5 * Math.atan((hertz / 7500) ** 2);
}

/** Threshold in quiet, dB SPL (E. Terhardt, Hearing Research 1, 1979). */
export function quietThreshold(hertz: number): number {
  const kilohertz = Math.max(20, hertz) / 1000;
  return 3.64 * kilohertz ** -0.8 - 6.5 * Math.exp(-0.6 * (kilohertz - 3.3) ** 2) + 0.001 * kilohertz ** 4;
}

/** Level a masker has `distance` Bark above it, dB (M. R. Schroeder, B. S. Atal and J. L. Hall, JASA 66, 1979). */
export function spreading(distance: number): number {
  const place = distance + 0.474;
  return 15.81 + 7.5 * place - 17.5 * Math.sqrt(1 + place * place);
}

/** Sound pressure level a full-scale sine is taken to be played at, as ISO/IEC 11172-3 does. */
const FULL_SCALE_SPL = 96;
/** Width of the bands of the model, Bark. */
const STEP = 0.5;
/** Flatness of a pure tone, dB (Johnston 1988). */
const TONAL_FLATNESS = -60;
/** Where tonality is judged, hertz. */
const [judgedFrom, judgedTo] = [200, 5600];

export class MaskingModel {
  readonly #bandOf: Uint8Array;
  readonly #width: Float64Array;
  readonly #spread: Float64Array;
  readonly #quiet: Float64Array;
  readonly #energy: Float64Array;
  readonly #masked: Float64Array;
  readonly #judged: readonly [number, number];
  readonly bands: number;

  /**
   * @param bins bins of the power spectrum, from 0 Hz.
   * @param fullScale power a full-scale sine has in such a spectrum, summed over its bins.
   */
  constructor(bins: number, binHertz: number, fullScale: number) {
    this.bands = Math.floor(bark((bins - 1) * binHertz) / STEP) + 1;
    const { bands } = this;
    this.#bandOf = Uint8Array.from({ length: bins }, (_, bin) => Math.floor(bark(bin * binHertz) / STEP));
    this.#width = new Float64Array(bands);
    for (const band of this.#bandOf) this.#width[band]! += 1;
    this.#spread = new Float64Array(bands * bands);
    for (let masker = 0; masker < bands; masker += 1) {
      let sum = 0;
      for (let band = 0; band < bands; band += 1) {
        const value = 10 ** (spreading((band - masker) * STEP) / 10);
        this.#spread[band * bands + masker] = value;
        sum += value;
      }
      for (let band = 0; band < bands; band += 1) this.#spread[band * bands + masker]! /= sum;
    }
    this.#quiet = Float64Array.from(
      { length: bins },
      (_, bin) => fullScale * 10 ** ((quietThreshold(bin * binHertz) - FULL_SCALE_SPL) / 10),
    );
    this.#energy = new Float64Array(bands);
    this.#masked = new Float64Array(bands);
    this.#judged = [Math.ceil(judgedFrom / binHertz), Math.min(bins - 1, Math.floor(judgedTo / binHertz))];
  }

  /** Power below which a disturbance is masked in each bin, in the units of `power`. */
  threshold(power: Float64Array, threshold: Float64Array): void {
    const { bands } = this;
    const energy = this.#energy.fill(0);
    for (let bin = 0; bin < power.length; bin += 1) energy[this.#bandOf[bin]!]! += power[bin]!;
    const tonality = Math.min(1, Math.max(0, this.#flatness(power) / TONAL_FLATNESS));
    for (let band = 0; band < bands; band += 1) {
      let sum = 0;
      const row = band * bands;
      for (let masker = 0; masker < bands; masker += 1) sum += this.#spread[row + masker]! * energy[masker]!;
      const offset = tonality * (14.5 + (band + 0.5) * STEP) + (1 - tonality) * 5.5;
      this.#masked[band] = (sum * 10 ** (-offset / 10)) / Math.max(1, this.#width[band]!);
    }
    for (let bin = 0; bin < power.length; bin += 1)
      threshold[bin] = Math.max(this.#masked[this.#bandOf[bin]!]!, this.#quiet[bin]!);
  }

  /** Ratio of geometric to arithmetic mean of the power, dB: 0 for white noise, very negative for tones. */
  #flatness(power: Float64Array): number {
    const [from, to] = this.#judged;
    let logarithms = 0;
    let sum = 0;
    for (let bin = from; bin <= to; bin += 1) {
      logarithms += Math.log(power[bin]! + 1e-30);
      sum += power[bin]!;
    }
    const count = Math.max(1, to - from + 1);
    return (10 / Math.LN10) * (logarithms / count - Math.log(sum / count + 1e-30));
  }
}

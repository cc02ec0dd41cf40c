import { FourierTransform } from '#shared/numeric/fft.ts';

/**
 * Power spectrum of real samples under a window. Even and odd samples go through one complex transform of half the
 * length and are taken apart afterwards (Numerical Recipes, section 12.3).
 */
export class PowerSpectrum {
  readonly size: number;
  /** `size ÷ 2 + 1` values: squared magnitude of each frequency, 0 up to half the rate; overwritten by every call. */
  readonly power: Float64Array;
  readonly #window: Float64Array;
  readonly #transform: FourierTransform;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  /** @param window as many weights as samples, a power of two, at least four. */
  constructor(window: Float64Array) {
    this.size = window.length;
    const half = this.size / 2;
    this.#window = window;
    this.#transform = new FourierTransform(half);
    this.power = new Float64Array(half + 1);
    this.#real = new Float64Array(half);
    this.#imaginary = new Float64Array(half);
    this.#cosines = Float64Array.from({ length: half }, (_, at) => Math.cos((2 * Math.PI * at) / this.size));
    this.#sines = Float64Array.from({ length: half }, (_, at) => Math.sin((2 * Math.PI * at) / this.size));
  }

  /** Fills `power` for the `size` samples from `start` on, all of which must be there. */
  compute(samples: Float32Array, start: number): void {
    const half = this.size / 2;
    const [real, imaginary, window, power] = [this.#real, this.#imaginary, this.#window, this.power];
    const [cosines, sines] = [this.#cosines, this.#sines];
    for (let at = 0; at < half; at += 1) {
      real[at] = samples[start + 2 * at]! * window[2 * at]!;
      imaginary[at] = samples[start + 2 * at + 1]! * window[2 * at + 1]!;
    }
    this.#transform.forward(real, imaginary);
    power[0] = (real[0]! + imaginary[0]!) ** 2;
    power[half] = (real[0]! - imaginary[0]!) ** 2;
    for (let at = 1; at < half; at += 1) {
      const other = half - at;
      const evenReal = (real[at]! + real[other]!) / 2;
      const evenImaginary = (imaginary[at]! - imaginary[other]!) / 2;
      const oddReal = (imaginary[at]! + imaginary[other]!) / 2;
      const oddImaginary = (real[other]! - real[at]!) / 2;
      const outReal = evenReal + oddReal * cosines[at]! + oddImaginary * sines[at]!;
      const outImaginary = evenImaginary + oddImaginary * cosines[at]! - oddReal * sines[at]!;
      power[at] = outReal * outReal + outImaginary * outImaginary;
    }
  }
}

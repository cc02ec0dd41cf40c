/** Fourier transform of one fixed length, a power of two (Cooley and Tukey 1965), in place. */
export class FourierTransform {
  readonly size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint32Array;

  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new Error(`${size} is no power of two`);
    this.size = size;
    this.#cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((-2 * Math.PI * k) / size));
    this.#sines = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((-2 * Math.PI * k) / size));
    this.#reversed = new Uint32Array(size);
    for (let index = 1; index < size; index += 1) {
      this.#reversed[index] = (this.#reversed[index >> 1]! >> 1) | (index & 1 ? size >> 1 : 0);
    }
  }

  /** Forward transform of `size` complex values. */
  forward(real: Float64Array, imaginary: Float64Array): void {
    const { size } = this;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const reversed = this.#reversed;
    for (let index = 0; index < size; index += 1) {
      const other = reversed[index]!;
      if (other <= index) continue;
      const [keptReal, keptImaginary] = [real[index]!, imaginary[index]!];
      real[index] = real[other]!;
      imaginary[index] = imaginary[other]!;
      real[other] = keptReal;
      imaginary[other] = keptImaginary;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (half * 2);
      for (let start = 0; start < size; start += half * 2) {
        for (let k = 0; k < half; k += 1) {
          const cosine = cosines[k * step]!;
          const sine = sines[k * step]!;
          const low = start + k;
          const high = low + half;
          const turnedReal = real[high]! * cosine - imaginary[high]! * sine;
          const turnedImaginary = real[high]! * sine + imaginary[high]! * cosine;
          real[high] = real[low]! - turnedReal;
          imaginary[high] = imaginary[low]! - turnedImaginary;
          real[low] = real[low]! + turnedReal;
          imaginary[low] = imaginary[low]! + turnedImaginary;
        }
      }
    }
  }
}

/** Fourier transform of one fixed length, a power of two (Cooley and Tukey 1965), in place. */
export class FourierTransform {
  readonly size: number;
  /** Cosines and sines of all rounds but the first two, one behind the other. */
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  /** Pairs of places that change over. */
  readonly #swaps: Uint32Array;

  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new Error(`${size} is no power of two`);
    this.size = size;
    this.#cosines = new Float64Array(size);
    this.#sines = new Float64Array(size);
    for (let half = 4; half < size; half *= 2) {
      for (let k = 0; k < half; k += 1) {
        this.#cosines[half + k] = Math.cos((-Math.PI * k) / half);
        this.#sines[half + k] = Math.sin((-Math.PI * k) / half);
      }
    }
    const reversed = new Uint32Array(size);
    const swaps: number[] = [];
    for (let index = 1; index < size; index += 1) {
      reversed[index] = (reversed[index >> 1]! >> 1) | (index & 1 ? size >> 1 : 0);
      if (reversed[index]! > index) swaps.push(index, reversed[index]!);
    }
    this.#swaps = Uint32Array.from(swaps);
  }

  /** Forward transform of `size` complex values. */
  forward(real: Float64Array, imaginary: Float64Array): void {
    const { size } = this;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const swaps = this.#swaps;
    for (let at = 0; at < swaps.length; at += 2) {
      const one = swaps[at]!;
      const other = swaps[at + 1]!;
      const keptReal = real[one]!;
      const keptImaginary = imaginary[one]!;
      real[one] = real[other]!;
      imaginary[one] = imaginary[other]!;
      real[other] = keptReal;
      imaginary[other] = keptImaginary;
    }
    if (size === 2) pair(real, imaginary);
    else firstRounds(real, imaginary, size);
    for (let half = 4; half < size; half *= 2) {
      for (let start = 0; start < size; start += half * 2) {
        for (let k = 0; k < half; k += 1) {
          const cosine = cosines[half + k]!;
          const sine = sines[half + k]!;
          const low = start + k;
          const high = low + half;
          const highReal = real[high]!;
          const highImaginary = imaginary[high]!;
          const turnedReal = highReal * cosine - highImaginary * sine;
          const turnedImaginary = highReal * sine + highImaginary * cosine;
          const lowReal = real[low]!;
          const lowImaginary = imaginary[low]!;
          real[high] = lowReal - turnedReal;
          imaginary[high] = lowImaginary - turnedImaginary;
          real[low] = lowReal + turnedReal;
          imaginary[low] = lowImaginary + turnedImaginary;
        }
      }
    }
  }
}

function pair(real: Float64Array, imaginary: Float64Array): void {
  const [firstReal, firstImaginary] = [real[0]!, imaginary[0]!];
  real[0] = firstReal + real[1]!;
  imaginary[0] = firstImaginary + imaginary[1]!;
  real[1] = firstReal - real[1]!;
  imaginary[1] = firstImaginary - imaginary[1]!;
}

/** The first two rounds at once: their only factors are 1 and −i. */
function firstRounds(real: Float64Array, imaginary: Float64Array, size: number): void {
  for (let at = 0; at < size; at += 4) {
    const sumReal = real[at]! + real[at + 1]!;
    const sumImaginary = imaginary[at]! + imaginary[at + 1]!;
    const differenceReal = real[at]! - real[at + 1]!;
    const differenceImaginary = imaginary[at]! - imaginary[at + 1]!;
    const nextReal = real[at + 2]! + real[at + 3]!;
    const nextImaginary = imaginary[at + 2]! + imaginary[at + 3]!;
    const turnedReal = imaginary[at + 2]! - imaginary[at + 3]!;
    const turnedImaginary = real[at + 3]! - real[at + 2]!;
    real[at] = sumReal + nextReal;
    imaginary[at] = sumImaginary + nextImaginary;
    real[at + 1] = differenceReal + turnedReal;
    imaginary[at + 1] = differenceImaginary + turnedImaginary;
    real[at + 2] = sumReal - nextReal;
    imaginary[at + 2] = sumImaginary - nextImaginary;
    real[at + 3] = differenceReal - turnedReal;
    imaginary[at + 3] = differenceImaginary - turnedImaginary;
  }
}

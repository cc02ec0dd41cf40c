import type { VectorFunction } from '../vector-code.ts';

const half = Math.sqrt(3) / 2;

/**
 * Instructions for the mean and the moduli of harmonics 1 … 3 of twelve samples on a ring, so weighted that the sum of
 * their squares is at most the mean square of the samples. Sums and differences of samples half a turn apart hold the even
 * and the odd harmonics.
 */
export class Harmonics {
  readonly #code: VectorFunction;
  readonly #samples: readonly number[];
  readonly #part: number;

  /** @param samples locals of the twelve samples */
  constructor(code: VectorFunction, samples: readonly number[]) {
    this.#code = code;
    this.#samples = samples;
    this.#part = code.constant(0).keep();
  }

  mean(to: number): void {
    this.#sum(this.#samples.map((_, index) => [index, 1]))
      .constant(1 / 12)
      .multiply()
      .set(to);
  }

  squaredModulus(order: 1 | 2 | 3, to: number): void {
    const [real, imaginary] = parts[order];
    this.#sum(real).set(this.#part);
    this.#code.get(this.#part).get(this.#part).multiply();
    this.#sum(imaginary).set(this.#part);
    this.#code.get(this.#part).get(this.#part).multiply().add();
    this.#code
      .constant(1 / 72)
      .multiply()
      .set(to);
  }

  /** Push the weighted sum of samples; of equal weights the sum is taken first. */
  #sum(terms: readonly Term[]): VectorFunction {
    const code = this.#code;
    const sizes = [...new Set(terms.map(([, weight]) => Math.abs(weight)))];
    for (const [group, size] of sizes.entries()) {
      const alike = terms.filter(([, weight]) => Math.abs(weight) === size);
      // The first of a group is one that is added.
      const ordered = alike.toSorted((one, other) => other[1] - one[1]);
      for (const [place, [index, weight]] of ordered.entries()) {
        code.get(this.#samples[index]!);
        if (place > 0) weight > 0 ? code.add() : code.subtract();
      }
      if (size !== 1) code.constant(size).multiply();
      if (group > 0) code.add();
    }
    return code;
  }
}

type Term = readonly [sample: number, weight: number];

/** Cosines and sines of a harmonic at the twelve places of the ring. */
function termsOf(order: number): readonly [real: readonly Term[], imaginary: readonly Term[]] {
  const exact = (value: number) => {
    const size = [0, 0.5, half, 1].find((one) => Math.abs(Math.abs(value) - one) < 1e-9)!;
    return Math.sign(value) * size;
  };
  const all = (wave: (angle: number) => number): readonly Term[] =>
    Array.from(
      { length: 12 },
      (_, index): Term => [index, exact(wave((order * index * Math.PI) / 6))],
    ).filter(([, weight]) => weight !== 0);
  return [all(Math.cos), all(Math.sin)];
}

const parts = { 1: termsOf(1), 2: termsOf(2), 3: termsOf(3) } as const;

const SIZE = 624;
const SHIFT = 397;

/**
 * The generator behind `numpy.random.RandomState(seed)`: MT19937 (M. Matsumoto and T. Nishimura, ACM TOMACS 8, 1998),
 * seeded by one whole number. Whoever uses it as a password, as blind_watermark does, has 32 bits of it.
 */
export class NumpyRandom {
  readonly #state = new Uint32Array(SIZE);
  #at = SIZE;

  /** @param seed 0 … 2³² − 1 */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let at = 1; at < SIZE; at += 1) {
      const last = state[at - 1]!;
      state[at] = Math.imul(1812433253, last ^ (last >>> 30)) + at;
    }
  }

  /** Uniform in 0 … 2³² − 1. */
  word(): number {
    if (this.#at === SIZE) this.#refill();
    let word = this.#state[this.#at]!;
    this.#at += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  }

  /** `random_sample`: uniform in 0 ≤ x < 1 with 53 bits. */
  fraction(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Where `shuffle` puts things: `order[i]` is the old place of what stands at `i` afterwards. */
  shuffled(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = this.#atMost(last);
      const kept = order[last]!;
      order[last] = order[other]!;
      order[other] = kept;
    }
    return order;
  }

  /** `random_interval`: masked words until one fits. */
  #atMost(most: number): number {
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const value = (this.word() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  #refill(): void {
    const state = this.#state;
    for (let at = 0; at < SIZE; at += 1) {
      const mixed = (state[at]! & 0x80000000) | (state[(at + 1) % SIZE]! & 0x7fffffff);
      state[at] = state[(at + SHIFT) % SIZE]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }
}

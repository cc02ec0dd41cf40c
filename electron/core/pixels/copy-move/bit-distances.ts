import { VectorFunction, type VectorModule, vectorModule } from '../vector-code.ts';

/** 32-bit words of a code. */
const words = 8;
/** Bytes before the codes: the one that is compared. */
const codesAt = 4 * words;

/** Differing bits of one code of 256 bits to each of many, four of these at a time. */
export class BitDistances {
  readonly #own: Uint32Array;
  readonly #distances: Int32Array;
  readonly #module: VectorModule<'count'>;
  readonly #distancesAt: number;

  /** @param codes eight words each */
  constructor(codes: Uint32Array) {
    const count = codes.length / words;
    const groups = Math.ceil(count / 4);
    this.#distancesAt = codesAt + 16 * words * groups;
    this.#module = vectorModule(this.#distancesAt + 16 * groups, { count: countFunction() });
    const { memory } = this.#module;
    this.#own = new Uint32Array(memory, 0, words);
    this.#distances = new Int32Array(memory, this.#distancesAt, count);
    // Of every four codes all first words, then all second words: a vector holds the same word of four.
    const grouped = new Uint32Array(memory, codesAt, 4 * words * groups);
    for (let code = 0; code < count; code += 1)
      for (let word = 0; word < words; word += 1)
        grouped[(code >> 2) * 4 * words + 4 * word + (code & 3)] = codes[code * words + word]!;
  }

  /** @returns for each code; overwritten by the next call */
  to(codes: Uint32Array, from: number): Int32Array {
    this.#own.set(codes.subarray(from, from + words));
    const { length } = this.#distances;
    if (length > 0)
      this.#module.call.count(this.#distancesAt, this.#distancesAt + 16 * Math.ceil(length / 4), 0, codesAt);
    return this.#distances;
  }
}

/** Parameters: where the distances go, their end, the one code, the many. */
function countFunction(): VectorFunction {
  const code = new VectorFunction(4);
  const own = Array.from({ length: words }, (_, word) => code.loadSame(2, 4 * word).keep());
  const sum = code.integer(0).keep();
  return code.loop([0], 1, () => {
    code.integer(0);
    for (let word = 0; word < words; word += 1) {
      // At most 64 ones in each byte of the sum.
      code
        .load(3, 16 * word)
        .get(own[word]!)
        .exclusiveOr()
        .onesInBytes()
        .addBytes();
    }
    code.bytesToIntegers().set(sum);
    code.store(0, 0, sum);
    code.advance(3, 16 * words);
  });
}

import { PAYLOAD_BITS } from './payload-code.ts';
import { parities, SYMBOL_BITS } from './self-locating.ts';

/** Symbols as they were read, in order of their places; `count` of them. */
export interface SymbolSequence {
  readonly count: number;
  /** Indices of the coded bits of each symbol, three by three. */
  readonly bits: Uint16Array;
  /** What was read, freed of the place's mask: the coded bits themselves where the mark is, 0…7. */
  readonly symbols: Uint8Array;
}

/**
 * Sixty-four equations that agree give the identifier: rows of a linear code over GF(2), brought to echelon form one by
 * one. Any symbols will do, so that a passage of some twenty-five intact ones is enough.
 */
export class ParitySystem {
  readonly #upper = new Uint32Array(PAYLOAD_BITS);
  readonly #lower = new Uint32Array(PAYLOAD_BITS);
  readonly #value = new Uint8Array(PAYLOAD_BITS);
  #held = new Uint8Array(PAYLOAD_BITS);
  #rank = 0;

  clear(): void {
    this.#held.fill(0);
    this.#rank = 0;
  }

  get solved(): boolean {
    return this.#rank === PAYLOAD_BITS;
  }

  /** Take in the three equations of a symbol; `false` when one of them contradicts those before it. */
  add({ bits, symbols }: SymbolSequence, index: number): boolean {
    for (let bit = 0; bit < SYMBOL_BITS; bit += 1) {
      const coded = bits[index * SYMBOL_BITS + bit]!;
      const value = (symbols[index]! >> (SYMBOL_BITS - 1 - bit)) & 1;
      if (!this.#insert(parities.upper[coded]!, parities.lower[coded]!, value)) return false;
    }
    return true;
  }

  #insert(upper: number, lower: number, value: number): boolean {
    let [high, low, sum] = [upper, lower, value];
    while (high !== 0 || low !== 0) {
      const pivot = high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
      if (this.#held[pivot] === 0) {
        this.#held[pivot] = 1;
        this.#upper[pivot] = high;
        this.#lower[pivot] = low;
        this.#value[pivot] = sum;
        this.#rank += 1;
        return true;
      }
      high = (high ^ this.#upper[pivot]!) >>> 0;
      low = (low ^ this.#lower[pivot]!) >>> 0;
      sum ^= this.#value[pivot]!;
    }
    return sum === 0;
  }

  /** The one identifier that fulfils all equations; only when `solved`. */
  solution(): { readonly upper: number; readonly lower: number } {
    let [upper, lower] = [0, 0];
    for (let pivot = PAYLOAD_BITS - 1; pivot >= 0; pivot -= 1) {
      const rest = parity((this.#upper[pivot]! & upper) ^ (this.#lower[pivot]! & lower));
      if ((this.#value[pivot]! ^ rest) === 0) continue;
      if (pivot < 32) upper = (upper | (1 << (31 - pivot))) >>> 0;
      else lower = (lower | (1 << (63 - pivot))) >>> 0;
    }
    return { upper, lower };
  }
}

/** Does the symbol at `index` say what this identifier would have written there? */
export function symbolFits(
  { bits, symbols }: SymbolSequence,
  index: number,
  upper: number,
  lower: number,
): boolean {
  for (let bit = 0; bit < SYMBOL_BITS; bit += 1) {
    const coded = bits[index * SYMBOL_BITS + bit]!;
    const expected = parity((parities.upper[coded]! & upper) ^ (parities.lower[coded]! & lower));
    if (((symbols[index]! >> (SYMBOL_BITS - 1 - bit)) & 1) !== expected) return false;
  }
  return true;
}

function parity(word: number): number {
  let bits = word ^ (word >>> 16);
  bits ^= bits >>> 8;
  bits ^= bits >>> 4;
  return (0x6996 >> (bits & 15)) & 1;
}

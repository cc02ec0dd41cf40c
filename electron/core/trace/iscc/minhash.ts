import { addends, multipliers } from './minhash-constants.ts';

const COUNT = 64;
/** Turns the order of 32-bit numbers without a sign into that of numbers with one. */
const SIGN = 0x80000000 | 0;

/** Bits `shift`…`shift + 31` of each. */
function word(values: readonly bigint[], shift: bigint): Int32Array {
  return Int32Array.from(values, (value) => Number((value >> shift) & 0xffffffffn) | 0);
}
const multiplierLow = word(multipliers, 0n);
const multiplierHigh = word(multipliers, 32n);
const addendLow = word(addends, 0n);
const addendHigh = word(addends, 32n);

/**
 * Minimum hashes of a set (Broder 1997), fed one element at a time: 64 hash functions, of each minimum the lowest four
 * bits, 256 bits in all (ISO 24138:2024; iscc-core `minhash.py`).
 */
export class MinHash {
  readonly #least = new Int32Array(COUNT).fill(0x7fffffff);

  /** `feature`: a 32-bit number. Whole 32-bit arithmetic throughout: this is the hot loop of long texts and large files. */
  add(feature: number): void {
    const least = this.#least;
    const featureLow = feature & 0xffff;
    const featureHigh = feature >>> 16;
    for (let at = 0; at < COUNT; at += 1) {
      // (a·x + b) mod 2⁶⁴ by schoolbook products of 16 bits.
      const a = multiplierLow[at]!;
      const lowest = Math.imul(a & 0xffff, featureLow);
      const left = Math.imul(a & 0xffff, featureHigh);
      const right = Math.imul(a >>> 16, featureLow);
      const middle = (lowest >>> 16) + (left & 0xffff) + (right & 0xffff);
      const product = (middle << 16) | (lowest & 0xffff);
      const lower = (product + addendLow[at]!) | 0;
      const carry = (lower ^ SIGN) < (product ^ SIGN) ? 1 : 0;
      const upper =
        (Math.imul(a >>> 16, featureHigh) +
          (left >>> 16) +
          (right >>> 16) +
          (middle >>> 16) +
          Math.imul(multiplierHigh[at]!, feature) +
          addendHigh[at]! +
          carry) |
        0;
      // Modulo 2⁶¹ − 1: the bits above are added below; only the lowest 32 bits of the remainder count.
      let hash = (lower + (upper >>> 29)) | 0;
      if ((upper & 0x1fffffff) === 0x1fffffff && (lower >>> 0) + (upper >>> 29) >= 0xffffffff)
        hash = (hash + 1) | 0;
      const ordered = hash ^ SIGN;
      if (ordered < least[at]!) least[at] = ordered;
    }
  }

  /** 32 bytes: the lowest bit of all minima, then the second lowest of all, up to the fourth. */
  digest(): Uint8Array {
    const out = new Uint8Array(32);
    for (let bit = 0; bit < 256; bit += 1) {
      const minimum = this.#least[bit % COUNT]!;
      if ((minimum >>> (bit >> 6)) & 1) out[bit >> 3]! |= 128 >> (bit & 7);
    }
    return out;
  }
}

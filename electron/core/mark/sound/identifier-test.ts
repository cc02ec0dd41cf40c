import { CODED_BITS, encodePayload } from '../code/payload-code.ts';
import { type ReadingPattern, softBits } from './soft-values.ts';

const WORDS = Math.ceil(CODED_BITS / 32);

/**
 * Coded bits of each value of each byte of an identifier. Check sum and code are linear, so that the code word of an
 * identifier is the exclusive or of eight of these.
 */
const words: readonly Uint32Array[] = Array.from({ length: 8 }, (_, byte) => {
  const table = new Uint32Array(256 * WORDS);
  for (let value = 0; value < 256; value += 1) {
    const coded = encodePayload(BigInt(value) << BigInt(8 * byte));
    for (let bit = 0; bit < CODED_BITS; bit += 1)
      if (coded[bit]! < 0) table[value * WORDS + (bit >> 5)]! |= 1 << (bit & 31);
  }
  return table;
});

/** Of identifiers that were issued, the one that fits best; ten thousand take about ten milliseconds. */
export function bestIdentifier(
  values: Float64Array,
  identifiers: BigUint64Array,
  reading: ReadingPattern,
): { readonly payload: bigint; readonly statistic: number } {
  const soft = softBits(values, reading);
  let squares = 0;
  for (const value of values) squares += value * value;
  // Sum of soft values with the signs of each eight coded bits.
  const bytes = WORDS * 4;
  const sums = new Float64Array(bytes * 256);
  for (let byte = 0; byte < bytes; byte += 1) {
    for (let signs = 0; signs < 256; signs += 1) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit += 1) {
        const value = soft[byte * 8 + bit] ?? 0;
        sum += (signs >> bit) & 1 ? -value : value;
      }
      sums[byte * 256 + signs] = sum;
    }
  }
  const halves = new Uint8Array(identifiers.buffer, identifiers.byteOffset, identifiers.byteLength);
  const word = new Uint32Array(WORDS);
  let best = 0;
  let most = -Infinity;
  for (let index = 0; index < identifiers.length; index += 1) {
    word.fill(0);
    for (let byte = 0; byte < 8; byte += 1) {
      const row = halves[index * 8 + byte]! * WORDS;
      const table = words[byte]!;
      for (let at = 0; at < WORDS; at += 1) word[at]! ^= table[row + at]!;
    }
    let sum = 0;
    for (let at = 0; at < WORDS; at += 1) {
      const own = word[at]!;
      const row = at * 1024;
      sum +=
        sums[row + (own & 255)]! +
        sums[row + 256 + ((own >>> 8) & 255)]! +
        sums[row + 512 + ((own >>> 16) & 255)]! +
        sums[row + 768 + (own >>> 24)]!;
    }
    if (sum > most) [best, most] = [index, sum];
  }
  return { payload: identifiers[best] ?? 0n, statistic: squares > 0 ? most / Math.sqrt(squares) : 0 };
}

import { falseAlarmLog10, REQUIRED_LOG10 } from '../code/false-alarm.ts';
import { CODED_BITS, encodePayload, PAYLOAD_BITS } from '../code/payload-code.ts';
import type { PictureKey } from './picture-key.ts';
import { foldedValues, type Proposal, statisticOf } from './soft-values.ts';

const BYTES = CODED_BITS / 8;

/**
 * Coded bits of every value of every byte of an identifier: the code is linear, so that those of an identifier are
 * the exclusive or of eight rows of `BYTES` bytes.
 */
const codedBytes: () => Uint8Array = (() => {
  let table: Uint8Array | undefined;
  return () => {
    table ??= makeTable();
    return table;
  };
})();

function makeTable(): Uint8Array {
  const table = new Uint8Array((PAYLOAD_BITS / 8) * 256 * BYTES);
  for (let bit = 0; bit < PAYLOAD_BITS; bit += 1) {
    const coded = encodePayload(1n << BigInt(bit));
    const [byte, place] = [bit >> 3, 1 << (bit & 7)];
    for (let value = 0; value < 256; value += 1) {
      if ((value & place) === 0) continue;
      const row = (byte * 256 + value) * BYTES;
      for (const [at, sign] of coded.entries()) if (sign < 0) table[row + (at >> 3)]! ^= 1 << (at & 7);
    }
  }
  return table;
}

/** The best of a register's identifiers on one set of soft values; `null` when the register is empty. */
export function bestIdentifier(
  values: Float64Array,
  key: PictureKey,
  identifiers: BigUint64Array,
): Proposal | null {
  if (identifiers.length === 0) return null;
  const sums = byteSums(foldedValues(values, key));
  const table = codedBytes();
  const words = new Uint8Array(identifiers.buffer, identifiers.byteOffset, identifiers.byteLength);
  let [highest, best] = [-Infinity, 0];
  for (let index = 0; index < identifiers.length; index += 1) {
    // Bytes of a 64-bit word as the processor keeps them: the lowest first on every machine this runs on.
    const at = index * 8;
    const r0 = words[at]! * BYTES;
    const r1 = (256 + words[at + 1]!) * BYTES;
    const r2 = (512 + words[at + 2]!) * BYTES;
    const r3 = (768 + words[at + 3]!) * BYTES;
    const r4 = (1024 + words[at + 4]!) * BYTES;
    const r5 = (1280 + words[at + 5]!) * BYTES;
    const r6 = (1536 + words[at + 6]!) * BYTES;
    const r7 = (1792 + words[at + 7]!) * BYTES;
    let sum = 0;
    for (let byte = 0; byte < BYTES; byte += 1) {
      const coded =
        table[r0 + byte]! ^
        table[r1 + byte]! ^
        table[r2 + byte]! ^
        table[r3 + byte]! ^
        table[r4 + byte]! ^
        table[r5 + byte]! ^
        table[r6 + byte]! ^
        table[r7 + byte]!;
      sum += sums[(byte << 8) | coded]!;
    }
    if (sum > highest) [highest, best] = [sum, index];
  }
  const payload = identifiers[best]!;
  return { payload, statistic: statisticOf(values, key, payload) };
}

/** Sum of eight soft values for each way their coded bits can be. */
function byteSums(folded: Float64Array): Float64Array {
  const sums = new Float64Array(BYTES * 256);
  for (let byte = 0; byte < BYTES; byte += 1) {
    for (let coded = 0; coded < 256; coded += 1) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit += 1)
        sum += (coded >> bit) & 1 ? -folded[byte * 8 + bit]! : folded[byte * 8 + bit]!;
      sums[(byte << 8) | coded] = sum;
    }
  }
  return sums;
}

/**
 * Test identifiers that were issued on several sets of soft values (alignments of one plane, or the sums of a film):
 * the best that passes, with the trials it is held against.
 *
 * @param most sets that may be tested on one file, over all keys and routes
 */
export function readRegistered(
  sets: readonly Float64Array[],
  key: PictureKey,
  identifiers: BigUint64Array,
  most: number,
): (Proposal & { readonly trials: number; readonly falseAlarmLog10: number; readonly set: number }) | null {
  const trials = most * identifiers.length;
  let best: (Proposal & { readonly set: number }) | null = null;
  for (const [set, values] of sets.entries()) {
    const proposal = bestIdentifier(values, key, identifiers);
    if (proposal !== null && proposal.statistic > (best?.statistic ?? -Infinity)) best = { ...proposal, set };
  }
  if (best === null) return null;
  const chance = falseAlarmLog10(best.statistic, trials);
  return chance <= REQUIRED_LOG10 ? { ...best, trials, falseAlarmLog10: chance } : null;
}

import { bchEncode, bchErrors } from './bch.ts';

/**
 * The payload of TrustMark (Bui, Agarwal and Collomosse, ICCV 2025; adobe/trustmark, `datalayer.py`): 100 bits, of
 * which the last four name the schema and the others are data and the parity of a shortened BCH code.
 */
export const TRUSTMARK_BITS = 100;
const CODED_BITS = 96;

interface Schema {
  readonly name: string;
  readonly version: number;
  readonly data: number;
  readonly errors: number;
}

const schemas: readonly Schema[] = [
  { name: 'BCH_SUPER', version: 0, data: 40, errors: 8 },
  { name: 'BCH_5', version: 1, data: 61, errors: 5 },
  { name: 'BCH_4', version: 2, data: 68, errors: 4 },
  { name: 'BCH_3', version: 3, data: 75, errors: 3 },
];

export interface TrustmarkPayload {
  readonly schema: string;
  /** As its own tools write it into soft bindings: schema, star, data bits. */
  readonly printed: string;
  readonly corrected: number;
  /** All 100 bits as they should have been. */
  readonly bits: Uint8Array;
  /** log10 of the chance that 100 random bits decode with so few corrections, over all schemas. */
  readonly log10: number;
}

/** The payload in 100 received bits; `null`: no word of the schema they name is near enough. */
export function decodeTrustmark(bits: Uint8Array): TrustmarkPayload | null {
  const version = (bits[96]! << 3) | (bits[97]! << 2) | (bits[98]! << 1) | bits[99]!;
  const schema = schemas.find((one) => one.version === version);
  if (schema === undefined) return null;
  // The encoder fills the data up to whole bytes with zeros before it makes the parity.
  const filled = Math.ceil(schema.data / 8) * 8;
  const parity = CODED_BITS - schema.data;
  const word = new Uint8Array(filled + parity);
  word.set(bits.subarray(0, schema.data));
  word.set(bits.subarray(schema.data, CODED_BITS), filled);
  const wrong = bchErrors(word, schema.errors);
  if (wrong === null || wrong.some((at) => at >= schema.data && at < filled)) return null;
  for (const at of wrong) word[at]! ^= 1;
  const right = Uint8Array.from(bits);
  right.set(word.subarray(0, schema.data));
  right.set(word.subarray(filled), schema.data);
  return {
    schema: schema.name,
    printed: `${version}*${word.subarray(0, schema.data).join('')}`,
    corrected: wrong.length,
    bits: right,
    log10: chanceLog10(wrong.length, parity),
  };
}

/** The 100 bits that carry these data, for a schema by name. */
export function encodeTrustmark(data: Uint8Array, name: string): Uint8Array {
  const schema = schemas.find((one) => one.name === name);
  if (schema === undefined || data.length !== schema.data)
    throw new Error(`no ${data.length} bits in ${name}`);
  const filled = new Uint8Array(Math.ceil(schema.data / 8) * 8);
  filled.set(data);
  const bits = new Uint8Array(TRUSTMARK_BITS);
  bits.set(data);
  bits.set(bchEncode(filled, schema.errors), schema.data);
  for (let at = 0; at < 4; at += 1) bits[96 + at] = (schema.version >> (3 - at)) & 1;
  return bits;
}

/**
 * Of 2⁹⁶ words those within `corrected` of one of the 2^(96 − parity) words of the code, and of sixteen endings the
 * four that name a schema: the chance of one schema, times four.
 */
function chanceLog10(corrected: number, parity: number): number {
  let words = 0;
  let ways = 1;
  for (let errors = 0; errors <= corrected; errors += 1) {
    words += ways;
    ways *= (CODED_BITS - errors) / (errors + 1);
  }
  return Math.min(0, Math.log10(words) - parity * Math.log10(2) + Math.log10(4 / 16));
}

import { createHmac, hkdfSync } from 'node:crypto';
import type { MarkKey } from '../key.ts';
import { CODED_BITS, encodePayload, PAYLOAD_BITS } from './payload-code.ts';

/**
 * Marks of exact symbols that find their own place. Each symbol of three bits stands at a *place* which is known by
 * what surrounds it (words in front of it, the upper bits of a vertex). A keyed hash of that surrounding says which
 * three of the coded bits the symbol carries, and three random bits they are added to. So every symbol is in step by
 * itself: passages can be cut out, moved, put in, and symbols can be lost, without any search for alignment.
 */
export const SYMBOL_BITS = 3;
export const SYMBOLS = 1 << SYMBOL_BITS;

/** What the key makes of one place. */
export interface Address {
  /** Which of the coded bits stand here, most significant bit of the symbol first. */
  readonly bits: readonly [number, number, number];
  /** Added to them (exclusive or): uniform and independent from place to place, as the false-alarm bound demands. */
  readonly mask: number;
  /** Uniform in 0 ≤ x < 1: whether a place is used when not all are. */
  readonly share: number;
}

/** Keyed hashing of places: HMAC-SHA-256 under a key drawn for one purpose (RFC 2104, RFC 5869). */
export class AddressBook {
  readonly #key: Buffer;

  constructor(key: MarkKey, purpose: string) {
    this.#key = Buffer.from(hkdfSync('sha256', key.bytes, new Uint8Array(0), `assay mark ${purpose}`, 32));
  }

  /** Equal places, equal addresses. */
  address(place: string | Uint8Array): Address {
    const digest = createHmac('sha256', this.#key).update(place).digest();
    return {
      bits: [
        digest.readUInt32LE(0) % CODED_BITS,
        digest.readUInt32LE(4) % CODED_BITS,
        digest.readUInt32LE(8) % CODED_BITS,
      ],
      mask: digest[12]! & (SYMBOLS - 1),
      share: digest.readUInt32LE(16) / 0x1_0000_0000,
    };
  }
}

/** Coded bits (0 or 1) of an identifier. */
export function codedBits(payload: bigint): Uint8Array {
  return Uint8Array.from(encodePayload(payload), (sign) => (sign < 0 ? 1 : 0));
}

/** The symbol, 0…7, that a place carries for these coded bits. */
export function symbolAt({ bits: [high, middle, low], mask }: Address, coded: Uint8Array): number {
  return ((coded[high]! << 2) | (coded[middle]! << 1) | coded[low]!) ^ mask;
}

/**
 * The code is linear (check sum and convolution both are, over GF(2)): coded bit `j` is the parity of the identifier's
 * bits under `upper[j]` (bits 63…32) and `lower[j]` (bits 31…0).
 */
export const parities: { readonly upper: Uint32Array; readonly lower: Uint32Array } = (() => {
  const upper = new Uint32Array(CODED_BITS);
  const lower = new Uint32Array(CODED_BITS);
  for (let bit = 0; bit < PAYLOAD_BITS; bit += 1) {
    const coded = codedBits(1n << BigInt(bit));
    const half = bit < 32 ? lower : upper;
    for (let index = 0; index < CODED_BITS; index += 1)
      if (coded[index] === 1) half[index] = (half[index]! | (1 << (bit & 31))) >>> 0;
  }
  return { upper, lower };
})();

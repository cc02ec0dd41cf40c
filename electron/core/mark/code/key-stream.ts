import { createCipheriv, hkdfSync } from 'node:crypto';
import type { MarkKey } from '../key.ts';

const BLOCK = 4096;

/**
 * Endless keyed random numbers: AES-256 in counter mode (NIST SP 800-38A) under a key drawn for one purpose by HKDF
 * (RFC 5869). Streams of different purposes are independent, which the false-alarm bound relies on.
 */
export class KeyStream {
  readonly #cipher;
  readonly #zeros = Buffer.alloc(BLOCK);
  #block: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(key: MarkKey, purpose: string) {
    const derived = hkdfSync('sha256', key.bytes, new Uint8Array(0), `assay mark ${purpose}`, 32);
    this.#cipher = createCipheriv('aes-256-ctr', new Uint8Array(derived), Buffer.alloc(16));
  }

  /** Uniform in 0 … 2³² − 1. */
  word(): number {
    if (this.#at + 4 > this.#block.length) {
      this.#block = this.#cipher.update(this.#zeros);
      this.#at = 0;
    }
    const word = this.#block.readUInt32LE(this.#at);
    this.#at += 4;
    return word;
  }

  /** Uniform in 0 ≤ x < 1, in steps of 2⁻³². */
  fraction(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** Uniform whole number in 0 … bound − 1, without bias (rejection). */
  below(bound: number): number {
    const limit = Math.floor(0x1_0000_0000 / bound) * bound;
    for (;;) {
      const word = this.word();
      if (word < limit) return word % bound;
    }
  }

  /** Independent +1 and −1, each as likely. */
  signs(count: number): Int8Array {
    const signs = new Int8Array(count);
    for (let at = 0; at < count; at += 32) {
      const word = this.word();
      for (let bit = 0; bit < 32 && at + bit < count; bit += 1) signs[at + bit] = (word >>> bit) & 1 ? 1 : -1;
    }
    return signs;
  }

  /** A permutation of 0 … count − 1 (Fisher and Yates; Durstenfeld 1964). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const kept = order[last]!;
      order[last] = order[other]!;
      order[other] = kept;
    }
    return order;
  }
}

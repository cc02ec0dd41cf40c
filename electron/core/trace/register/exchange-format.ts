import { createHash, createPublicKey, type Hash, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import { RegisterEntry } from '#shared/domain/register.ts';

/**
 * A register as it is given to others: lines of JSON, compressed by gzip. The first says what it is and whose it is,
 * each of the others is one entry, the last signs the SHA-512 of all before it by Ed25519. Keys of marks and files are
 * never in it.
 */

/** No line is longer, bytes: the prints of a film of some hours. */
export const longestLine = 64 * 1024 * 1024;

export const ExchangeHeader = z.object({
  format: z.literal('assay-register'),
  version: z.literal(1),
  at: z.string(),
  assay: z.string(),
  /** SubjectPublicKeyInfo of the signing key, base64. */
  publicKey: z.base64().max(1000),
  entries: z.number().int().nonnegative(),
});
export type ExchangeHeader = z.infer<typeof ExchangeHeader>;

export const ExchangedPrint = z.object({
  method: FingerprintMethod,
  variant: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z.number().int().positive(),
  quality: z.number().nullable(),
  bytes: z.base64(),
});

/** The number is that of the other register and means nothing here; a line of unfinished entries is never written. */
export const ExchangedEntry = z.object({
  entry: RegisterEntry.omit({ number: true }).extend({ state: z.literal('registered'), copy: Sha256 }),
  prints: z.array(ExchangedPrint).max(1000),
  manifestStore: z.base64().nullable(),
});
export type ExchangedEntry = z.infer<typeof ExchangedEntry>;

export const ExchangeSeal = z.object({
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  signature: z.base64().max(1000),
});

export type ExchangeSeal = z.infer<typeof ExchangeSeal>;

/** Hash of the lines so far, each with its line feed. */
export class LineHash {
  readonly #hash: Hash = createHash('sha512');

  add(line: string): void {
    this.#hash.update(line);
    this.#hash.update('\n');
  }

  /** The last line of the file. */
  seal(key: KeyObject): string {
    const digest = this.#hash.copy().digest();
    const signature = sign(null, digest, key).toString('base64');
    return JSON.stringify({ sha512: digest.toString('hex'), signature });
  }

  /** Whether a last line is that of the lines so far, by this key. */
  sealedBy(seal: ExchangeSeal, publicKey: string): boolean {
    const digest = this.#hash.copy().digest();
    if (digest.toString('hex') !== seal.sha512) return false;
    const key = publicKeyOf(publicKey);
    return key !== null && verify(null, digest, key, Buffer.from(seal.signature, 'base64'));
  }
}

function publicKeyOf(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch (error) {
    // What is not a key at all is reported as a wrong signature.
    if (error instanceof Error) return null;
    throw error;
  }
}

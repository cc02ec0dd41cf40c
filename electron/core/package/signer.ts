import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Result } from '#shared/contract/errors.ts';
import { succeed } from '#shared/contract/errors.ts';
import type { CasePorts } from '../case/case-ports.ts';
import { problem } from '../problems.ts';
import { hashOf } from './bag-text.ts';

/** Who signs a package: the key of this installation that signs the checkpoints as well. */
export interface PackageSigner {
  /** SHA-256 of the public key's SubjectPublicKeyInfo. */
  readonly keyId: string;
  readonly pem: Buffer;
  sign(bytes: Uint8Array): Uint8Array;
}

export function packageSigner({ checkpoints }: Pick<CasePorts, 'checkpoints'>): Result<PackageSigner> {
  const key = checkpoints?.key();
  if (key === undefined) return problem('not-available-here', 'installation key');
  if (!key.ok) {
    return key.missing === 'key-unreadable'
      ? problem('input-output', 'installation key')
      : problem(key.missing, 'installation key');
  }
  const der = Buffer.from(key.publicKey, 'base64');
  return succeed({ keyId: key.keyId, pem: pemOf(der), sign: (bytes) => key.sign(bytes) });
}

function pemOf(der: Buffer): Buffer {
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return Buffer.from(`-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`);
}

/** The key a package carries, when it is an Ed25519 key and nothing else. */
export function readPackageKey(pem: Uint8Array): { readonly key: KeyObject; readonly keyId: string } | null {
  const text = Buffer.from(pem).toString('latin1');
  if (!/^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n$/.test(text)) return null;
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyType !== 'ed25519') return null;
    return { key, keyId: hashOf(key.export({ format: 'der', type: 'spki' })) };
  } catch (error) {
    // Bytes that are no key.
    if (error instanceof Error) return null;
    throw error;
  }
}

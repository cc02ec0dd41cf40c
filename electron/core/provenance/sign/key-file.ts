import { createPrivateKey, type KeyObject } from 'node:crypto';
import { pem, toArrayBuffer } from './certificate-making.ts';

/** OWASP's figure for PBKDF2 with HMAC-SHA-256 (2023); Node's own export uses 2,048. */
const iterations = 600_000;

/**
 * A private key as PKCS#8 PEM text: encrypted with AES-256-CBC under a key derived from the passphrase by
 * PBKDF2 (RFC 8018, PBES2), or, without one, as it is.
 */
export async function writeKey(key: KeyObject, passphrase: string | null): Promise<string> {
  const plain = key.export({ type: 'pkcs8', format: 'der' });
  if (passphrase === null) return pem('PRIVATE KEY', plain);
  const pki = await import('pkijs');
  const bag = new pki.PKCS8ShroudedKeyBag({
    parsedValue: pki.PrivateKeyInfo.fromBER(toArrayBuffer(plain)),
  });
  await bag.makeInternalValues({
    password: toArrayBuffer(Buffer.from(passphrase, 'utf8')),
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 } as never,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: iterations,
  });
  return pem('ENCRYPTED PRIVATE KEY', Buffer.from(bag.toSchema().toBER()));
}

export function isEncrypted(text: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text);
}

export type KeyReading =
  | { readonly ok: true; readonly key: KeyObject }
  | { readonly ok: false; readonly why: 'passphrase-needed' | 'passphrase-wrong' | 'not-a-key' };

/** Read the first private key of a PEM text. A passphrase that is not needed does no harm. */
export function readKey(text: string, passphrase: string | null): KeyReading {
  const block = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]+-----END \1-----/.exec(text)?.[0];
  if (block === undefined) return { ok: false, why: 'not-a-key' };
  const encrypted = isEncrypted(block);
  if (encrypted && passphrase === null) return { ok: false, why: 'passphrase-needed' };
  try {
    const secret = passphrase === null ? {} : { passphrase };
    return { ok: true, key: createPrivateKey({ key: block, format: 'pem', ...secret }) };
  } catch (error) {
    // OpenSSL's refusal: with the wrong passphrase the padding is wrong or what comes out is no key.
    if (error instanceof Error) return { ok: false, why: encrypted ? 'passphrase-wrong' : 'not-a-key' };
    throw error;
  }
}

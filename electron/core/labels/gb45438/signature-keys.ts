import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { LabelKey } from '../../media/label-keys.ts';
import { bytes32, liftedKey, type Sm2Key, type Sm2Signature, sm2Key, verifySm2 } from '../sm/sm2.ts';

/** A key a signature can be held against, whatever form it was written in. */
export type UsableKey =
  | { readonly algorithm: 'sm2-sm3'; readonly key: Sm2Key }
  | { readonly algorithm: 'rsa-sha256' | 'ecdsa-sha256'; readonly key: KeyObject };

/** Algorithms by the object identifiers met in `AlgID`; a key's may name the key type instead. */
const algorithms: ReadonlyMap<string, LabelKey['algorithm']> = new Map([
  ['1.2.156.10197.1.501', 'sm2-sm3'],
  ['1.2.156.10197.1.301', 'sm2-sm3'],
  ['1.2.840.113549.1.1.11', 'rsa-sha256'],
  ['1.2.840.113549.1.1.1', 'rsa-sha256'],
  ['1.2.840.10045.4.3.2', 'ecdsa-sha256'],
]);

export function algorithmOf(identifier: string): LabelKey['algorithm'] | null {
  return algorithms.get(identifier) ?? null;
}

/** The key in any of the forms of TC260-PG-202511A and of files in the wild; `null`: in none of them. */
export function usableKey(algorithm: LabelKey['algorithm'], hex: string): UsableKey | null {
  if (algorithm === 'sm2-sm3') {
    const key = sm2KeyOf(hex.toLowerCase());
    return key === null ? null : { algorithm, key };
  }
  const key = derKey(Buffer.from(hex, 'hex'));
  const fits = key?.asymmetricKeyType === (algorithm === 'rsa-sha256' ? 'rsa' : 'ec');
  return key === null || !fits ? null : { algorithm, key };
}

/** SubjectPublicKeyInfo of an SM2 key: id-ecPublicKey, the curve, and the point. */
const spki = /^30(?:59|39)301306072a8648ce3d020106082a811ccf5501822d03(?:42|22)00((?:04|02|03)[0-9a-f]+)$/;

function sm2KeyOf(hex: string): Sm2Key | null {
  const point = spki.exec(hex)?.[1] ?? hex;
  const number = (from: number): bigint => BigInt(`0x${point.slice(from, from + 64)}`);
  if (/^04[0-9a-f]{128}$/.test(point)) return sm2Key(number(2), number(66));
  if (/^[0-9a-f]{128}$/.test(point)) return sm2Key(number(0), number(64));
  if (/^0[23][0-9a-f]{64}$/.test(point)) return liftedKey(number(2), point[1] === '3');
  // MiniMax writes a zero byte and the x coordinate; the point with an even y is meant.
  return /^00[0-9a-f]{64}$/.test(point) ? liftedKey(number(2), false) : null;
}

function derKey(key: Buffer): KeyObject | null {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch (error) {
      // OpenSSL and BoringSSL say in many ways that this is no key, with a code and without one
      if (!(error instanceof Error)) throw error;
    }
  }
  return null;
}

export function sameKey(one: UsableKey, other: UsableKey): boolean {
  if (one.algorithm === 'sm2-sm3')
    return other.algorithm === 'sm2-sm3' && one.key.x === other.key.x && one.key.y === other.key.y;
  return other.algorithm === one.algorithm && one.key.equals(other.key);
}

/** Does the signature fit the message under the key? A signature in no known form does not. */
export function fits(key: UsableKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.algorithm === 'sm2-sm3') {
    const pair = sm2Signature(signature);
    return pair !== null && verifySm2(key.key, message, pair);
  }
  return verify('sha256', message, key.key, signature);
}

/** `SEQUENCE { INTEGER r, INTEGER s }` (GM/T 0009-2012, 7.3), or the two numbers one after the other. */
function sm2Signature(bytes: Uint8Array): Sm2Signature | null {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  const numbers = derNumbers(bytes) ?? (bytes.length === 64 ? [hex.slice(0, 64), hex.slice(64)] : null);
  const [r, s] = numbers ?? [];
  return r === undefined || s === undefined ? null : { r: BigInt(`0x${r}`), s: BigInt(`0x${s}`) };
}

function derNumbers(bytes: Uint8Array): readonly [string, string] | null {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return null;
  const numbers: string[] = [];
  let at = 2;
  while (at + 2 <= bytes.length && numbers.length < 2) {
    const length = bytes[at + 1]!;
    if (bytes[at] !== 2 || length === 0 || length > 33 || at + 2 + length > bytes.length) return null;
    numbers.push(Buffer.from(bytes.subarray(at + 2, at + 2 + length)).toString('hex'));
    at += 2 + length;
  }
  const [r, s] = numbers;
  return at === bytes.length && r !== undefined && s !== undefined ? [r, s] : null;
}

/** The uncompressed point in hexadecimal, as it may be pinned. */
export function pointHex({ x, y }: Sm2Key): string {
  return `04${bytes32(x).toString('hex')}${bytes32(y).toString('hex')}`;
}

import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sm3 } from './sm3.ts';

/** Verification of SM2 signatures with SM3 (GB/T 32918.2-2016, clause 7), on the curve of GB/T 32918.5-2017. */
const curve = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const Point = weierstrass(curve);

export interface Sm2Signature {
  readonly r: bigint;
  readonly s: bigint;
}

export interface Sm2Key {
  readonly x: bigint;
  readonly y: bigint;
}

/** The user's identifier where no other was agreed (GM/T 0009-2012, clause 10). */
const defaultIdentifier = '1234567812345678';

/** A public key from its coordinates, or `null`: the point is not on the curve. */
export function sm2Key(x: bigint, y: bigint): Sm2Key | null {
  if (x >= curve.p || y >= curve.p || x < 0n || y < 0n) return null;
  const { p, a, b } = curve;
  return (y * y - (x * x * x + a * x + b)) % p === 0n ? { x, y } : null;
}

/** The key whose point has this x coordinate and an even (or odd) y, or `null`: there is none. */
export function liftedKey(x: bigint, odd: boolean): Sm2Key | null {
  const { p, a, b } = curve;
  if (x < 0n || x >= p) return null;
  // p ≡ 3 modulo 4, so that a root, if there is one, is a power.
  const root = power((x * x * x + a * x + b) % p, (p + 1n) / 4n, p);
  const y = (root & 1n) === (odd ? 1n : 0n) ? root : (p - root) % p;
  return sm2Key(x, y);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Z of the signer: the hash over identifier, curve and key that goes before the message (5.5). */
export function signerDigest(key: Sm2Key, identifier: Uint8Array): Uint8Array {
  const length = Uint8Array.of((identifier.length * 8) >> 8, (identifier.length * 8) & 0xff);
  const numbers = [curve.a, curve.b, curve.Gx, curve.Gy, key.x, key.y].map(bytes32);
  return sm3(Buffer.concat([length, identifier, ...numbers]));
}

/** e: the hash the signature is about, as a number (6.1, A1 and A2). */
export function messageNumber(key: Sm2Key, message: Uint8Array, identifier = defaultIdentifier): bigint {
  const own = signerDigest(key, Buffer.from(identifier, 'utf8'));
  return BigInt(`0x${Buffer.from(sm3(Buffer.concat([own, message]))).toString('hex')}`);
}

/** Does the signature fit message and key (clause 7.1, B1 to B7)? */
export function verifySm2(
  key: Sm2Key,
  message: Uint8Array,
  { r, s }: Sm2Signature,
  identifier = defaultIdentifier,
): boolean {
  const { n } = curve;
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const t = (r + s) % n;
  if (t === 0n) return false;
  const point = Point.BASE.multiplyUnsafe(s).add(Point.fromAffine(key).multiplyUnsafe(t));
  if (point.is0()) return false;
  return (messageNumber(key, message, identifier) + point.toAffine().x) % n === r;
}

export function bytes32(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

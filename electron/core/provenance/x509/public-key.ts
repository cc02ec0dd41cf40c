import { bitsOf, type DerNode, identifierOf, integerOf, readDer, sequenceOf } from './der.ts';

const curves = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
  ['1.3.132.0.33', 'P-224'],
  ['1.3.132.0.10', 'secp256k1'],
  ['1.3.36.3.3.2.8.1.1.7', 'brainpoolP256r1'],
  ['1.3.36.3.3.2.8.1.1.11', 'brainpoolP384r1'],
  ['1.3.36.3.3.2.8.1.1.13', 'brainpoolP512r1'],
]);
const plainKeys = new Map([
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
  ['1.3.101.110', 'X25519'],
  ['1.3.101.111', 'X448'],
  ['1.2.840.10040.4.1', 'DSA'],
]);
const rsaKeys = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  ['1.2.840.113549.1.1.10', 'RSA-PSS'],
]);

/** `EC P-256`, `RSA 2048`, `RSA-PSS 3072`, `Ed25519`; the algorithm's identifier when it is unknown. */
export function describeKey(spki: DerNode): string {
  const [algorithm, key] = sequenceOf(spki) ?? [];
  const [identifierNode, parameters] = sequenceOf(algorithm) ?? [];
  const identifier = identifierOf(identifierNode) ?? 'unknown';
  if (identifier === '1.2.840.10045.2.1') {
    const curve = identifierOf(parameters);
    return `EC ${curve === null ? 'explicit parameters' : (curves.get(curve) ?? curve)}`;
  }
  const rsa = rsaKeys.get(identifier);
  if (rsa !== undefined) return `${rsa} ${modulusBits(bitsOf(key))}`;
  return plainKeys.get(identifier) ?? identifier;
}

/** Bits of the modulus of an RSAPublicKey (RFC 8017 §A.1.1); 0 when it cannot be read. */
function modulusBits(key: Uint8Array | null): number {
  const modulus = integerOf(sequenceOf(readDer(key ?? new Uint8Array()) ?? undefined)?.[0]);
  return modulus === null || modulus.startsWith('-') ? 0 : BigInt(`0x${modulus}`).toString(2).length;
}

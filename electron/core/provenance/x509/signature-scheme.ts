import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type DerNode, identifierOf, isContext, sequenceOf, smallIntegerOf } from './der.ts';

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** How a signature is made: of a certificate, a CMS signer or an OCSP responder. */
export interface SignatureScheme {
  /** `ECDSA SHA-256`, `RSA SHA-256`, `RSA-PSS SHA-256`, `Ed25519`; the identifier when it is unknown. */
  readonly name: string;
  readonly kind: 'ecdsa' | 'rsa' | 'rsa-pss' | 'ed25519' | 'ed448' | 'unknown';
  readonly hash: HashName | null;
  /** Bytes of salt of RSA-PSS. */
  readonly salt: number | null;
}

const hashNames: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

const fixedSchemes: ReadonlyMap<string, readonly [SignatureScheme['kind'], HashName | null]> = new Map([
  ['1.2.840.10045.4.1', ['ecdsa', 'sha1']],
  ['1.2.840.10045.4.3.2', ['ecdsa', 'sha256']],
  ['1.2.840.10045.4.3.3', ['ecdsa', 'sha384']],
  ['1.2.840.10045.4.3.4', ['ecdsa', 'sha512']],
  ['1.2.840.113549.1.1.5', ['rsa', 'sha1']],
  ['1.2.840.113549.1.1.11', ['rsa', 'sha256']],
  ['1.2.840.113549.1.1.12', ['rsa', 'sha384']],
  ['1.2.840.113549.1.1.13', ['rsa', 'sha512']],
  ['1.3.101.112', ['ed25519', null]],
  ['1.3.101.113', ['ed448', null]],
]);
/** CMS signers may name the key's algorithm only; the hash is then the signer's digest algorithm. */
const keyOnly: ReadonlyMap<string, 'rsa' | 'ecdsa'> = new Map([
  ['1.2.840.113549.1.1.1', 'rsa'],
  ['1.2.840.10045.2.1', 'ecdsa'],
]);
const rsaPss = '1.2.840.113549.1.1.10';
const mask = '1.2.840.113549.1.1.8';

const families = { ecdsa: 'ECDSA', rsa: 'RSA', 'rsa-pss': 'RSA-PSS' } as const;

/** Hash of an AlgorithmIdentifier; `null`: not one of those C2PA and its predecessors use. */
export function hashOf(algorithm: DerNode | undefined): HashName | null {
  return hashNames.get(identifierOf(sequenceOf(algorithm)?.[0]) ?? '') ?? null;
}

/** `sha256` → `SHA-256`. */
export function hashTitle(hash: HashName): string {
  return `SHA-${hash.slice(3)}`;
}

/**
 * The scheme of an AlgorithmIdentifier (RFC 5280 §4.1.1.2, RFC 4055, RFC 5758, RFC 8410).
 *
 * @param digest hash of a CMS signer, for identifiers that name only the key's algorithm
 */
export function schemeOf(algorithm: DerNode | undefined, digest: HashName | null = null): SignatureScheme {
  const parts = sequenceOf(algorithm);
  const identifier = identifierOf(parts?.[0]) ?? 'none';
  if (identifier === rsaPss) return pssScheme(parts?.[1]);
  const single = keyOnly.get(identifier);
  const [kind, hash] =
    fixedSchemes.get(identifier) ?? (single === undefined || digest === null ? [] : [single, digest]);
  if (kind === undefined || hash === undefined) return unknownScheme(identifier);
  if (kind === 'ed25519' || kind === 'ed448')
    return { name: kind === 'ed25519' ? 'Ed25519' : 'Ed448', kind, hash: null, salt: null };
  return named(kind, hash, null);
}

function named(kind: SignatureScheme['kind'], hash: HashName | null, salt: number | null): SignatureScheme {
  if (hash === null || !(kind in families)) return unknownScheme(kind);
  return { name: `${families[kind as keyof typeof families]} ${hashTitle(hash)}`, kind, hash, salt };
}

function unknownScheme(name: string): SignatureScheme {
  return { name, kind: 'unknown', hash: null, salt: null };
}

/** RFC 4055 §3.1: without parameters SHA-1 with 20 bytes of salt. Both hashes must be the same here. */
function pssScheme(parameters: DerNode | undefined): SignatureScheme {
  const fields = sequenceOf(parameters) ?? [];
  const field = (tag: number): DerNode | undefined =>
    fields.find((node) => isContext(node, tag))?.children[0];
  const hashField = field(0);
  const hash = hashField === undefined ? 'sha1' : hashOf(hashField);
  const maskField = sequenceOf(field(1));
  const maskHash =
    maskField === null ? 'sha1' : identifierOf(maskField[0]) === mask ? hashOf(maskField[1]) : null;
  const saltField = field(2);
  const salt = saltField === undefined ? 20 : smallIntegerOf(saltField);
  if (hash === null || maskHash !== hash || salt === null || salt > 512) return unknownScheme(rsaPss);
  return named('rsa-pss', hash, salt);
}

/** A key of SubjectPublicKeyInfo bytes; `null`: a kind or curve that is not supported, or no key. */
export function publicKeyOf(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (error) {
    // OpenSSL refuses it: the caller says so. Anything that is no Error would be a fault of ours.
    if (error instanceof Error) return null;
    throw error;
  }
}

const keyKinds: Record<Exclude<SignatureScheme['kind'], 'unknown'>, readonly string[]> = {
  ecdsa: ['ec'],
  rsa: ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
};

/** Is `signature` of `data` by the key? A scheme that does not suit the key is `invalid`. */
export function checkSignature(
  scheme: SignatureScheme,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): 'valid' | 'invalid' | 'unsupported' {
  if (scheme.kind === 'unknown') return 'unsupported';
  const key = publicKeyOf(spki);
  if (key === null) return 'unsupported';
  if (!keyKinds[scheme.kind].includes(key.asymmetricKeyType ?? '')) return 'invalid';
  const input =
    scheme.kind === 'rsa-pss'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.salt ?? 0 }
      : { key };
  return verified(scheme.hash, data, input, signature) ? 'valid' : 'invalid';
}

/** `verify` of node, where OpenSSL's complaint about a malformed signature is an answer. */
export function verified(
  hash: string | null,
  data: Uint8Array,
  key: Parameters<typeof verify>[2],
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

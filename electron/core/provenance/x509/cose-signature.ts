import { constants, type KeyObject } from 'node:crypto';
import { type CoseSign1, sigStructure } from '../jumbf/cose.ts';
import { readCertificate } from './certificate.ts';
import { publicKeyOf, verified } from './signature-scheme.ts';

export type CoseOutcome = 'valid' | 'invalid' | 'unsupported' | 'no-certificate';

interface CoseAlgorithm {
  readonly name: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly keys: readonly string[];
}

/** The algorithms of C2PA 2.2 §13.2.1, by their COSE number (RFC 9053). */
const algorithms: ReadonlyMap<number, CoseAlgorithm> = new Map([
  [-7, { name: 'ES256', hash: 'sha256', keys: ['ec'] }],
  [-35, { name: 'ES384', hash: 'sha384', keys: ['ec'] }],
  [-36, { name: 'ES512', hash: 'sha512', keys: ['ec'] }],
  [-37, { name: 'PS256', hash: 'sha256', keys: ['rsa', 'rsa-pss'] }],
  [-38, { name: 'PS384', hash: 'sha384', keys: ['rsa', 'rsa-pss'] }],
  [-39, { name: 'PS512', hash: 'sha512', keys: ['rsa', 'rsa-pss'] }],
  [-8, { name: 'EdDSA', hash: null, keys: ['ed25519'] }],
]);

/** Name of a COSE algorithm; its number as text when it is none of C2PA's. */
export function coseAlgorithmName(algorithm: number | null): string | null {
  return algorithm === null ? null : (algorithms.get(algorithm)?.name ?? String(algorithm));
}

/** Is the signature that of the first certificate over the claim? */
export async function verifyCose(cose: CoseSign1, claimBytes: Uint8Array): Promise<CoseOutcome> {
  return checkCose(cose, claimBytes).verified;
}

/** The same with what is odd about the signature, whether or not it holds. */
export function checkCose(
  cose: CoseSign1,
  claimBytes: Uint8Array,
): { readonly verified: CoseOutcome; readonly problems: readonly string[] } {
  const first = cose.chain[0];
  if (first === undefined) return { verified: 'no-certificate', problems: ['no certificate in x5chain'] };
  const certificate = readCertificate(first);
  if ('problem' in certificate) return { verified: 'unsupported', problems: [certificate.problem] };
  const algorithm = cose.algorithm === null ? undefined : algorithms.get(cose.algorithm);
  if (algorithm === undefined)
    return { verified: 'unsupported', problems: [`COSE algorithm ${cose.algorithm ?? 'missing'}`] };
  const key = publicKeyOf(certificate.spki);
  if (key === null)
    return { verified: 'unsupported', problems: [`key ${certificate.facts.publicKey} is not supported`] };
  const place =
    cose.chainPlace === 'unprotected' ? ['x5chain stands in the unprotected header: not signed'] : [];
  const attached = cose.payload === null ? [] : ['the payload is attached; C2PA demands a detached one'];
  if (!algorithm.keys.includes(key.asymmetricKeyType ?? '')) {
    const problem = `algorithm ${algorithm.name} does not suit the key ${certificate.facts.publicKey}`;
    return { verified: 'invalid', problems: [problem, ...place, ...attached] };
  }
  const data = sigStructure(cose.protectedBytes, claimBytes);
  if (holds(algorithm, key, data, cose.signature, 'ieee-p1363'))
    return { verified: 'valid', problems: [...place, ...attached] };
  // Some writers leave the signature as OpenSSL made it. RFC 9053 §2.1 knows only the fixed-width form.
  const der = key.asymmetricKeyType === 'ec' && holds(algorithm, key, data, cose.signature, 'der');
  const encoding = der
    ? ['the signature is right but encoded as DER (RFC 9053 §2.1 wants r and s in fixed width)']
    : [];
  return { verified: 'invalid', problems: [...encoding, ...place, ...attached] };
}

function holds(
  { hash }: CoseAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  dsaEncoding: 'ieee-p1363' | 'der',
): boolean {
  const kind = key.asymmetricKeyType;
  if (kind === 'ec') return verified(hash, data, { key, dsaEncoding }, signature);
  if (kind === 'ed25519') return verified(null, data, { key }, signature);
  // RFC 8230 §2: salt as long as the hash, MGF1 over the same hash.
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verified(hash, data, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature);
}

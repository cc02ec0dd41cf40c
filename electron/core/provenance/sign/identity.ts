import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { SignAlgorithm, SignedFile } from '#shared/domain/signing.ts';
import { problem } from '../../problems.ts';
import { readCertificate } from '../x509/certificate.ts';
import { profileFaults } from '../x509/profile.ts';
import { readKey } from './key-file.ts';

/** A certificate chain with its private key. The key stays in the process that holds this. */
export interface SigningIdentity {
  readonly algorithm: SignAlgorithm;
  /** PEM, end entity first, without the root (C2PA 2.2 §14.5). */
  readonly chain: readonly string[];
  readonly key: KeyObject;
  /** PEM of the root the new file is checked against, and of single certificates accepted beside it. */
  readonly anchors: string;
  readonly allowed: string;
  readonly signer: SignedFile['signer'];
}

const chainLimit = 10;
const fileLimit = 1024 * 1024;

/**
 * A certificate and key brought along.
 *
 * @param chainPath PEM, end entity first; a root at its end is left out of the signature
 * @param keyPath PKCS#8 (or the older forms OpenSSL reads) in PEM, encrypted or not
 */
export async function ownIdentity(
  chainPath: string,
  keyPath: string,
  passphrase: string | null,
  now: Date,
): Promise<Result<SigningIdentity>> {
  const chainText = await textOf(chainPath);
  if (!chainText.ok) return chainText;
  const keyText = await textOf(keyPath);
  if (!keyText.ok) return keyText;
  const certificates = certificatesOf(chainText.value);
  const leaf = certificates?.[0];
  if (certificates === null || leaf === undefined || certificates.length > chainLimit)
    return refuse(
      localized(
        'The certificate file holds no chain of PEM certificates that can be read.',
        '证书文件中没有可读取的 PEM 证书链。',
      ),
      chainPath,
    );
  const read = readKey(keyText.value, passphrase);
  if (!read.ok) return keyProblem(read.why, keyPath);
  if (!leaf.checkPrivateKey(read.key))
    return refuse(
      localized(
        'The private key does not belong to the first certificate of the chain.',
        '私钥与证书链中的第一张证书不匹配。',
      ),
      keyPath,
    );
  const algorithm = algorithmOf(read.key);
  if (algorithm === null)
    return refuse(
      localized(
        'This kind of key cannot sign a claim: C2PA allows P-256, P-384 and P-521, RSA from 2048 bits, and Ed25519.',
        '此类密钥不能用于签署声明：C2PA 允许 P-256、P-384、P-521、2048 位及以上的 RSA，以及 Ed25519。',
      ),
      read.key.asymmetricKeyType,
    );
  const broken = chainFault(certificates, now);
  if (broken !== null) return refuse(broken, chainPath);
  const departs = profileFault(leaf);
  if (departs !== null) return refuse(departs, chainPath);
  const root = certificates.length > 1 && selfIssued(certificates.at(-1)!) ? certificates.at(-1)! : null;
  const chain = root === null ? certificates : certificates.slice(0, -1);
  return succeed({
    algorithm,
    chain: chain.map((certificate) => certificate.toString()),
    key: read.key,
    anchors: root?.toString() ?? '',
    // Without its root the chain leads nowhere here: the check then takes this very certificate for known.
    allowed: root === null ? leaf.toString() : '',
    signer: {
      ...subjectOf(leaf),
      certificate: fingerprint(leaf),
      notAfter: leaf.validToDate.toISOString(),
    },
  });
}

/** Organisation and common name of a certificate's subject; empty where it names none. */
export function subjectOf(certificate: X509Certificate): {
  readonly organisation: string;
  readonly name: string;
} {
  const subject = certificate.toLegacyObject().subject as unknown as Record<string, unknown>;
  const first = (value: unknown): string => String((Array.isArray(value) ? value[0] : value) ?? '');
  return { organisation: first(subject.O), name: first(subject.CN) };
}

/** SHA-256 of a certificate's DER, hexadecimal. */
export function fingerprint(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('hex');
}

export function keyProblem(why: 'passphrase-needed' | 'passphrase-wrong' | 'not-a-key', path: string) {
  if (why !== 'not-a-key') return problem(why, path);
  return refuse(
    localized(
      'The key file holds no private key in PEM form that can be read.',
      '密钥文件中没有可读取的 PEM 格式私钥。',
    ),
    path,
  );
}

/** What signing a COSE structure with a key means (RFC 9053 §2; RFC 8230 §2): `r ‖ s` for ECDSA. */
export function signBytes(identity: SigningIdentity, bytes: Uint8Array): Buffer {
  const { key, algorithm } = identity;
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm === 'ed25519') return sign(null, bytes, key);
  if (algorithm.startsWith('es')) return sign(hash, bytes, { key, dsaEncoding: 'ieee-p1363' });
  // RSA_PKCS1_PSS_PADDING; the salt is as long as the hash.
  return sign(hash, bytes, { key, padding: 6, saltLength: Number(algorithm.slice(2)) / 8 });
}

/** Length in bytes of every signature this key makes. */
export function signatureLength({ key, algorithm }: SigningIdentity): number {
  const fixed: Partial<Record<SignAlgorithm, number>> = { ed25519: 64, es256: 64, es384: 96, es512: 132 };
  return fixed[algorithm] ?? Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

function algorithmOf(key: KeyObject): SignAlgorithm | null {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'ec') {
    const curves: Record<string, SignAlgorithm> = {
      prime256v1: 'es256',
      secp384r1: 'es384',
      secp521r1: 'es512',
    };
    return curves[details?.namedCurve ?? ''] ?? null;
  }
  const rsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss';
  if (!rsa || (details?.modulusLength ?? 0) < 2048) return null;
  if (details?.hashAlgorithm === 'sha384') return 'ps384';
  return details?.hashAlgorithm === 'sha512' ? 'ps512' : 'ps256';
}

/** What is wrong with the chain as such. The profile of C2PA is another question. */
function chainFault(certificates: readonly X509Certificate[], now: Date): Localized | null {
  for (const [at, certificate] of certificates.entries()) {
    const issuer = certificates[at + 1];
    const name = certificate.subject.replaceAll('\n', ', ');
    if (issuer !== undefined && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)))
      return localized(
        `The chain is broken: “${name}” was not issued by the certificate after it.`,
        `证书链不连续：“${name}”并非由其后的证书签发。`,
      );
    if (certificate.validToDate <= now || certificate.validFromDate > now)
      return localized(
        `The certificate “${name}” is not valid today (${certificate.validFromDate.toISOString()} to ${certificate.validToDate.toISOString()}).`,
        `证书“${name}”目前不在有效期内（${certificate.validFromDate.toISOString()} 至 ${certificate.validToDate.toISOString()}）。`,
      );
  }
  return null;
}

/** Where the signing certificate departs from C2PA 2.2 §14.5.1, all departures in one text. */
function profileFault(leaf: X509Certificate): Localized | null {
  const read = readCertificate(new Uint8Array(leaf.raw));
  if ('problem' in read)
    return localized(`The certificate cannot be read: ${read.problem}.`, `无法读取证书：${read.problem}。`);
  const faults = profileFaults(read.facts).filter(({ level }) => level === 'must');
  if (faults.length === 0) return null;
  return localized(
    `The certificate may not sign claims (C2PA 2.2 §14.5.1). ${faults.map(({ statement }) => statement.en).join(' ')}`,
    `该证书不可用于签署声明（C2PA 2.2 第 14.5.1 条）。${faults.map(({ statement }) => statement['zh-CN']).join('')}`,
  );
}

function selfIssued(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

function certificatesOf(text: string): X509Certificate[] | null {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

async function textOf(path: string): Promise<Result<string>> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= fileLimit) return succeed(bytes.toString('latin1'));
    return refuse(
      localized('The file is too large to be a certificate or key.', '文件过大，不可能是证书或密钥。'),
      path,
    );
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return refuse(localized('The file cannot be read.', '无法读取文件。'), `${path}: ${error.code}`);
  }
}

function refuse(why: Localized, detail?: string) {
  return fail('signing-refused', nothingWritten(why), detail);
}

/** Every refusal says what happened to the data. */
export function nothingWritten(why: Localized): Localized {
  return localized(`${why.en} Nothing was written.`, `${why['zh-CN']}未写入任何内容。`);
}

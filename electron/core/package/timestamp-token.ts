import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import type { PackageTimestamp } from '#shared/domain/package.ts';
import { displayName } from '../intake/names.ts';

type Asn1 = typeof import('asn1js');
type Pki = typeof import('pkijs');
type SignerInfo = InstanceType<Pki['SignerInfo']>;

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaPss: '1.2.840.113549.1.1.10',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Why a response does not hold; words for each are in `timestamp-faults.ts`. */
export const timestampFaults = [
  'unreadable',
  'not-granted',
  'other-content',
  'weak-digest',
  'no-certificate',
  'altered',
  'other-purpose',
  'expired',
  'broken-chain',
] as const;
export type TimestampFault = (typeof timestampFaults)[number];

type Judged = Omit<PackageTimestamp, 'file'> | TimestampFault;

/**
 * Judge a response of a timestamping authority (RFC 3161 §2.4.2) over `stamped`: it is granted, of these bytes, signed
 * by the certificate it carries, which is made for timestamping and was valid at that time, and so are those above it
 * that the response carries. Whether the last of them is to be believed is not asked: that needs a root the reader chose.
 */
export async function judgeToken(response: Uint8Array, stamped: Uint8Array): Promise<Judged> {
  const [pki, asn1] = await Promise.all([import('pkijs'), import('asn1js')]);
  try {
    return judge(response, stamped, pki, asn1);
  } catch (error) {
    // Bytes that are no such structure; both libraries throw plain errors for them.
    if (error instanceof Error) return 'unreadable';
    throw error;
  }
}

function judge(response: Uint8Array, stamped: Uint8Array, pki: Pki, asn1: Asn1): Judged {
  const outer = asn1.fromBER(copyOf(response));
  // Bytes after the structure belong to nobody.
  if (outer.offset !== response.length) return 'unreadable';
  const answer = new pki.TimeStampResp({ schema: outer.result });
  const token = answer.timeStampToken;
  if (answer.status.status > 1 || token === undefined) return 'not-granted';
  if (token.contentType !== oid.signedData) return 'unreadable';
  const signed = new pki.SignedData({ schema: token.content });
  const content = signed.encapContentInfo.eContent;
  const [signer, second] = signed.signerInfos;
  if (signed.encapContentInfo.eContentType !== oid.tstInfo || content === undefined) return 'unreadable';
  if (signer === undefined || second !== undefined) return 'unreadable';

  const encoded = Buffer.from(content.getValue());
  const info = pki.TSTInfo.fromBER(copyOf(encoded));
  const digest = digests[info.messageImprint.hashAlgorithm.algorithmId];
  const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
  if (digest === undefined || digest === 'sha1') return 'weak-digest';
  if (!imprint.equals(hashed(digest, stamped))) return 'other-content';

  const certificates = (signed.certificates ?? [])
    .filter((one): one is InstanceType<Pki['Certificate']> => one instanceof pki.Certificate)
    .map((one) => new X509Certificate(Buffer.from(one.toSchema(true).toBER())));
  const certificate = certificates.find((one) => isNamed(one, signer, pki, asn1));
  if (certificate === undefined) return 'no-certificate';
  if (!isSignedBy(certificate, signer, encoded, asn1)) return 'altered';
  if (!(certificate.keyUsage ?? []).includes(oid.timeStamping)) return 'other-purpose';
  if (!isValidAt(certificate, info.genTime)) return 'expired';
  const chain = chainAbove(certificate, certificates, info.genTime);
  if (chain === null) return 'broken-chain';
  return {
    time: info.genTime.toISOString(),
    authority: nameOf(certificate.subject),
    certificate: hashed('sha256', certificate.raw).toString('hex'),
    validUntil: new Date(certificate.validTo).toISOString(),
    chain: chain.map(({ subject }) => nameOf(subject)),
    issuer: nameOf((chain.at(-1) ?? certificate).issuer),
    serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex'),
  };
}

/** A name somebody else wrote: what could turn a line on the screen is escaped. */
function nameOf(distinguished: string): string {
  return displayName(Buffer.from(distinguished.split('\n').join(', ')));
}

function isValidAt({ validFrom, validTo }: X509Certificate, time: Date): boolean {
  return time.getTime() >= Date.parse(validFrom) && time.getTime() <= Date.parse(validTo);
}

/** No authority's chain is longer. */
const longestChain = 10;

/**
 * The certificates above this one, as far as they are there: each has signed the one before, may do so, and was valid
 * at that time. Null: the issuer is there by name and is not what it has to be.
 */
function chainAbove(
  certificate: X509Certificate,
  all: readonly X509Certificate[],
  time: Date,
): X509Certificate[] | null {
  const chain: X509Certificate[] = [];
  for (let last = certificate; chain.length < longestChain; ) {
    if (last.subject === last.issuer) return last.verify(last.publicKey) ? chain : null;
    const named = all.filter(({ subject }) => subject === last.issuer);
    if (named.length === 0) return chain;
    const issuer = named.find((one) => one.ca && isValidAt(one, time) && last.verify(one.publicKey));
    if (issuer === undefined) return null;
    chain.push(issuer);
    last = issuer;
  }
  return null;
}

/** Is it the certificate the signed attributes commit to (RFC 5035 §3, RFC 2634 §5.4)? */
function isNamed(certificate: X509Certificate, signer: SignerInfo, pki: Pki, asn1: Asn1): boolean {
  for (const { type, values } of signer.signedAttrs?.attributes ?? []) {
    if (type !== oid.signingCertificate && type !== oid.signingCertificateV2) continue;
    // SigningCertificate → certs → first ESSCertID → its members.
    const first = childrenOf(childrenOf(childrenOf(values[0], asn1)[0], asn1)[0], asn1);
    const algorithm = first.find((member) => member instanceof asn1.Sequence);
    const isVersion2 = type === oid.signingCertificateV2;
    const hash = first.find((member) => member instanceof asn1.OctetString);
    if (hash === undefined) return false;
    // With the default algorithm the first member is the hash, and a sequence after it names the issuer.
    const named =
      isVersion2 && algorithm !== undefined && first.indexOf(algorithm) === 0
        ? digests[new pki.AlgorithmIdentifier({ schema: algorithm }).algorithmId]
        : isVersion2
          ? 'sha256'
          : 'sha1';
    return (
      named !== undefined && hashed(named, certificate.raw).equals(Buffer.from(hash.valueBlock.valueHexView))
    );
  }
  return false;
}

function childrenOf(node: unknown, asn1: Asn1): InstanceType<Asn1['BaseBlock']>[] {
  return node instanceof asn1.Sequence ? node.valueBlock.value : [];
}

/** The signature covers the attributes, and they the content (RFC 5652 §5.4). */
function isSignedBy(certificate: X509Certificate, signer: SignerInfo, content: Buffer, asn1: Asn1): boolean {
  const digest = digests[signer.digestAlgorithm.algorithmId];
  const attributes = signer.signedAttrs;
  if (digest === undefined || attributes === undefined) return false;
  const value = (type: string) =>
    attributes.attributes.find((attribute) => attribute.type === type)?.values[0];
  const type = value(oid.contentType);
  const declared = value(oid.messageDigest);
  if (!(type instanceof asn1.ObjectIdentifier) || type.valueBlock.toString() !== oid.tstInfo) return false;
  if (!(declared instanceof asn1.OctetString)) return false;
  if (!hashed(digest, content).equals(Buffer.from(declared.valueBlock.valueHexView))) return false;
  const key = certificate.publicKey;
  const pss = signer.signatureAlgorithm.algorithmId === oid.rsaPss;
  return verify(
    key.asymmetricKeyType === 'ed25519' ? null : digest,
    Buffer.from(attributes.encodedValue),
    pss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key,
    Buffer.from(signer.signature.valueBlock.valueHexView),
  );
}

function hashed(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

/** The libraries want a buffer of its own, not a window of a larger one. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** OpenSSL and every C2PA reader know these; the numbers are of RFC 5280 and C2PA 2.2 §14.5.1. */
const oid = {
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  /** id-c2pa-kp-claimSigning, and e-mail protection for readers of before 2024 that know only that. */
  claimSigning: '1.3.6.1.4.1.62558.2.1',
  emailProtection: '1.3.6.1.5.5.7.3.4',
} as const;

export interface CertificateName {
  readonly organisation: string;
  readonly common: string;
}

export interface CertificateOrder {
  readonly subject: CertificateName;
  readonly issuer: CertificateName;
  /** Key the certificate is about. */
  readonly key: KeyObject;
  /** P-256 private key that signs it; of a root its own. */
  readonly issuerKey: KeyObject;
  readonly kind: 'root' | 'leaf';
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * Make an X.509 certificate (v3) as PEM text: a root that may sign leaves and nothing else, or a leaf that
 * meets the profile of C2PA 2.2 §14.5.1. Signed with ECDSA and SHA-256.
 */
export async function makeCertificate(order: CertificateOrder): Promise<string> {
  const [pki, asn1] = await Promise.all([import('pkijs'), import('asn1js')]);
  const certificate = new pki.Certificate();
  certificate.version = 2;
  // RFC 5280 §4.1.2.2: positive, at most 20 octets, not to be guessed.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  certificate.serialNumber = new asn1.Integer({ valueHex: toArrayBuffer(serial) });
  // pkijs would write all attributes into one set, a multi-valued name; each belongs into a set of its own.
  const attribute = (type: string, value: string) =>
    new asn1.Set({
      value: [
        new asn1.Sequence({
          value: [new asn1.ObjectIdentifier({ value: type }), new asn1.Utf8String({ value })],
        }),
      ],
    });
  const name = (of: CertificateName) =>
    pki.RelativeDistinguishedNames.fromBER(
      new asn1.Sequence({
        value: [attribute(oid.organisation, of.organisation), attribute(oid.commonName, of.common)],
      }).toBER(),
    );
  certificate.subject = name(order.subject);
  certificate.issuer = name(order.issuer);
  certificate.notBefore = new pki.Time({ type: timeType(order.notBefore), value: order.notBefore });
  certificate.notAfter = new pki.Time({ type: timeType(order.notAfter), value: order.notAfter });
  certificate.subjectPublicKeyInfo = pki.PublicKeyInfo.fromBER(toArrayBuffer(publicKeyInfo(order.key)));

  const extension = (extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }) =>
    new pki.Extension({ extnID, critical, extnValue: value.toBER() });
  const usage = order.kind === 'root' ? { bits: 0x06, unused: 1 } : { bits: 0x80, unused: 7 };
  certificate.extensions = [
    extension(
      oid.basicConstraints,
      true,
      (order.kind === 'root'
        ? new pki.BasicConstraints({ cA: true, pathLenConstraint: 0 })
        : new pki.BasicConstraints({ cA: false })
      ).toSchema(),
    ),
    extension(
      oid.keyUsage,
      true,
      new asn1.BitString({ valueHex: Uint8Array.of(usage.bits).buffer, unusedBits: usage.unused }),
    ),
    extension(
      oid.subjectKeyId,
      false,
      new asn1.OctetString({ valueHex: toArrayBuffer(keyIdentifier(order.key)) }),
    ),
    extension(
      oid.authorityKeyId,
      false,
      new pki.AuthorityKeyIdentifier({
        keyIdentifier: new asn1.OctetString({ valueHex: toArrayBuffer(keyIdentifier(order.issuerKey)) }),
      }).toSchema(),
    ),
    ...(order.kind === 'leaf'
      ? [
          extension(
            oid.extendedKeyUsage,
            false,
            new pki.ExtKeyUsage({ keyPurposes: [oid.claimSigning, oid.emailProtection] }).toSchema(),
          ),
        ]
      : []),
  ];

  certificate.signature = new pki.AlgorithmIdentifier({ algorithmId: oid.ecdsaSha256 });
  certificate.signatureAlgorithm = new pki.AlgorithmIdentifier({ algorithmId: oid.ecdsaSha256 });
  const toBeSigned = certificate.encodeTBS();
  certificate.tbsView = new Uint8Array(toBeSigned.toBER());
  const signature = sign('sha256', certificate.tbsView, order.issuerKey);
  certificate.signatureValue = new asn1.BitString({ valueHex: toArrayBuffer(signature) });
  return pem('CERTIFICATE', Buffer.from(certificate.toSchema(true).toBER()));
}

/** RFC 5280 §4.2.1.2, method 1: SHA-1 of the public key's bits; an identifier, not a protection. */
function keyIdentifier(key: KeyObject): Buffer {
  // For P-256 and Ed25519 the bits are the last 65 and 32 bytes of the SubjectPublicKeyInfo.
  const info = publicKeyInfo(key);
  return createHash('sha1')
    .update(info.subarray(key.asymmetricKeyType === 'ed25519' ? -32 : -65))
    .digest();
}

function publicKeyInfo(key: KeyObject): Buffer {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return open.export({ type: 'spki', format: 'der' });
}

/** RFC 5280 §4.1.2.5: UTCTime until 2049. */
function timeType(date: Date): 0 | 1 {
  return date.getUTCFullYear() < 2050 ? 0 : 1;
}

export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

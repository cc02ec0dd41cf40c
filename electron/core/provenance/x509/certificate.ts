import { createHash } from 'node:crypto';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import {
  bitsOf,
  type DerNode,
  hexOf,
  integerOf,
  isContext,
  octetsOf,
  readDer,
  sameBytes,
  sequenceOf,
  smallIntegerOf,
  timeOf,
} from './der.ts';
import {
  assuranceLevelOf,
  authorityKeyOf,
  basicConstraintsOf,
  type Extension,
  extendedKeyUsagesOf,
  extensionIds,
  keyUsagesOf,
  ocspServersOf,
  productRecordOf,
  readExtensions,
} from './extensions.ts';
import { type ReadName, readName } from './names.ts';
import { describeKey } from './public-key.ts';
import { type SignatureScheme, schemeOf } from './signature-scheme.ts';

/** A certificate with the bytes that checking needs. All byte arrays are views into `der`. */
export interface Certificate {
  readonly facts: CertificateFacts;
  readonly der: Uint8Array;
  /** What the issuer signed, how, and the signature. */
  readonly tbs: Uint8Array;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
  /** SubjectPublicKeyInfo, and the key bits in it (what RFC 6960 hashes). */
  readonly spki: Uint8Array;
  readonly keyBits: Uint8Array;
  readonly subject: ReadName;
  readonly issuer: ReadName;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Serial number of the issuer's certificate named by the authority key identifier. */
  readonly authoritySerial: string | null;
  /** Why no path may use it, whatever else holds: an extension twice, two different algorithms. */
  readonly problems: readonly string[];
}

export interface UnreadableCertificate {
  readonly problem: string;
}

const BYTES = 256 * 1024;

/** Read one certificate (RFC 5280 §4.1). */
export function readCertificate(der: Uint8Array): Certificate | UnreadableCertificate {
  if (der.length > BYTES) return { problem: `certificate of ${der.length} bytes: not read` };
  const outer = sequenceOf(readDer(der) ?? undefined);
  const [tbsNode, outerAlgorithm, signatureNode] = outer ?? [];
  const tbs = sequenceOf(tbsNode);
  const signature = bitsOf(signatureNode);
  if (tbsNode === undefined || tbs === null || signature === null || outer?.length !== 3)
    return { problem: 'not an X.509 certificate' };

  const versioned = isContext(tbs[0], 0);
  const version = versioned ? smallIntegerOf(tbs[0]?.children[0]) : 0;
  const [serialNode, algorithm, issuerNode, validity, subjectNode, keyNode, ...rest] = tbs.slice(
    versioned ? 1 : 0,
  );
  const serial = integerOf(serialNode);
  const issuer = readName(issuerNode);
  const subject = readName(subjectNode);
  const [notBefore, notAfter] = (sequenceOf(validity) ?? []).map(timeOf);
  const keyBits = bitsOf(sequenceOf(keyNode)?.[1]);
  if (version === null || serial === null || keyNode === undefined || keyBits === null)
    return { problem: 'certificate: version, serial number or key cannot be read' };
  if (issuer === null || subject === null) return { problem: 'certificate: a name cannot be read' };
  if (!notBefore || !notAfter) return { problem: 'certificate: the window of validity cannot be read' };

  const list = rest.find((node) => isContext(node, 3));
  const extensions = list === undefined ? [] : readExtensions(list.children[0]);
  if (extensions === null) return { problem: 'certificate: the extensions cannot be read' };
  const byId = new Map<string, Extension>();
  for (const extension of extensions) if (!byId.has(extension.oid)) byId.set(extension.oid, extension);
  const value = (oid: string): DerNode | null => byId.get(oid)?.node ?? null;

  const scheme = schemeOf(algorithm);
  const basic = basicConstraintsOf(value(extensionIds.basicConstraints));
  const authorityKey = authorityKeyOf(value(extensionIds.authorityKey));
  const subjectKey = octetsOf(value(extensionIds.subjectKey) ?? undefined);
  const product = byId.get(extensionIds.productRecord);
  return {
    facts: {
      subject: subject.shown,
      issuer: issuer.shown,
      serial,
      notBefore,
      notAfter,
      version: version + 1,
      publicKey: describeKey(keyNode),
      signatureAlgorithm: scheme.name,
      sha256: sha256(der),
      keySha256: sha256(keyNode.raw),
      authority: basic.authority,
      pathLength: basic.pathLength,
      keyUsages: keyUsagesOf(value(extensionIds.keyUsage)),
      extendedKeyUsages: extendedKeyUsagesOf(value(extensionIds.extendedKeyUsage)),
      subjectKeyId: subjectKey === null ? null : hexOf(subjectKey),
      authorityKeyId: authorityKey.keyId,
      extensions: extensions.map((extension) => ({
        oid: extension.oid,
        critical: extension.critical,
        bytes: extension.value.length,
      })),
      uniqueIdentifiers: rest.flatMap((node) =>
        isContext(node, 1) ? ['issuer' as const] : isContext(node, 2) ? ['subject' as const] : [],
      ),
      ocspServers: ocspServersOf(value(extensionIds.authorityAccess)),
      assuranceLevel: assuranceLevelOf(value(extensionIds.assuranceLevel)),
      productRecord: product === undefined ? null : productRecordOf(product),
      pem: pemOf(der),
    },
    der,
    tbs: tbsNode.raw,
    scheme,
    signature,
    spki: keyNode.raw,
    keyBits,
    subject,
    issuer,
    extensions: byId,
    authoritySerial: authorityKey.serial === null ? null : serialText(authorityKey.serial),
    problems: [
      ...(byId.size === extensions.length ? [] : ['an extension occurs twice (RFC 5280 §4.2)']),
      ...extensions.flatMap(({ oid, node }) =>
        node === null && decisive.has(oid) ? [`extension ${oid} cannot be read`] : [],
      ),
      // RFC 5280 §4.1.1.2: both algorithm fields must be the same, else the signed one could be swapped.
      ...(algorithm !== undefined &&
      outerAlgorithm !== undefined &&
      sameBytes(algorithm.raw, outerAlgorithm.raw)
        ? []
        : ['the two signature algorithm fields differ (RFC 5280 §4.1.1.2)']),
    ],
  };
}

/** Extensions a decision rests on: one that cannot be read must not count as absent. */
const decisive: ReadonlySet<string> = new Set([
  extensionIds.basicConstraints,
  extensionIds.keyUsage,
  extensionIds.extendedKeyUsage,
  extensionIds.nameConstraints,
  extensionIds.alternativeName,
  extensionIds.authorityKey,
  extensionIds.subjectKey,
]);

function serialText(content: Uint8Array): string | null {
  return content.length === 0 || content.length > 127
    ? null
    : integerOf(readDer(Uint8Array.from([2, content.length, ...content])) ?? undefined);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** PEM text (RFC 7468) with a line feed at the end. */
export function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** DER of every certificate block of a PEM text; what lies between the blocks does not count. */
export function certificatesOfPem(text: string): Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body]) => new Uint8Array(Buffer.from(body!, 'base64')));
}

/** Every certificate of a list of DER values that can be read; the others as words. */
export function readCertificates(ders: readonly Uint8Array[]): {
  readonly certificates: readonly Certificate[];
  readonly problems: readonly string[];
} {
  const certificates: Certificate[] = [];
  const problems: string[] = [];
  ders.forEach((der, at) => {
    const read = readCertificate(der);
    if ('problem' in read) problems.push(`certificate ${at + 1}: ${read.problem}`);
    else certificates.push(read);
  });
  return { certificates, problems };
}

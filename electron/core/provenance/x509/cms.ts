import { createHash } from 'node:crypto';
import { type Certificate, readCertificates } from './certificate.ts';
import {
  type DerNode,
  hexOf,
  identifierOf,
  integerOf,
  isContext,
  isUniversal,
  octetsOf,
  piecesOf,
  sameBytes,
  sequenceOf,
  setOf,
  universal,
} from './der.ts';
import { readName } from './names.ts';
import { checkSignature, type HashName, hashOf, schemeOf } from './signature-scheme.ts';

/** CMS SignedData (RFC 5652 §5) as time-stamp tokens use it. */
export interface SignedMessage {
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signers: readonly DerNode[];
  readonly problems: readonly string[];
}

const signedData = '1.2.840.113549.1.7.2';
const contentTypeAttribute = '1.2.840.113549.1.9.3';
const digestAttribute = '1.2.840.113549.1.9.4';
const signingCertificate = '1.2.840.113549.1.9.16.2.12';
const signingCertificate2 = '1.2.840.113549.1.9.16.2.47';
const CERTIFICATES = 30;

/** The SignedData inside a ContentInfo; `null`: it is none. */
export function readSignedMessage(contentInfo: DerNode | undefined): SignedMessage | null {
  const [type, wrapped] = sequenceOf(contentInfo) ?? [];
  if (identifierOf(type) !== signedData || !isContext(wrapped, 0)) return null;
  const fields = sequenceOf(wrapped.children[0]);
  if (fields === null) return null;
  const [, , encapsulated, ...rest] = fields;
  const [contentType, contentNode] = sequenceOf(encapsulated) ?? [];
  const content = isContext(contentNode, 0) ? octetsOf(contentNode.children[0]) : null;
  const signers = setOf(rest.at(-1));
  const identifier = identifierOf(contentType);
  if (identifier === null || content === null || signers === null) return null;
  const set = rest.find((node) => isContext(node, 0))?.children ?? [];
  const plain = set.filter((node) => isUniversal(node, universal.sequence)).map(({ raw }) => raw);
  const { certificates, problems } = readCertificates(plain.slice(0, CERTIFICATES));
  return { contentType: identifier, content, certificates, signers, problems };
}

export interface SignerCheck {
  /** `null`: the token does not bring the signer's certificate, or its algorithm is not supported. */
  readonly valid: boolean | null;
  readonly certificate: Certificate | null;
  readonly problems: readonly string[];
}

/**
 * The signature of one SignerInfo over its signed attributes: content type and digest of the content
 * among them, and the signer's certificate named by its hash (RFC 5652 §5.4; RFC 5035; RFC 3161 §2.4.2).
 */
export function checkSigner(message: SignedMessage, signer: DerNode): SignerCheck {
  const fields = sequenceOf(signer) ?? [];
  const [, identifier, digestAlgorithm, ...rest] = fields;
  const attributesNode = rest.find((node) => isContext(node, 0));
  const [signatureAlgorithm, signatureNode] = rest.filter(({ class: kind }) => kind === 0);
  const signature = octetsOf(signatureNode);
  if (signature === null) return failed('the signer’s part cannot be read');
  const certificate = findSigner(message.certificates, identifier);
  if (certificate === null)
    return {
      valid: null,
      certificate: null,
      problems: ['the token does not bring the signer’s certificate'],
    };
  if (attributesNode === undefined) return failed('there are no signed attributes', certificate);

  const attributes = readAttributes(attributesNode);
  const hash = hashOf(digestAlgorithm);
  if (hash === null || hash === 'sha1')
    return { valid: null, certificate, problems: ['the digest algorithm of the signer is not supported'] };
  const faults = attributeFaults(attributes, message, certificate, hash);
  // The attributes are signed as a SET, though they stand under an implicit tag (RFC 5652 §5.4).
  const signedBytes = Buffer.from(attributesNode.raw);
  signedBytes[0] = 0x31;
  const scheme = schemeOf(signatureAlgorithm, hash);
  const checked = checkSignature(scheme, certificate.spki, signedBytes, signature);
  if (checked === 'unsupported' || scheme.hash === 'sha1')
    return {
      valid: null,
      certificate,
      problems: [...faults, `signature algorithm ${scheme.name} is not supported`],
    };
  return {
    valid: checked === 'valid' && faults.length === 0,
    certificate,
    problems: checked === 'valid' ? faults : [...faults, 'the signature of the token does not hold'],
  };
}

function failed(problem: string, certificate: Certificate | null = null): SignerCheck {
  return { valid: false, certificate, problems: [problem] };
}

function findSigner(
  certificates: readonly Certificate[],
  identifier: DerNode | undefined,
): Certificate | null {
  if (isContext(identifier, 0)) {
    const keyId = hexOf(piecesOf(identifier));
    return certificates.find(({ facts }) => facts.subjectKeyId === keyId) ?? null;
  }
  const [issuerNode, serialNode] = sequenceOf(identifier) ?? [];
  const issuer = readName(issuerNode)?.canonical;
  const serial = integerOf(serialNode);
  return certificates.find((one) => one.issuer.canonical === issuer && one.facts.serial === serial) ?? null;
}

/** Attributes by type. One that occurs twice is left out: which of the two would count is undefined. */
function readAttributes(node: DerNode): ReadonlyMap<string, DerNode> {
  const found = new Map<string, DerNode>();
  const twice = new Set<string>();
  for (const attribute of node.children) {
    const [type, values] = sequenceOf(attribute) ?? [];
    const identifier = identifierOf(type);
    const [value, ...more] = setOf(values) ?? [];
    if (identifier === null || value === undefined) continue;
    if (found.has(identifier) || more.length > 0) twice.add(identifier);
    found.set(identifier, value);
  }
  for (const identifier of twice) found.delete(identifier);
  return found;
}

function attributeFaults(
  attributes: ReadonlyMap<string, DerNode>,
  message: SignedMessage,
  certificate: Certificate,
  hash: HashName,
): string[] {
  const faults: string[] = [];
  if (identifierOf(attributes.get(contentTypeAttribute)) !== message.contentType)
    faults.push('the signed content type is missing or another (RFC 5652 §11.1)');
  const digest = octetsOf(attributes.get(digestAttribute));
  if (digest === null || !sameBytes(digest, createHash(hash).update(message.content).digest()))
    faults.push('the signed digest does not fit the content (RFC 5652 §11.2)');
  const named = namesCertificate(attributes, certificate);
  if (named === null) faults.push('no signing-certificate attribute (RFC 3161 §2.4.2)');
  if (named === false)
    faults.push('the signing-certificate attribute names another certificate (RFC 5035 §3)');
  return faults;
}

/** Does the attribute name this certificate by its hash? `null`: there is none. */
function namesCertificate(
  attributes: ReadonlyMap<string, DerNode>,
  certificate: Certificate,
): boolean | null {
  const newer = attributes.get(signingCertificate2);
  const older = attributes.get(signingCertificate);
  const first = sequenceOf(sequenceOf(newer ?? older)?.[0])?.[0];
  const entry = sequenceOf(first);
  if (newer === undefined && older === undefined) return null;
  if (entry === null) return false;
  // ESSCertIDv2 leaves out the algorithm when it is SHA-256; ESSCertID is always SHA-1.
  const explicit = newer !== undefined && isUniversal(entry[0], universal.sequence);
  const hash = newer === undefined ? 'sha1' : explicit ? hashOf(entry[0]) : 'sha256';
  const value = octetsOf(entry[explicit ? 1 : 0]);
  if (hash === null || value === null) return false;
  return sameBytes(value, createHash(hash).update(certificate.der).digest());
}

import { createHash } from 'node:crypto';
import type { OcspFacts } from '#shared/domain/certificate.ts';
import { type Certificate, readCertificates } from './certificate.ts';
import {
  bitsOf,
  type DerNode,
  hexOf,
  identifierOf,
  integerOf,
  isContext,
  isUniversal,
  octetsOf,
  readDer,
  sameBytes,
  sequenceOf,
  smallIntegerOf,
  timeOf,
  universal,
} from './der.ts';
import { ocspSigningUsage } from './extensions.ts';
import { readName } from './names.ts';
import { isIssuedBy } from './path.ts';
import { windowFaults } from './path-rules.ts';
import { checkSignature, hashOf, schemeOf } from './signature-scheme.ts';

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const RESPONSES = 1000;
const CERTIFICATES = 10;

const statusWords = new Map([
  [1, 'malformedRequest'],
  [2, 'internalError'],
  [3, 'tryLater'],
  [5, 'sigRequired'],
  [6, 'unauthorized'],
]);
const reasonWords = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/**
 * A stapled OCSP response (RFC 6960). Its signature counts only when it is by the issuer of the signer's
 * certificate, or by a responder that issuer made for OCSP.
 *
 * @param issuer the certificate that issued the signer's; `null`: not known, and then nothing is proven
 */
export async function readOcsp(
  der: Uint8Array,
  signer: Certificate,
  issuer: Certificate | null,
): Promise<OcspFacts> {
  const [statusNode, wrapped] = sequenceOf(readDer(der) ?? undefined) ?? [];
  const answer = smallIntegerOf(statusNode);
  if (answer === null) return unreadable('not an OCSP response');
  if (answer !== 0) return unreadable(`the responder refused: ${statusWords.get(answer) ?? answer}`);
  const [type, octets] = sequenceOf(wrapped?.children[0]) ?? [];
  const basic = sequenceOf(readDer(octetsOf(octets) ?? new Uint8Array()) ?? undefined);
  const data = sequenceOf(basic?.[0]);
  if (identifierOf(type) !== basicResponse || !isContext(wrapped, 0) || basic === null || data === null)
    return unreadable('the OCSP response is of an unknown kind');

  const [responderNode, producedNode, listNode] = data.slice(isContext(data[0], 0) ? 1 : 0);
  const producedAt = timeOf(producedNode);
  const list = sequenceOf(listNode)?.slice(0, RESPONSES).map(readSingle) ?? [];
  const readable = list.filter((entry) => entry !== null);
  const own = readable.find((entry) => concerns(entry, signer, issuer));
  const shown = own ?? readable[0];
  if (responderNode === undefined || producedAt === null || shown === undefined)
    return unreadable('the OCSP response cannot be read');

  const problems: string[] = [];
  if (own === undefined) problems.push('the response speaks about another certificate');
  if (issuer === null) problems.push('the issuer’s certificate is not known: the response proves nothing');
  const check = issuer === null ? null : checkResponder(basic, responderNode, producedAt, issuer);
  if (check !== null) problems.push(...check.problems);
  if (shown.reason !== null) problems.push(`reason of the revocation: ${shown.reason}`);
  return {
    status: shown.status,
    forSigner: own !== undefined,
    producedAt,
    thisUpdate: shown.thisUpdate,
    nextUpdate: shown.nextUpdate,
    revokedAt: shown.revokedAt,
    responder: check?.responder?.facts.subject.text ?? responderText(responderNode),
    signatureValid: check?.valid ?? null,
    problems,
  };
}

function unreadable(problem: string): OcspFacts {
  return {
    status: 'unreadable',
    forSigner: false,
    producedAt: null,
    thisUpdate: null,
    nextUpdate: null,
    revokedAt: null,
    responder: null,
    signatureValid: null,
    problems: [problem],
  };
}

interface SingleResponse {
  readonly hash: ReturnType<typeof hashOf>;
  readonly nameHash: Uint8Array;
  readonly keyHash: Uint8Array;
  readonly serial: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  readonly revokedAt: string | null;
  readonly reason: string | null;
}

function readSingle(node: DerNode): SingleResponse | null {
  const [identifier, status, thisNode, ...rest] = sequenceOf(node) ?? [];
  const [algorithm, nameNode, keyNode, serialNode] = sequenceOf(identifier) ?? [];
  const nameHash = octetsOf(nameNode);
  const keyHash = octetsOf(keyNode);
  const serial = integerOf(serialNode);
  const thisUpdate = timeOf(thisNode);
  if (nameHash === null || keyHash === null || serial === null || thisUpdate === null) return null;
  if (status === undefined || status.class !== 2 || status.tag > 2) return null;
  const next = rest.find((field) => isContext(field, 0));
  const reason = status.tag === 1 ? smallIntegerOf(status.children[1]?.children[0]) : null;
  return {
    hash: hashOf(algorithm),
    nameHash,
    keyHash,
    serial,
    status: status.tag === 0 ? 'good' : status.tag === 1 ? 'revoked' : 'unknown',
    thisUpdate,
    nextUpdate: next === undefined ? null : timeOf(next.children[0]),
    revokedAt: status.tag === 1 ? timeOf(status.children[0]) : null,
    reason: reason === null ? null : (reasonWords[reason] ?? String(reason)),
  };
}

/** CertID (RFC 6960 §4.1.1): hash of the issuer's name, hash of its key bits, serial number. */
function concerns(entry: SingleResponse, signer: Certificate, issuer: Certificate | null): boolean {
  if (entry.hash === null || entry.serial !== signer.facts.serial) return false;
  const digest = (bytes: Uint8Array): Uint8Array => createHash(entry.hash!).update(bytes).digest();
  return (
    sameBytes(entry.nameHash, digest(signer.issuer.der)) &&
    (issuer === null || sameBytes(entry.keyHash, digest(issuer.keyBits)))
  );
}

interface ResponderCheck {
  readonly valid: boolean | null;
  readonly responder: Certificate | null;
  readonly problems: readonly string[];
}

/** RFC 6960 §4.2.2.2: the issuer itself, or a responder it certified for OCSP signing. */
function checkResponder(
  basic: readonly DerNode[],
  responderNode: DerNode,
  producedAt: string,
  issuer: Certificate,
): ResponderCheck {
  const [data, algorithm, signatureNode, extra] = basic;
  const signature = bitsOf(signatureNode);
  if (data === undefined || signature === null)
    return { valid: false, responder: null, problems: ['the response is not signed'] };
  const brought = isContext(extra, 0) ? (sequenceOf(extra.children[0]) ?? []) : [];
  const { certificates } = readCertificates(brought.slice(0, CERTIFICATES).map(({ raw }) => raw));
  const responder = [issuer, ...certificates].find((one) => isResponder(responderNode, one));
  if (responder === undefined)
    return { valid: null, responder: null, problems: ['the responder’s certificate is not there'] };

  const problems: string[] = [];
  if (responder.facts.keySha256 !== issuer.facts.keySha256) {
    if (!isIssuedBy(responder, issuer)) problems.push('the responder was not certified by the issuer');
    if (!responder.facts.extendedKeyUsages.includes(ocspSigningUsage))
      problems.push('the responder’s certificate is not for OCSP signing (RFC 6960 §4.2.2.2)');
    problems.push(...windowFaults(responder, new Date(producedAt)));
  }
  const scheme = schemeOf(algorithm);
  const checked = checkSignature(scheme, responder.spki, data.raw, signature);
  if (checked === 'unsupported' || scheme.hash === 'sha1') {
    problems.push(`signature algorithm ${scheme.name} of the response is not supported`);
    return { valid: null, responder, problems };
  }
  if (checked === 'invalid') problems.push('the signature of the response does not hold');
  return { valid: problems.length === 0, responder, problems };
}

/** ResponderID: `[1]` a name, or `[2]` the SHA-1 hash of the key bits. */
function isResponder(node: DerNode, certificate: Certificate): boolean {
  if (isContext(node, 1)) return readName(node.children[0])?.canonical === certificate.subject.canonical;
  const hash = keyHashOf(node);
  return hash !== null && sameBytes(hash, createHash('sha1').update(certificate.keyBits).digest());
}

function keyHashOf(node: DerNode): Uint8Array | null {
  const value = isContext(node, 2) ? node.children[0] : undefined;
  return isUniversal(value, universal.octetString) ? octetsOf(value) : null;
}

function responderText(node: DerNode): string | null {
  const hash = keyHashOf(node);
  return hash === null ? (readName(node.children[0])?.shown.text ?? null) : `key ${hexOf(hash)}`;
}

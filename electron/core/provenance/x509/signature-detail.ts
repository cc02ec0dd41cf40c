import type { ChainFacts, OcspFacts, TimeStampFacts } from '#shared/domain/certificate.ts';
import type { SignatureDetail } from '#shared/domain/credential-detail.ts';
import type { TrustList } from '../../media/trust-lists.ts';
import { type CoseSign1, timeStampedBytes } from '../jumbf/cose.ts';
import type { StoredManifest } from '../jumbf/manifest-store.ts';
import { anchorsOf } from './anchors.ts';
import { type Certificate, readCertificates } from './certificate.ts';
import { type ChainTime, type Denial, evaluateChain } from './chain.ts';
import { checkCose, coseAlgorithmName } from './cose-signature.ts';
import { readOcsp } from './ocsp.ts';
import { isIssuedBy } from './path.ts';
import { profileFaults } from './profile.ts';
import { readTimeStamp } from './time-stamp.ts';

export interface SignatureRequest {
  readonly manifest: StoredManifest;
  /** The CBOR bytes of the claim. */
  readonly claimBytes: Uint8Array;
  /** All loaded lists, of signers and of time-stamp authorities. */
  readonly lists: readonly TrustList[];
  /** Evaluate as of this date where no trusted time-stamp says when; `null`: as of `clock`. */
  readonly asOf: Date | null;
  readonly clock: Date;
  readonly denied?: Denial;
  readonly signal?: AbortSignal;
}

const CERTIFICATES = 20;
const TOKENS = 10;

/**
 * Everything about the signature of one manifest: its own check over the claim, certificates, profile,
 * chain, time-stamps and OCSP staples. `null`: the manifest has no signature box.
 */
export async function examineSignature(request: SignatureRequest): Promise<SignatureDetail | null> {
  const stored = request.manifest.signature;
  if (stored === null) return null;
  const { cose } = stored;
  if (cose === null) return unreadable(stored.problem ?? 'the signature cannot be read');

  const check = checkCose(cose, request.claimBytes);
  const { certificates, problems } = readCertificates(cose.chain.slice(0, CERTIFICATES));
  const timeStamps = await stampsOf(cose, request);
  const at = timeOf(timeStamps, request);
  const chain =
    cose.chain.length === 0 ? null : await evaluateChain(cose.chain, request.lists, at, request.denied);
  const firstRead = !problems.some((problem) => problem.startsWith('certificate 1:'));
  const leaf = firstRead ? certificates[0] : undefined;
  return {
    algorithm: coseAlgorithmName(cose.algorithm),
    protectedHeaders: [...cose.protectedHeaders],
    unprotectedHeaders: [...cose.unprotectedHeaders],
    pad: { bytes: cose.pad.bytes, nonZero: cose.pad.nonZero },
    verified: check.verified,
    certificates: certificates.map(({ facts }) => facts),
    profile: leaf === undefined ? [] : profileFaults(leaf.facts),
    chain,
    timeStamps,
    ocsp:
      leaf === undefined ? [] : await staplesOf(cose, leaf, issuerOf(leaf, certificates, request.lists), at),
    problems: [...new Set([...cose.problems, ...check.problems, ...problems, ...flood(cose)])],
  };
}

function unreadable(problem: string): SignatureDetail {
  return {
    algorithm: null,
    protectedHeaders: [],
    unprotectedHeaders: [],
    pad: { bytes: 0, nonZero: 0 },
    verified: 'unsupported',
    certificates: [],
    profile: [],
    chain: null,
    timeStamps: [],
    ocsp: [],
    problems: [problem],
  };
}

async function stampsOf(cose: CoseSign1, request: SignatureRequest): Promise<TimeStampFacts[]> {
  const stamps: TimeStampFacts[] = [];
  for (const { header, token } of cose.timeStamps.slice(0, TOKENS)) {
    const stamped = stampedBytes(header, cose, request.claimBytes);
    stamps.push(await readTimeStamp(header, token, stamped, request.lists, request));
  }
  return stamps;
}

/**
 * What the imprint may be of. For `sigTst2` the C2PA writers stamp a countersignature structure around
 * the signature; RFC 9921 §3 stamps the encoded byte string of the signature alone.
 */
function stampedBytes(
  header: TimeStampFacts['header'],
  cose: CoseSign1,
  claimBytes: Uint8Array,
): Uint8Array[] {
  const usual = timeStampedBytes(header, cose, claimBytes);
  // The structure ends with exactly that byte string, wrapped once more.
  return header === 'sigTst' ? [usual] : [usual, encodedBytes(cose.signature)];
}

/** A CBOR byte string (RFC 8949 §3.1). Signatures are longer than 23 bytes and shorter than 64 KiB. */
function encodedBytes(bytes: Uint8Array): Uint8Array {
  const head = bytes.length < 0x100 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** A stamp tells the time when its imprint, its signature and its authority's list are all good. */
function isTrustedStamp({ time, imprintMatches, signatureValid, list }: TimeStampFacts): boolean {
  return time !== null && imprintMatches === true && signatureValid === true && list !== null;
}

function timeOf(stamps: readonly TimeStampFacts[], { asOf, clock }: SignatureRequest): ChainTime {
  const times = stamps.filter(isTrustedStamp).map(({ time }) => Date.parse(time!));
  // Of several the earliest: the signature existed by then.
  if (times.length > 0) return { time: new Date(Math.min(...times)), source: 'time-stamp' };
  return asOf === null ? { time: clock, source: 'clock' } : { time: asOf, source: 'given' };
}

/** The certificate that signed the leaf: from the file, else an anchor of a list. */
function issuerOf(
  leaf: Certificate,
  certificates: readonly Certificate[],
  lists: readonly TrustList[],
): Certificate | null {
  const anchors = lists
    .filter(({ kind }) => kind === 'manifest')
    .flatMap((list) => anchorsOf(list).authorities);
  return [...certificates.slice(1), ...anchors].find((one) => isIssuedBy(leaf, one)) ?? null;
}

async function staplesOf(
  cose: CoseSign1,
  leaf: Certificate,
  issuer: Certificate | null,
  at: ChainTime,
): Promise<OcspFacts[]> {
  const staples: OcspFacts[] = [];
  for (const der of cose.ocsp.slice(0, TOKENS)) {
    const facts = await readOcsp(der, leaf, issuer);
    staples.push({ ...facts, problems: [...facts.problems, ...ageFaults(facts, at)] });
  }
  return staples;
}

/** Does the response speak about the time in question? (RFC 6960 §4.2.2.1) */
function ageFaults({ status, thisUpdate, nextUpdate }: OcspFacts, { time, source }: ChainTime): string[] {
  if (status === 'unreadable' || thisUpdate === null) return [];
  const what: Record<ChainFacts['asOfSource'], string> = {
    'time-stamp': 'the time-stamp',
    given: 'the given date',
    clock: 'the clock',
  };
  if (time.getTime() < Date.parse(thisUpdate))
    return [`the response was made after the time of ${what[source]}`];
  return nextUpdate !== null && time.getTime() > Date.parse(nextUpdate)
    ? [`the response held until ${nextUpdate} only, before the time of ${what[source]}`]
    : [];
}

function flood(cose: CoseSign1): string[] {
  return [
    ...(cose.chain.length > CERTIFICATES
      ? [`${cose.chain.length} certificates: ${CERTIFICATES} are shown`]
      : []),
    ...(cose.timeStamps.length > TOKENS ? [`${cose.timeStamps.length} time-stamps: ${TOKENS} are read`] : []),
    ...(cose.ocsp.length > TOKENS ? [`${cose.ocsp.length} OCSP responses: ${TOKENS} are read`] : []),
  ];
}

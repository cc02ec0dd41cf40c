import { createHash } from 'node:crypto';
import type { TimeStampFacts } from '#shared/domain/certificate.ts';
import type { TrustList } from '../../media/trust-lists.ts';
import { byWeight, timeStampAnchorsOf } from './anchors.ts';
import type { Certificate } from './certificate.ts';
import type { Denial } from './chain.ts';
import { checkSigner, readSignedMessage, type SignedMessage } from './cms.ts';
import {
  type DerNode,
  identifierOf,
  integerOf,
  isContext,
  isUniversal,
  octetsOf,
  readDer,
  sameBytes,
  sequenceOf,
  smallIntegerOf,
  smallNumber,
  timeOf,
  universal,
} from './der.ts';
import { extensionIds, timeStampingUsage } from './extensions.ts';
import { findPath } from './path.ts';
import { hashOf, hashTitle } from './signature-scheme.ts';

export interface StampOptions {
  readonly signal?: AbortSignal;
  /** A denied authority is on no list. */
  readonly denied?: Denial;
}

const tstInfoType = '1.2.840.113549.1.9.16.1.4';

/**
 * An RFC 3161 token, checked here: message imprint, CMS signature, the authority's certificate and its
 * way to a list of time-stamp authorities at the time of the stamp. A stamp of an authority on no list
 * comes out with `list: null` and proves no time, whatever it says (attack A7: any authority, any date).
 *
 * @param tokenDer a TimeStampToken (ContentInfo) or a whole TimeStampResp
 * @param stamped what the imprint is to be of; several when writers differ, one of which must fit
 * @param lists all loaded lists: which of their anchors may stamp is decided here
 */
export async function readTimeStamp(
  header: TimeStampFacts['header'],
  tokenDer: Uint8Array,
  stamped: Uint8Array | readonly Uint8Array[],
  lists: readonly TrustList[],
  { signal, denied = () => null }: StampOptions = {},
): Promise<TimeStampFacts> {
  signal?.throwIfAborted();
  const problems: string[] = [];
  const message = messageOf(tokenDer, problems);
  const info = message?.contentType === tstInfoType ? readInfo(message.content) : null;
  if (message === null || info === null)
    return unreadable(header, [...problems, 'not an RFC 3161 time-stamp token']);
  problems.push(...message.problems);

  const candidates = stamped instanceof Uint8Array ? [stamped] : stamped;
  const imprintMatches =
    info.imprintHash === null
      ? null
      : candidates.some((bytes) =>
          sameBytes(createHash(info.imprintHash!).update(bytes).digest(), info.imprint),
        );
  if (info.time === null) problems.push('the time of the stamp is no moment of the calendar');
  if (imprintMatches === null) problems.push('the hash algorithm of the imprint is not supported');
  if (imprintMatches === false) problems.push('the message imprint is of something else');
  if (info.imprintHash === 'sha1') problems.push('the imprint is a SHA-1 hash, which C2PA does not allow');

  const [signer] = message.signers;
  if (signer === undefined || message.signers.length !== 1)
    problems.push(`${message.signers.length} signers; RFC 3161 §2.4.2 wants exactly one`);
  const check =
    signer !== undefined && message.signers.length === 1
      ? checkSigner(message, signer)
      : { valid: false, certificate: null, problems: [] };
  problems.push(...check.problems);
  return {
    header,
    time: info.time,
    authority: check.certificate?.facts.subject ?? null,
    policy: info.policy,
    serial: info.serial,
    accuracy: info.accuracy,
    imprintAlgorithm: info.imprintHash === null ? info.imprintOid : hashTitle(info.imprintHash),
    imprintMatches,
    signatureValid: check.valid,
    list:
      check.certificate === null || info.time === null
        ? null
        : listOf(check.certificate, message, info.time, lists, denied, problems),
    certificates: message.certificates.map(({ facts }) => facts),
    problems,
  };
}

function unreadable(header: TimeStampFacts['header'], problems: string[]): TimeStampFacts {
  return {
    header,
    time: null,
    authority: null,
    policy: null,
    serial: null,
    accuracy: null,
    imprintAlgorithm: null,
    imprintMatches: null,
    signatureValid: null,
    list: null,
    certificates: [],
    problems,
  };
}

/** Of a TimeStampResp (RFC 3161 §2.4.2) the token, when its status is granted. */
function messageOf(der: Uint8Array, problems: string[]): SignedMessage | null {
  const whole = readDer(der, true);
  const [first, second] = sequenceOf(whole ?? undefined) ?? [];
  if (whole === null || first === undefined) return null;
  if (whole.raw.length < der.length) problems.push(`${der.length - whole.raw.length} bytes behind the token`);
  if (isUniversal(first, universal.objectIdentifier)) return readSignedMessage(whole);
  const status = smallIntegerOf(sequenceOf(first)?.[0]);
  if (status !== 0 && status !== 1) problems.push(`status ${status ?? 'unknown'}: the stamp was not granted`);
  return readSignedMessage(second);
}

interface StampInfo {
  readonly time: string | null;
  readonly policy: string;
  readonly serial: string;
  readonly accuracy: number | null;
  readonly imprintOid: string;
  readonly imprintHash: ReturnType<typeof hashOf>;
  readonly imprint: Uint8Array;
}

/** TSTInfo (RFC 3161 §2.4.2). */
function readInfo(content: Uint8Array): StampInfo | null {
  const [, policyNode, imprintNode, serialNode, timeNode, ...rest] =
    sequenceOf(readDer(content) ?? undefined) ?? [];
  const [algorithm, imprintValue] = sequenceOf(imprintNode) ?? [];
  const policy = identifierOf(policyNode);
  const imprint = octetsOf(imprintValue);
  const imprintOid = identifierOf(sequenceOf(algorithm)?.[0]);
  const serial = integerOf(serialNode);
  if (timeNode === undefined) return null;
  const time = timeOf(timeNode);
  if (policy === null || imprint === null || imprintOid === null || serial === null) return null;
  const accuracy = accuracyOf(rest.find((node) => isUniversal(node, universal.sequence)));
  return { time, policy, serial, accuracy, imprintOid, imprintHash: hashOf(algorithm), imprint };
}

/** Seconds, thousandths and millionths in one number. */
function accuracyOf(node: DerNode | undefined): number | null {
  const fields = sequenceOf(node);
  if (fields === null) return null;
  const part = (tag: number): number => {
    const field = fields.find((one) => isContext(one, tag));
    return field === undefined ? 0 : (smallNumber(field.content) ?? 0);
  };
  const seconds = fields.find((one) => isUniversal(one, universal.integer));
  const micros = (smallIntegerOf(seconds) ?? 0) * 1_000_000 + part(0) * 1000 + part(1);
  return micros / 1_000_000;
}

/** The list whose anchors the authority leads to; what speaks against it goes to `problems`. */
function listOf(
  authority: Certificate,
  message: SignedMessage,
  time: string,
  lists: readonly TrustList[],
  denied: Denial,
  problems: string[],
): string | null {
  const usage = usageFault(authority);
  if (usage !== null) problems.push(usage);
  const rules = { time: new Date(time), usages: [timeStampingUsage] };
  let faults: readonly string[] = ['the authority is on no loaded list of time-stamp authorities'];
  for (const list of byWeight(lists)) {
    const path = findPath(authority, message.certificates, timeStampAnchorsOf(list), rules);
    if (path === null) continue;
    const denials = path.certificates.flatMap(({ facts }) =>
      denied(facts) === null ? [] : [`${facts.subject.text} is on the deny list`],
    );
    faults = [...path.faults, ...denials];
    if (faults.length === 0) return usage === null ? list.id : null;
  }
  problems.push(...faults);
  return null;
}

/** RFC 3161 §2.3: one usage, time-stamping, critical; OpenSSL's `timestampsign` asks the same. */
function usageFault(authority: Certificate): string | null {
  const { extendedKeyUsages, keyUsages } = authority.facts;
  if (extendedKeyUsages.length !== 1 || extendedKeyUsages[0] !== timeStampingUsage)
    return 'the authority’s certificate is not for time-stamping alone (RFC 3161 §2.3)';
  if (authority.extensions.get(extensionIds.extendedKeyUsage)?.critical !== true)
    return 'the time-stamping usage is not marked critical (RFC 3161 §2.3)';
  const restricted = authority.extensions.has(extensionIds.keyUsage);
  return restricted && !keyUsages.includes('digitalSignature') && !keyUsages.includes('nonRepudiation')
    ? 'the key usage of the authority does not allow signatures'
    : null;
}

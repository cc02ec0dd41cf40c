import type { Certificate } from './certificate.ts';
import { extensionIds, ocspSigningUsage, timeStampingUsage } from './extensions.ts';
import { nameConstraintFaults } from './name-constraints.ts';
import type { PathRules } from './path.ts';

const anyUsage = '2.5.29.37.0';

/**
 * Critical extensions whose meaning is held to here, or concerns only what is not asked (policies,
 * places of revocation lists). Any other critical one refuses the certificate (RFC 5280 §4.2).
 */
const understood: ReadonlySet<string> = new Set([
  ...Object.values(extensionIds),
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.46',
]);

/**
 * What speaks against a path (RFC 5280 §6.1), end entity first, anchor last. The signatures are known to
 * hold; that of the anchor itself does not count.
 */
export function pathFaults(path: readonly Certificate[], rules: PathRules): string[] {
  return [
    ...path.flatMap((certificate) => windowFaults(certificate, rules.time)),
    ...path.flatMap((certificate, at) => certificateFaults(certificate, at === path.length - 1)),
    ...path
      .slice(1)
      .flatMap((issuer, at) => issuerFaults(issuer, path.slice(0, at + 1), at + 2 === path.length)),
    ...usageFaults(path, rules.usages),
  ];
}

/** Words for a time outside the window of validity. */
export function windowFaults({ facts }: Certificate, time: Date): string[] {
  if (time.getTime() < Date.parse(facts.notBefore))
    return [`${facts.subject.text} is valid from ${facts.notBefore} only`];
  return time.getTime() > Date.parse(facts.notAfter)
    ? [`${facts.subject.text} expired at ${facts.notAfter}`]
    : [];
}

function certificateFaults(certificate: Certificate, anchor: boolean): string[] {
  const { facts, problems, extensions, scheme } = certificate;
  const name = facts.subject.text;
  return [
    ...problems.map((problem) => `${name}: ${problem}`),
    ...(anchor || scheme.hash !== 'sha1'
      ? []
      : [`${name} is signed over SHA-1, which no longer proves anything`]),
    ...[...extensions.values()]
      .filter(({ critical, oid }) => critical && !understood.has(oid))
      .map(({ oid }) => `${name}: critical extension ${oid} is not understood`),
  ];
}

/** @param below certificates from the end entity to the one it issued */
function issuerFaults(issuer: Certificate, below: readonly Certificate[], anchor: boolean): string[] {
  const { facts, extensions } = issuer;
  const name = facts.subject.text;
  // Roots from before version 3 have no extensions; a list that holds one vouches for it.
  const old = anchor && facts.version < 3;
  const between = below
    .slice(1)
    .filter(({ subject, issuer: by }) => subject.canonical !== by.canonical).length;
  return [
    ...(facts.authority || old ? [] : [`${name} is no certificate authority (RFC 5280 §4.2.1.9)`]),
    ...(extensions.has(extensionIds.keyUsage) && !facts.keyUsages.includes('keyCertSign')
      ? [`${name} may not sign certificates (RFC 5280 §4.2.1.3)`]
      : []),
    ...(facts.pathLength !== null && between > facts.pathLength
      ? [`${name} allows ${facts.pathLength} authorities below it, the path has ${between}`]
      : []),
    ...below.flatMap((certificate) => nameConstraintFaults(issuer, certificate)),
  ];
}

/**
 * The end entity has an accepted usage, and no authority above it is limited to other ones. A usage of
 * signers is not asked of authorities that list some: those of document signing list only their own,
 * and still issue under the interim list. But an authority for time-stamps or OCSP makes no signers.
 */
function usageFaults(path: readonly Certificate[], usages: readonly string[]): string[] {
  const [leaf, ...issuers] = path;
  const accepted = usages.filter((usage) => leaf!.facts.extendedKeyUsages.includes(usage));
  if (accepted.length === 0)
    return [`${leaf!.facts.subject.text} has none of the extended key usages of the list`];
  const stamping = accepted.includes(timeStampingUsage);
  return issuers.flatMap(({ facts, extensions }) => {
    const own = facts.extendedKeyUsages;
    const unlimited = !extensions.has(extensionIds.extendedKeyUsage) || own.includes(anyUsage);
    const suits = stamping ? own.includes(timeStampingUsage) : own.some((usage) => !otherTrades.has(usage));
    return unlimited || suits
      ? []
      : [`${facts.subject.text} is limited to other extended key usages (${own.join(', ')})`];
  });
}

const otherTrades: ReadonlySet<string> = new Set([timeStampingUsage, ocspSigningUsage]);

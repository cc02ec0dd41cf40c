import type { Certificate } from './certificate.ts';
import { extensionIds } from './extensions.ts';
import { pathFaults } from './path-rules.ts';
import { checkSignature } from './signature-scheme.ts';

/** Certificates a path may end at. */
export interface Anchors {
  /** Authorities: they may issue. */
  readonly authorities: readonly Certificate[];
  /** SHA-256 of end-entity certificates that are trusted by themselves. */
  readonly allowed: ReadonlySet<string>;
}

export interface PathRules {
  readonly time: Date;
  /** Extended key usages of which one must hold all along the path. */
  readonly usages: readonly string[];
}

/** A path by signatures from the end entity to an anchor, and what speaks against it. */
export interface CertificatePath {
  readonly certificates: readonly Certificate[];
  readonly faults: readonly string[];
}

const LENGTH = 10;
/** Signature checks of one search: a hostile file may bring certificates that all name each other. */
const CHECKS = 200;

/**
 * The best path from `leaf` over certificates of the file (`pool`) to an anchor. Only an anchor ends a
 * path: a root that came with the file is a certificate like any other. `null`: the signatures lead nowhere.
 */
export function findPath(
  leaf: Certificate,
  pool: readonly Certificate[],
  anchors: Anchors,
  rules: PathRules,
): CertificatePath | null {
  let best: CertificatePath | null = null;
  const offer = (certificates: readonly Certificate[]): void => {
    const faults = pathFaults(certificates, rules);
    if (best === null || faults.length < best.faults.length) best = { certificates, faults };
  };
  const found = (): boolean => best !== null && best.faults.length === 0;
  if (anchors.allowed.has(leaf.facts.sha256)) offer([leaf]);

  const isAnchor = new Set(anchors.authorities.map(({ facts }) => facts.sha256));
  const known = new Map<string, boolean>();
  let checks = 0;
  const issued = (issuer: Certificate, certificate: Certificate): boolean => {
    if (!mayIssue(issuer, certificate)) return false;
    const key = `${issuer.facts.keySha256} ${certificate.facts.sha256}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    checks += 1;
    const answer =
      checks <= CHECKS &&
      checkSignature(certificate.scheme, issuer.spki, certificate.tbs, certificate.signature) === 'valid';
    known.set(key, answer);
    return answer;
  };

  const extend = (path: readonly Certificate[]): void => {
    const tip = path.at(-1)!;
    if (isAnchor.has(tip.facts.sha256)) offer(path);
    for (const anchor of anchors.authorities) {
      if (found()) return;
      if (!path.some((one) => one.facts.sha256 === anchor.facts.sha256) && issued(anchor, tip))
        offer([...path, anchor]);
    }
    if (path.length >= LENGTH || checks > CHECKS) return;
    for (const next of pool) {
      if (found()) return;
      // The same key twice leads in a circle, also when its certificate was issued anew.
      if (!path.some((one) => one.facts.keySha256 === next.facts.keySha256) && issued(next, tip))
        extend([...path, next]);
    }
  };
  if (!found()) extend([leaf]);
  return best;
}

/** Do the names and key identifiers allow it? (RFC 5280 §4.2.1.1 and §6.1.3) */
function mayIssue(issuer: Certificate, certificate: Certificate): boolean {
  if (issuer.subject.canonical !== certificate.issuer.canonical) return false;
  const { authorityKeyId } = certificate.facts;
  const { subjectKeyId, serial } = issuer.facts;
  if (authorityKeyId !== null && subjectKeyId !== null && authorityKeyId !== subjectKeyId) return false;
  return certificate.authoritySerial === null || certificate.authoritySerial === serial;
}

/** Did `issuer` sign `certificate`, and may it? For responders, which stand outside a path. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return (
    mayIssue(issuer, certificate) &&
    issuer.facts.authority &&
    (!issuer.extensions.has(extensionIds.keyUsage) || issuer.facts.keyUsages.includes('keyCertSign')) &&
    certificate.problems.length === 0 &&
    certificate.scheme.hash !== 'sha1' &&
    checkSignature(certificate.scheme, issuer.spki, certificate.tbs, certificate.signature) === 'valid'
  );
}

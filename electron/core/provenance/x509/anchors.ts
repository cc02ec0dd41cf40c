import type { TrustList } from '../../media/trust-lists.ts';
import { certificatesOfPem, readCertificates, sha256 } from './certificate.ts';
import { ocspSigningUsage, timeStampingUsage } from './extensions.ts';
import type { Anchors } from './path.ts';

const read = new WeakMap<TrustList, Anchors>();

/** Anchors of a list of signers; the list's certificates are read once. */
export function anchorsOf(list: TrustList): Anchors {
  const before = read.get(list);
  if (before !== undefined) return before;
  const anchors = {
    authorities: readCertificates(certificatesOfPem(list.anchors)).certificates,
    allowed: new Set(certificatesOfPem(list.allowed).map(sha256)),
  };
  read.set(list, anchors);
  return anchors;
}

/** Usages a signer may show for a list. Time-stamp authorities and OCSP responders sign no claims. */
export function signerUsages(list: TrustList): string[] {
  return list.usages.filter((usage) => usage !== timeStampingUsage && usage !== ocspSigningUsage);
}

const none: Anchors = { authorities: [], allowed: new Set() };

/**
 * Anchors for time-stamps: those of the lists of time-stamp authorities, and of the interim list, which
 * was one list for signers and time-stamps and names the usage of time-stamping among its own.
 */
export function timeStampAnchorsOf(list: TrustList): Anchors {
  const both = list.tier === 'interim' && list.usages.includes(timeStampingUsage);
  return list.kind === 'tsa' || both ? { ...none, authorities: anchorsOf(list).authorities } : none;
}

const weights: Record<TrustList['tier'], number> = { official: 0, interim: 1, user: 2 };

/** Lists in the order of their weight: the official ones, the interim one, then those of the user. */
export function byWeight(lists: readonly TrustList[]): TrustList[] {
  return lists.toSorted((one, other) => weights[one.tier] - weights[other.tier]);
}

import type { CertificateFacts, ChainFacts } from '#shared/domain/certificate.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { TrustList } from '../../media/trust-lists.ts';
import { anchorsOf, byWeight, signerUsages } from './anchors.ts';
import { type Certificate, readCertificates } from './certificate.ts';
import { type CertificatePath, findPath } from './path.ts';

/** The moment a chain is held against, and where it is from. */
export interface ChainTime {
  readonly time: Date;
  readonly source: ChainFacts['asOfSource'];
}

/** A deny list: the reason a certificate is on it, or `null`. */
export type Denial = (facts: CertificateFacts) => Localized | null;

/** Certificates a file may bring; more are a flood, not a chain. */
const CERTIFICATES = 20;

/**
 * Does the chain of a signer lead to a list of signers at that time? Lists of time-stamp authorities
 * never count (c2pa-rs does not hold them apart). Evaluating as of another date is another `at`.
 *
 * @param chain DER, end entity first
 */
export async function evaluateChain(
  chain: readonly Uint8Array[],
  lists: readonly TrustList[],
  at: ChainTime,
  denied: Denial = () => null,
): Promise<ChainFacts> {
  const { certificates, problems } = readCertificates(chain.slice(0, CERTIFICATES));
  const [leaf, ...pool] = certificates;
  const told =
    chain.length > CERTIFICATES ? [`${chain.length} certificates: only ${CERTIFICATES} are read`] : [];
  const broken = problems[0]?.startsWith('certificate 1:') === true;
  if (leaf === undefined || broken) return nowhere(at, null, [...problems, ...told]);

  let best: {
    readonly list: TrustList;
    readonly path: CertificatePath;
    readonly denied: Localized | null;
  } | null = null;
  for (const list of byWeight(lists).filter(({ kind }) => kind === 'manifest')) {
    const path = findPath(leaf, pool, anchorsOf(list), { time: at.time, usages: signerUsages(list) });
    if (path === null) continue;
    const reason = firstDenial(path.certificates, denied);
    const better = best === null || weightOf(path, reason) < weightOf(best.path, best.denied);
    if (better) best = { list, path, denied: reason };
    if (path.faults.length === 0 && reason === null) break;
  }
  if (best === null)
    return nowhere(
      at,
      leaf,
      [...problems, ...told, ...leadsNowhere(certificates, lists)],
      firstDenial([leaf], denied),
    );
  return {
    list: best.path.faults.length === 0 && best.denied === null ? best.list.id : null,
    reaches: best.list.id,
    anchor: best.path.certificates.at(-1)!.facts,
    path: best.path.certificates.map(({ facts }) => facts.sha256),
    asOf: at.time.toISOString(),
    asOfSource: at.source,
    denied: best.denied,
    problems: [...problems, ...told, ...best.path.faults],
  };
}

function weightOf(path: CertificatePath, denied: Localized | null): number {
  return path.faults.length + (denied === null ? 0 : 1);
}

function firstDenial(path: readonly Certificate[], denied: Denial): Localized | null {
  for (const { facts } of path) {
    const reason = denied(facts);
    if (reason !== null) return reason;
  }
  return null;
}

function nowhere(
  at: ChainTime,
  leaf: Certificate | null,
  problems: readonly string[],
  denied: Localized | null = null,
): ChainFacts {
  return {
    list: null,
    reaches: null,
    anchor: null,
    path: leaf === null ? [] : [leaf.facts.sha256],
    asOf: at.time.toISOString(),
    asOfSource: at.source,
    denied,
    problems: [...problems],
  };
}

/** Where the certificates of the file end, said of the last one the names lead to. */
function leadsNowhere(certificates: readonly Certificate[], lists: readonly TrustList[]): string[] {
  const seen = new Set<Certificate>();
  let tip = certificates[0]!;
  for (;;) {
    seen.add(tip);
    const next = certificates.find((one) => !seen.has(one) && one.subject.canonical === tip.issuer.canonical);
    if (next === undefined) break;
    tip = next;
  }
  // A name is anyone's to write: an authority of the list that did not sign is worth a word of its own.
  const named = lists.find(
    (list) =>
      list.kind === 'manifest' &&
      anchorsOf(list).authorities.some(({ subject }) => subject.canonical === tip.issuer.canonical),
  );
  const issuer = tip.facts.issuer.text;
  return named === undefined
    ? [`no loaded list of signers holds the issuer ${issuer}`]
    : [`the list ${named.id} holds ${issuer}, but the signature is not by its key`];
}

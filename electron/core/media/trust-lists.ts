import type { TrustListFact } from '#shared/domain/provenance.ts';
import type { ConformingProduct, DenyEntry, TrustTier } from '#shared/domain/trust.ts';
import { type DeniedFacts, deniedBy } from '../trust/deny.ts';
import { folderState, nothingRead, readLists } from '../trust/reading.ts';

/** Environment variable that names the folder of trust lists. The host passes it to its workers. */
export const trustFolderVariable = 'ASSAY_TRUST';

/**
 * Extended key usages a signing certificate may carry: C2PA claim signing, e-mail protection, document
 * signing, time stamping, OCSP signing, and Microsoft's own. Without this list the engine rejects every
 * certificate of the official programme ("missing required EKU"), even with its root loaded.
 */
export const signingUsages = [
  '1.3.6.1.4.1.62558.2.1',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.76.59.1.9',
] as const;
const timeStampingUsage = '1.3.6.1.5.5.7.3.8';

/** One list ready for the engine. `anchors` and `allowed` are PEM text of certificates that parse. */
export interface TrustList extends TrustListFact {
  readonly tier: TrustTier;
  /** The day by which the publisher promised a new edition, ISO 8601. */
  readonly nextUpdate: string | null;
  readonly anchors: string;
  /** Single end-entity certificates accepted besides the anchors. */
  readonly allowed: string;
  readonly usages: readonly string[];
}

export interface TrustReading {
  readonly lists: readonly TrustList[];
  /** Is a certificate denied, and why? In English; `deniedBy(deny)` has both languages. */
  readonly denied: (facts: DeniedFacts) => string | null;
  /** Certificates, keys and issuers not to be believed, those of the program first (`deniedBy`). */
  readonly deny: readonly DenyEntry[];
  /** The register of conforming products, empty when none is loaded (`productOf`). */
  readonly products: readonly ConformingProduct[];
  /** Files or certificates that could not be used, in words for the run's warnings. */
  readonly problems: readonly string[];
}

/**
 * Trust lists of a folder: the per-user folder of imported lists, or a plain one with published files in it
 * (two levels down). `null`: no list is loaded; the program's own deny list counts all the same.
 */
export async function readTrustFolder(folder: string | null): Promise<TrustReading> {
  const { lists, deny, products, problems } = folder === null ? nothingRead : await readLists(folder);
  const reason = deniedBy(deny);
  return {
    deny,
    denied: (facts) => reason(facts)?.en ?? null,
    products,
    problems,
    lists: lists.flatMap(({ content, tier, ...list }) => {
      if (tier === null) return [];
      const tsa = list.kind === 'official-tsa' || list.kind === 'user-tsa';
      const pem = (all: typeof content.anchors) => all.map((one) => one.pem).join('');
      return [
        {
          id: list.id,
          uri: `urn:assay:trust:${list.id}`,
          title: list.title,
          kind: tsa ? ('tsa' as const) : ('manifest' as const),
          // A date counts as the edition's only where the bytes are known or the user took the list for it.
          edition: tier === 'user' ? null : list.issued,
          sha256: list.sha256,
          certificates: content.anchors.length + content.allowed.length,
          tier,
          nextUpdate: list.nextUpdate,
          anchors: pem(content.anchors),
          allowed: pem(content.allowed),
          usages: tsa ? [timeStampingUsage] : content.usages.length > 0 ? content.usages : signingUsages,
        },
      ];
    }),
  };
}

/** What in the folder the verdicts rest on, as part of the run key; opens no certificate. */
export async function trustState(folder: string | null): Promise<string> {
  const state = folder === null ? [] : await folderState(folder);
  return state.length === 0 ? 'no trust list' : `trust ${state.join(' ')}`;
}

let lately: { readonly key: string; readonly reading: Promise<TrustReading> } | null = null;

/** `readTrustFolder`, read again only when something in the folder has changed: a worker asks for every file. */
export async function currentTrust(folder: string | null): Promise<TrustReading> {
  const key = `${folder ?? ''}\n${await trustState(folder)}`;
  if (lately?.key !== key) lately = { key, reading: readTrustFolder(folder) };
  return lately.reading;
}

/** In the host: the folder its workers are given, for questions about versions. */
let hosted: string | null = null;

export function hostTrustFolder(folder: string): void {
  hosted = folder;
}

/** The folder the environment names, else the one of this host, or `null`. */
export function trustFolder(environment: NodeJS.ProcessEnv = process.env): string | null {
  const value = environment[trustFolderVariable];
  return value === undefined || value === '' ? hosted : value;
}

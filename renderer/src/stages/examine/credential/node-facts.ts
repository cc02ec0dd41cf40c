import type { PresentCredential } from '#shared/domain/credential.ts';
import type { AssertionDetail, CredentialNode, ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import type {
  CredentialAction,
  CredentialIngredient,
  CredentialManifest,
  CredentialStatus,
} from '#shared/domain/provenance.ts';
import { type Noticed, noticedOf } from './credential-summary.ts';
import { placeInFile } from './store-places.ts';

/** All that the stored answer says of one entry of the history. */
export interface NodeFacts {
  readonly node: CredentialNode;
  /** `null`: a source without a credential. */
  readonly manifest: CredentialManifest | null;
  /** Our own reading of it; `null` when the store could not be taken out of its container. */
  readonly detail: ManifestDetail | null;
  /** How the entry above took it in; `null` for the file itself. */
  readonly ingredient: CredentialIngredient | null;
  readonly noticed: readonly Noticed[];
}

export function nodeFacts(result: PresentCredential, node: CredentialNode): NodeFacts {
  const manifestOf = (label: string | null | undefined) =>
    result.store.manifests.find((one) => one.label === label) ?? null;
  const above = result.nodes.find(({ id }) => id === node.parent);
  const sources = manifestOf(above?.manifest)?.ingredients ?? [];
  return {
    node,
    manifest: manifestOf(node.manifest),
    detail: result.details.find(({ label }) => label === node.manifest) ?? null,
    ingredient: sources.find(({ label }) => label === node.ingredient) ?? null,
    noticed: noticedOf(
      result.observations.filter(({ manifest }) => manifest !== null && manifest === node.manifest),
      node.manifest,
    ),
  };
}

/** An assertion of both readings: what the engine decoded and how it lies in the store. */
export interface AssertionFact {
  readonly label: string;
  /** `unsigned`: it lies in the store, and no signature speaks of it; `unknown`: only an engine saw it. */
  readonly standing: 'created' | 'gathered' | 'listed' | 'redacted' | 'unsigned' | 'unknown';
  readonly content: string | null;
  readonly hashMatches: boolean | null;
  readonly hashAlgorithm: string | null;
  readonly preview: string | null;
  readonly place: ByteRange | null;
}

export function assertionFacts(
  { manifest, detail }: Pick<NodeFacts, 'manifest' | 'detail'>,
  boxes: PresentCredential['boxes'],
): readonly AssertionFact[] {
  const left = [...(manifest?.assertions ?? [])];
  const stored = (detail?.assertions ?? []).map((own): AssertionFact => {
    // Engines drop the number of a repeated label, so that each is taken once, in order.
    const place = left.findIndex(({ label }) => label === own.label || label === plainLabel(own));
    const [read] = place < 0 ? [] : left.splice(place, 1);
    return {
      label: own.label,
      standing: own.referenced ?? 'unsigned',
      content: own.content,
      hashMatches: own.hashMatches,
      hashAlgorithm: own.hashAlgorithm,
      preview: read?.preview ?? null,
      place: placeInFile(boxes, own.store),
    };
  });
  const onlyRead = left.map(
    ({ label, created, preview }): AssertionFact => ({
      label,
      standing: created === null ? 'unknown' : created ? 'created' : 'gathered',
      content: null,
      hashMatches: null,
      hashAlgorithm: null,
      preview,
      place: null,
    }),
  );
  return [...stored, ...onlyRead];
}

const plainLabel = ({ label }: AssertionDetail): string => label.replace(/__\d+$/, '');

/** A status code as it was recorded at the time of the claim and as it is found now. */
export interface StatusPair {
  readonly code: string;
  readonly url: string;
  readonly explanation: string;
  /** `null`: not mentioned. */
  readonly recorded: CredentialStatus['kind'] | null;
  /** `unchanged`: engines tell only what differs from the record. */
  readonly now: CredentialStatus['kind'] | 'unchanged' | null;
}

const kinds = ['failure', 'informational', 'success'] as const;

/** Both sets side by side, failures first. `record`: there is one, so silence now means that nothing changed. */
export function statusPairs(
  then: readonly CredentialStatus[],
  now: readonly CredentialStatus[],
  record: boolean,
): readonly StatusPair[] {
  const pairs = new Map<string, StatusPair>();
  const keyOf = ({ code, url }: CredentialStatus) => `${code}\n${url}`;
  for (const status of now) pairs.set(keyOf(status), { ...pick(status), recorded: null, now: status.kind });
  for (const status of then) {
    const key = keyOf(status);
    const known = pairs.get(key);
    pairs.set(key, {
      ...(known ?? { ...pick(status), now: record ? 'unchanged' : null }),
      recorded: status.kind,
    });
  }
  const rank = (pair: StatusPair) =>
    Math.min(
      ...[pair.recorded, pair.now].map((kind) =>
        kind === null || kind === 'unchanged' ? 3 : kinds.indexOf(kind),
      ),
    );
  return [...pairs.values()].sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code));
}

function pick({ code, url, explanation }: CredentialStatus) {
  return { code, url, explanation };
}

/** Status of a node: the file's own are of now; a source also has what was recorded when it was taken in. */
export function nodeStatuses(result: PresentCredential, { node, ingredient }: NodeFacts) {
  return node.parent === null
    ? statusPairs([], [...result.store.statuses, ...result.store.unplaced], false)
    : statusPairs(ingredient?.recorded ?? [], ingredient?.now ?? [], true);
}

export interface Redaction {
  /** Address of what was taken out. */
  readonly address: string;
  /** Code of the reason; `null`: none is given. */
  readonly reason: string | null;
  /** Label of the manifest whose signer took it out. */
  readonly by: string;
}

/** What this manifest took out of its sources, and what later ones took out of it. */
export function redactionsOf(
  manifests: readonly CredentialManifest[],
  label: string | null,
): { readonly made: readonly Redaction[]; readonly suffered: readonly Redaction[] } {
  const all = manifests.flatMap((manifest) =>
    manifest.redactions.map((address): Redaction => {
      const act = manifest.actions.find(({ redacted }) => redacted === address);
      return { address, reason: act?.reason ?? null, by: manifest.label };
    }),
  );
  return {
    made: all.filter(({ by }) => by === label),
    suffered: label === null ? [] : all.filter(({ address }) => address.includes(`/${label}/`)),
  };
}

/** Who answers for an action. `created` is `null` in claims of version 1, which do not tell. */
export function voucher({ created }: Pick<CredentialAction, 'created'>): 'created' | 'gathered' | 'untold' {
  return created === null ? 'untold' : created ? 'created' : 'gathered';
}

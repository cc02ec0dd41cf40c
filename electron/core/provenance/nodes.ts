import type {
  CredentialAxes,
  CredentialNode,
  CredentialObservation,
  ManifestDetail,
  WorstState,
} from '#shared/domain/credential-detail.ts';
import { worstStates } from '#shared/domain/credential-detail.ts';
import type {
  CredentialIngredient,
  CredentialManifest,
  CredentialStatus,
  CredentialStore,
} from '#shared/domain/provenance.ts';
import { type SignerTier, worstOf } from './axes.ts';
import { type KnownList, manifestsByLabel, verdictOf } from './verdict.ts';

/** Nodes of one tree; a store may name the same manifest from many places (a diamond) or itself (a cycle). */
const NODES = 500;
const DEPTH = 32;

export interface NodesInput {
  readonly store: CredentialStore;
  readonly details: readonly ManifestDetail[];
  readonly observations: readonly CredentialObservation[];
  readonly lists: readonly KnownList[];
  readonly tiers: ReadonlyMap<string, SignerTier>;
  /** The file itself: its axes and its worst state. */
  readonly root: { readonly axes: CredentialAxes; readonly worst: WorstState };
}

/**
 * The provenance tree from the active manifest downwards, each node with its own verdict. An ingredient's
 * bytes are not here, so its content can only be what the signer above recorded.
 */
export function nodesOf(input: NodesInput): CredentialNode[] {
  const { store, details } = input;
  const manifests = manifestsByLabel(store);
  const byLabel = new Map(details.map((detail) => [detail.label, detail]));
  const active = store.active === null ? undefined : manifests.get(store.active);
  if (active === undefined) return [];
  const nodes: CredentialNode[] = [
    {
      id: '0',
      parent: null,
      manifest: active.label,
      ingredient: null,
      title: active.title ?? active.label,
      format: active.format,
      relationship: null,
      update: byLabel.get(active.label)?.kind === 'update',
      ...input.root,
      codes: failures(store.statuses),
      recorded: [],
      thumbnail: null,
    },
  ];
  const visit = (manifest: CredentialManifest, parent: string, path: readonly string[]): void => {
    for (const [index, item] of manifest.ingredients.entries()) {
      if (nodes.length >= NODES) return;
      const id = `${parent}.${index}`;
      const inner = item.manifest === null ? undefined : manifests.get(item.manifest);
      nodes.push(ingredientNode(input, item, inner, byLabel.get(inner?.label ?? ''), id, parent));
      if (inner !== undefined && path.length < DEPTH && !path.includes(inner.label))
        visit(inner, id, [...path, inner.label]);
    }
  };
  visit(active, '0', [active.label]);
  return nodes;
}

function ingredientNode(
  { lists, tiers, observations }: NodesInput,
  item: CredentialIngredient,
  inner: CredentialManifest | undefined,
  detail: ManifestDetail | undefined,
  id: string,
  parent: string,
): CredentialNode {
  const own = observations.filter(({ manifest }) => manifest !== null && manifest === inner?.label);
  const axes = inner === undefined ? withoutCredential(item) : ingredientAxes(item, detail, lists, tiers);
  return {
    id,
    parent,
    manifest: item.manifest,
    ingredient: item.label,
    title: item.title ?? inner?.title ?? item.label,
    format: item.format ?? inner?.format ?? null,
    relationship: item.relationship,
    update: detail?.kind === 'update',
    axes,
    worst: worstOfNode(axes, own),
    codes: failures(item.now),
    recorded: failures(item.recorded),
    thumbnail: null,
  };
}

function withoutCredential(item: CredentialIngredient): CredentialAxes {
  const broken = failures([...item.now, ...item.recorded]).length > 0;
  return {
    presence: item.manifest === null && !broken ? 'none' : 'unreadable',
    integrity: 'unchecked',
    signature: 'absent',
    signer: 'none',
    ingredients: 'none',
    identity: 'absent',
  };
}

function ingredientAxes(
  item: CredentialIngredient,
  detail: ManifestDetail | undefined,
  lists: readonly KnownList[],
  tiers: ReadonlyMap<string, SignerTier>,
): CredentialAxes {
  const verdict = verdictOf(
    {
      active: null,
      manifests: [],
      statuses: [...item.recorded.filter(({ code }) => !code.startsWith('signingCredential.')), ...item.now],
      unplaced: [],
      engineState: null,
      engineStateWithoutIdentity: null,
      embedded: true,
      cut: false,
    },
    lists,
  );
  const own = detail?.signature ?? null;
  const changed =
    verdict.content === 'changed' ||
    verdict.claims !== 'intact' ||
    (detail?.assertions.some(({ hashMatches }) => hashMatches === false) ?? false);
  const list = own?.chain?.list ?? verdict.list;
  return {
    presence: 'embedded',
    integrity: changed ? 'changed' : 'unchecked',
    signature: own === null ? statusSignature(verdict.signature) : ownSignature(own, verdict.signature),
    signer: list === null ? 'unlisted' : (tiers.get(list) ?? 'user'),
    ingredients: 'none',
    identity: 'absent',
  };
}

function statusSignature(signature: ReturnType<typeof verdictOf>['signature']): CredentialAxes['signature'] {
  if (signature === 'valid' || signature === 'invalid-certificate') return 'ok';
  if (signature === 'expired-without-time' || signature === 'outside-validity') return 'expired';
  return signature === 'missing' ? 'absent' : signature;
}

function ownSignature(
  own: NonNullable<ManifestDetail['signature']>,
  signature: ReturnType<typeof verdictOf>['signature'],
): CredentialAxes['signature'] {
  if (own.verified === 'invalid' || signature === 'broken') return 'broken';
  if (signature === 'revoked' || own.chain?.denied != null) return 'revoked';
  if (signature === 'expired-without-time' || signature === 'outside-validity') return 'expired';
  return own.verified === 'valid' ? 'ok' : 'absent';
}

/** An ingredient's content cannot be checked without its file, so `unchecked` alone says nothing bad of it. */
function worstOfNode(axes: CredentialAxes, observations: readonly CredentialObservation[]): WorstState {
  if (axes.presence === 'none') return 'none';
  if (axes.presence === 'unreadable') return 'failed';
  return worstOf(axes.integrity === 'unchecked' ? { ...axes, integrity: 'intact' } : axes, observations);
}

const tolerated = new Set(['signingCredential.untrusted', 'timeStamp.untrusted']);

function failures(statuses: readonly CredentialStatus[]): string[] {
  return [
    ...new Set(
      statuses.filter(({ kind, code }) => kind === 'failure' && !tolerated.has(code)).map(({ code }) => code),
    ),
  ].sort();
}

/** The worst of all nodes: raised to the file, so that a broken source is never hidden below a good top. */
export function worstOfTree(nodes: readonly CredentialNode[], root: WorstState): WorstState {
  let worst = root;
  for (const node of nodes.slice(1)) {
    // A broken source is a warning about the file: its own credential may hold.
    const state = node.worst === 'failed' ? 'warning' : node.worst;
    if (state === 'none' || state === 'undetermined') continue;
    if (worstStates.indexOf(state) > worstStates.indexOf(worst)) worst = state;
  }
  return worst;
}

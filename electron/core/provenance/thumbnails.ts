import { createHash } from 'node:crypto';
import type { CredentialNode, CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { AnalysisContext } from '../analysis/define.ts';
import { decodeEvidence, decodesImage } from '../media/image.ts';
import { type StoredThumbnail, storedThumbnails } from './checks/stored-thumbnails.ts';
import { renderThumbnail } from './checks/thumbnail-picture.ts';
import { examineThumbnails, nodeThumbnail } from './checks/thumbnails.ts';
import type { ManifestStore } from './jumbf/manifest-store.ts';

type Context = Pick<AnalysisContext<unknown>, 'evidence' | 'limits' | 'signal' | 'artifact'>;

/** Pictures shown in one tree; the others of a crowded tree stand without. */
const SHOWN = 40;

/** Hold every thumbnail against what it is said to show. */
export async function thumbnailObservations(
  { evidence, limits, signal }: Context,
  store: ManifestStore,
): Promise<readonly CredentialObservation[]> {
  const asset = decodesImage(evidence.media.format) ? () => decodeEvidence(evidence, limits) : null;
  return (await examineThumbnails(store, asset, { limits, signal })).observations;
}

/** The tree with a re-encoded picture for each node that has one. What the store holds is never shown as it is. */
export async function withThumbnails(
  nodes: readonly CredentialNode[],
  store: ManifestStore,
  { artifact, limits, signal }: Context,
): Promise<CredentialNode[]> {
  const all = storedThumbnails(store);
  const labels = new Map(nodes.map((node) => [node.id, node.manifest]));
  const made = new Map<string, string | null>();
  const nameOf = async (thumbnail: StoredThumbnail): Promise<string | null> => {
    const digest = createHash('sha256').update(thumbnail.bytes).digest('hex').slice(0, 16);
    const known = made.get(digest);
    if (known !== undefined) return known;
    const shown =
      made.size < SHOWN ? await renderThumbnail(thumbnail.bytes, thumbnail.mime, limits) : { problem: null };
    const name = 'problem' in shown ? null : `thumbnail-${digest}.png`;
    made.set(digest, name);
    if (name !== null && 'png' in shown) await artifact(name, 'image/png', shown.png);
    return name;
  };
  const finished: CredentialNode[] = [];
  for (const node of nodes) {
    signal.throwIfAborted();
    const owner = node.parent === null ? null : (labels.get(node.parent) ?? null);
    const above =
      owner === null || node.ingredient === null ? null : { manifest: owner, ingredient: node.ingredient };
    const thumbnail = nodeThumbnail(all, node.manifest, above);
    finished.push(thumbnail === null ? node : { ...node, thumbnail: await nameOf(thumbnail) });
  }
  return finished;
}

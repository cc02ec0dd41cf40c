import type { ConformingProduct, DenyEntry, TrustKind, TrustTier } from '#shared/domain/trust.ts';
import { tierOf } from '#shared/domain/trust.ts';
import { builtInDenials } from './built-in-denials.ts';
import { digestOf } from './digest.ts';
import { trustEditions } from './editions.ts';
import { editionFolders, heldLists, originals } from './editions-folder.ts';
import { gatherFiles } from './gather.ts';
import { type ListContent, readContent } from './list-content.ts';
import { recogniseLists, standardId } from './recognise.ts';

/** A list as it was found in the folder, with what is in it. */
export interface FoundList {
  readonly id: string;
  readonly kind: TrustKind;
  readonly tier: TrustTier | null;
  readonly title: string;
  readonly issued: string | null;
  readonly nextUpdate: string | null;
  readonly editionKnown: boolean | null;
  /** SHA-256 of the file that holds the list. */
  readonly sha256: string;
  readonly content: ListContent;
}

/** Everything a verdict may rest on. */
export interface FolderReading {
  readonly lists: readonly FoundList[];
  /** Of all deny lists, those of the program first. */
  readonly deny: readonly DenyEntry[];
  readonly products: readonly ConformingProduct[];
  /** What could not be used, in words for the run's warnings. */
  readonly problems: readonly string[];
}

export const nothingRead: FolderReading = { lists: [], deny: builtInDenials, products: [], problems: [] };

/**
 * Read a folder of lists: imported editions that are switched on, and lists that merely lie there. A list
 * that only lies there is official only when its bytes are a known edition; anybody can name a file so.
 */
export async function readLists(folder: string): Promise<FolderReading> {
  const now = new Date();
  const problems: string[] = [];
  const lists: FoundList[] = [];
  const held = await heldLists(folder);
  problems.push(...held.problems);
  for (const { current } of held.lists.values()) {
    const { record } = current;
    if (!record.enabled) continue;
    const files = await originals(current);
    if ('fault' in files) {
      problems.push(`${record.title}: not used, ${files.fault}`);
      continue;
    }
    const reading = readContent(record.kind, files.files, now);
    if (!reading.ok) {
      problems.push(`${record.title}: not used, ${reading.refusal.message.en}`);
      continue;
    }
    const { id, kind, title, issued, nextUpdate, editionKnown } = record;
    const sha256 = record.files[0]?.sha256 ?? '';
    lists.push({
      id,
      kind,
      tier: tierOf(kind),
      title,
      issued,
      nextUpdate,
      editionKnown,
      sha256,
      content: reading.content,
    });
  }
  const gathering = await gatherFiles([folder], editionFolders);
  const choice = { unknownEdition: 'ask' } as const;
  const lying = recogniseLists(gathering, choice, now);
  problems.push(...lying.refused.map(({ message }) => message.en));
  for (const { candidate, content } of lying.lists) {
    const { kind, title, issued, nextUpdate, editionKnown, undecided } = candidate;
    const sha256 = candidate.files[0]?.sha256 ?? '';
    // Two folders may hold lists of one name, so a part of the hash keeps the ids of the user's own apart.
    const id = kind.startsWith('user-') ? `${candidate.id.slice(0, 70)}-${sha256.slice(0, 8)}` : candidate.id;
    // Imported and lying there: what was imported counts.
    if (held.lists.has(id)) continue;
    if (undecided)
      problems.push(`${title}: its bytes are no edition known to this version; taken as a list of your own`);
    const tier = undecided ? 'user' : tierOf(kind);
    lists.push({ id, kind, tier, title, issued, nextUpdate, editionKnown, sha256, content });
  }
  return {
    lists,
    deny: [...builtInDenials, ...lists.flatMap(({ content }) => content.denials)],
    products: lists.flatMap(({ content }) => content.products),
    problems,
  };
}

/**
 * What in the folder results depend on, without reading a certificate: for keys of runs, in the host.
 * `id=hash` for each list in use, and one hash over the files that belong to them or lie beside.
 */
export async function folderState(folder: string): Promise<readonly string[]> {
  const held = await heldLists(folder);
  const { files } = await gatherFiles([folder], editionFolders);
  const used = [
    ...[...held.lists.values()].flatMap(({ current: { record } }) =>
      record.enabled
        ? record.files.map(({ sha256 }, place) => ({ sha256, name: place === 0 ? record.id : null }))
        : [],
    ),
    ...files.map(({ sha256 }) => {
      const edition = trustEditions.find((known) => known.sha256 === sha256);
      return { sha256, name: edition === undefined ? null : standardId(edition.kind) };
    }),
  ];
  const rest = used.filter(({ name }) => name === null).map(({ sha256 }) => sha256);
  return [
    ...used.flatMap(({ name, sha256 }) => (name === null ? [] : [`${name}=${sha256.slice(0, 12)}`])),
    ...(rest.length === 0 ? [] : [`files=${digestOf(rest).slice(0, 12)}`]),
  ];
}

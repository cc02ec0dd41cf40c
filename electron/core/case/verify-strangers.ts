import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import { displayName } from '../intake/names.ts';
import { standsAt } from './folder.ts';
import { RecordDamaged } from './rows.ts';
import type { CaseStore } from './store.ts';
import { documentFolders, recordedDocuments } from './verify-documents.ts';
import type { VerificationProblem } from './verify-evidence.ts';

/**
 * What lies among the documents of the case, or among what its runs made, and was never recorded: put there by
 * somebody, or written before a crash that came ahead of its record. Which of the two cannot be told afterwards, so it
 * is named and never removed.
 */
export async function verifyNoStrangerDocuments(
  store: CaseStore,
  runsInChain: ReadonlyMap<string, unknown>,
  writerMayWork: boolean,
): Promise<VerificationProblem[]> {
  const { directory } = store.folder;
  const before = foldersOf(recordedPaths(store));
  const found: Entry[] = [];
  for (const folder of documentFolders) {
    const stands = await standsAt(join(directory, folder));
    if (stands === 'folder') found.push(...(await entriesBelow(directory, folder, before)));
    else if (stands !== 'missing') found.push({ path: folder, shown: folder });
  }
  found.push(...(await filesNoRunMade(store, runsInChain)));
  // The records once more after the names: what was recorded meanwhile is no stranger.
  const recorded = recordedPaths(store);
  const known = new Set([...recorded, ...foldersOf(recorded)]);
  return found.filter(({ path }) => !known.has(path)).map(({ shown }) => unknown(shown, writerMayWork));
}

/** What lies in `derived/` and no run made. The workers' own folder and the fingerprints are nobody's results. */
export async function filesNoRunMade(
  store: CaseStore,
  runsInChain: ReadonlyMap<string, unknown>,
): Promise<Entry[]> {
  const { directory, derived, work, prints } = store.folder;
  const found: Entry[] = [];
  if ((await standsAt(derived)) !== 'folder') return found;
  const own = new Set([work, prints].map((path) => basename(path)));
  for (const entry of await entriesBelow(directory, 'derived', new Set())) {
    const name = basename(entry.path);
    if (own.has(name)) continue;
    const made = madeBy(store, name);
    // A run whose record is gone or damaged is named as that; what it made is not put to anybody's charge.
    if (made === null && runsInChain.has(name)) continue;
    if (made === null || (await standsAt(join(derived, name))) !== 'folder') found.push(entry);
    else {
      const inside = await entriesBelow(directory, `derived/${name}`, new Set());
      found.push(...inside.filter(({ path }) => !made.has(path)));
    }
  }
  return found;
}

/** Paths of what a run made; `null`: there is no such run, or its record cannot be read. */
function madeBy(store: CaseStore, id: string): ReadonlySet<string> | null {
  try {
    const run = store.runById(id);
    return run === null ? null : new Set(run.artifacts.map(({ name }) => `derived/${id}/${name}`));
  } catch (error) {
    if (error instanceof RecordDamaged) return null;
    throw error;
  }
}

function recordedPaths(store: CaseStore): string[] {
  return recordedDocuments(store).map(({ path }) => path);
}

/** Folders inside a document folder: comparisons have one each for their pictures. */
function foldersOf(paths: readonly string[]): Set<string> {
  return new Set(paths.map((path) => dirname(path)).filter((folder) => folder.includes('/')));
}

interface Entry {
  /** As the chain would name it. */
  readonly path: string;
  /** For people: control and malformed characters escaped. */
  readonly shown: string;
}

/** Everything below a folder; a folder nobody knows is one entry, however much is in it. */
async function entriesBelow(directory: string, folder: string, known: ReadonlySet<string>): Promise<Entry[]> {
  const found: Entry[] = [];
  const entries = await readdir(join(directory, folder), { withFileTypes: true, encoding: 'buffer' });
  for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
    const path = `${folder}/${entry.name.toString('utf8')}`;
    if (entry.isDirectory() && known.has(path)) found.push(...(await entriesBelow(directory, path, known)));
    else found.push({ path, shown: `${folder}/${displayName(entry.name)}${entry.isDirectory() ? '/' : ''}` });
  }
  return found;
}

function unknown(object: string, writerMayWork: boolean): VerificationProblem {
  const message = writerMayWork
    ? localized(
        'Nobody recorded this: it is none of the documents of the case, unless it is being written at this moment',
        '保管链中没有对此项的登记：除非此刻正在写入，否则不属于本案件的文档',
      )
    : localized(
        'Nobody recorded this: it is none of the documents of the case',
        '保管链中没有对此项的登记：不属于本案件的文档',
      );
  return { code: 'document-unknown', object, message };
}

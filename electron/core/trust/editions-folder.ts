import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Localized } from '#shared/domain/localized.ts';
import { TrustFile, TrustKind, TrustListId } from '#shared/domain/trust.ts';
import { errorCode, errorText } from '../case/problem.ts';
import { writeNew } from '../new-file.ts';
import { replaceFile } from '../replace-file.ts';
import { sha256Of } from './digest.ts';
import { listBytes } from './pem.ts';

/**
 * The folder of imported lists. Each edition of a list is a folder `<id>.<ordinal>` with `record.json` and,
 * under `original/`, the files as they were imported; the highest ordinal counts, the one before it is kept.
 * An edition is written aside and then renamed: a crash leaves the old edition or the new one, never a part.
 */
export const TrustRecord = z.object({
  format: z.literal('assay-trust-list'),
  version: z.literal(1),
  id: TrustListId,
  kind: TrustKind,
  title: z.string(),
  issued: z.string().nullable(),
  nextUpdate: z.string().nullable(),
  /** Were the bytes an edition known to the version that imported them? `null`: a list of the user's own. */
  editionKnown: z.boolean().nullable(),
  importedAt: z.string(),
  source: z.string(),
  files: z.array(TrustFile).min(1).max(10),
  entries: z.number().int().nonnegative(),
  notices: z.array(Localized),
  enabled: z.boolean(),
});
export type TrustRecord = z.infer<typeof TrustRecord>;

/** One edition on the disk. */
export interface HeldEdition {
  readonly record: TrustRecord;
  readonly ordinal: number;
  /** Its folder. */
  readonly path: string;
}

export interface HeldList {
  readonly current: HeldEdition;
  readonly previous: HeldEdition | null;
}

/** Folders of editions, of drafts and of what is being removed. */
export const editionFolders = /^(\.|[a-z0-9-]+\.\d{4,}$)/;
const editionName = /^([a-z0-9-]+)\.(\d{4,})$/;
const recordBytes = 1024 * 1024;
/** A draft older than this was left by a crash. */
const staleMs = 3600 * 1000;

/** All lists of the folder by their id; what cannot be read is told and passed over. */
export async function heldLists(
  folder: string,
): Promise<{ readonly lists: ReadonlyMap<string, HeldList>; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  const lists = new Map<string, HeldList>();
  const editions = await ordinals(folder);
  for (const id of [...editions.keys()].sort()) {
    const held: HeldEdition[] = [];
    for (const ordinal of (editions.get(id) ?? []).sort((a, b) => b - a)) {
      const path = editionPath(folder, id, ordinal);
      const record = await readRecord(path);
      if (typeof record !== 'string') held.push({ record, ordinal, path });
      // A removal or a newer import may have taken it away since the folder was listed.
      else if (record !== 'ENOENT')
        problems.push(`${id}: record of edition ${ordinal} cannot be read (${record})`);
    }
    const [current, previous = null] = held;
    if (current !== undefined) lists.set(id, { current, previous });
  }
  return { lists, problems };
}

/** The original files of an edition, each checked against its recorded hash. */
export async function originals(
  edition: HeldEdition,
): Promise<
  | { readonly files: readonly (TrustFile & { path: string; bytes: Uint8Array })[] }
  | { readonly fault: string }
> {
  const files: (TrustFile & { path: string; bytes: Uint8Array })[] = [];
  for (const file of edition.record.files) {
    const path = originalPath(edition, file.name);
    try {
      if ((await stat(path)).size > listBytes) return { fault: `${file.name}: too large` };
      const bytes = await readFile(path);
      if (sha256Of(bytes) !== file.sha256) return { fault: `${file.name}: changed since it was imported` };
      files.push({ ...file, path, bytes });
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return { fault: `${file.name}: ${errorCode(error)}` };
    }
  }
  return { files };
}

export function originalPath(edition: HeldEdition, name: string): string {
  return join(edition.path, 'original', name);
}

/** Write an edition as the newest of its list, and take away all but the one before it. */
export async function writeEdition(
  folder: string,
  record: TrustRecord,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.draft-${randomUUID()}`);
  try {
    await mkdir(join(draft, 'original'), { recursive: true });
    for (const { name, bytes } of files) await writeNew(join(draft, 'original', name), bytes);
    await writeNew(join(draft, 'record.json'), Buffer.from(recordText(record)));
    for (const directory of [join(draft, 'original'), draft]) await syncFolder(directory);
    await putInPlace(folder, record.id, draft);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(folder);
  await prune(folder, record.id);
}

/** Rename the draft to the next free ordinal; another process may take one at the same moment. */
async function putInPlace(folder: string, id: string, draft: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const taken = (await ordinals(folder)).get(id) ?? [];
    const path = editionPath(folder, id, Math.max(0, ...taken) + 1);
    try {
      await rename(draft, path);
      return;
    } catch (error) {
      if (attempt >= 20 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error))) throw error;
    }
  }
}

/** Change the record of the present edition, in one step. */
export async function rewriteRecord(edition: HeldEdition, change: Partial<TrustRecord>): Promise<void> {
  await replaceFile(join(edition.path, 'record.json'), recordText({ ...edition.record, ...change }));
}

/** Take a list away with all its editions, the oldest first: a crash leaves the present one. */
export async function removeEditions(folder: string, id: string): Promise<void> {
  for (const ordinal of ((await ordinals(folder)).get(id) ?? []).sort((a, b) => a - b))
    await discard(folder, editionPath(folder, id, ordinal));
}

/** Take away what a crash left behind. */
export async function sweep(folder: string, now: Date): Promise<void> {
  for (const name of await names(folder)) {
    if (!/^\.(draft|gone)-/.test(name)) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      (found) => now.getTime() - found.mtimeMs,
      () => 0,
    );
    if (age > staleMs) await rm(path, { recursive: true, force: true });
  }
}

async function prune(folder: string, id: string): Promise<void> {
  const old = ((await ordinals(folder)).get(id) ?? []).sort((a, b) => b - a).slice(2);
  for (const ordinal of old) await discard(folder, editionPath(folder, id, ordinal));
}

async function discard(folder: string, path: string): Promise<void> {
  const gone = join(folder, `.gone-${randomUUID()}`);
  try {
    await rename(path, gone);
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await rm(gone, { recursive: true, force: true });
}

function editionPath(folder: string, id: string, ordinal: number): string {
  return join(folder, `${id}.${String(ordinal).padStart(4, '0')}`);
}

async function ordinals(folder: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const name of await names(folder)) {
    const [, id, ordinal] = editionName.exec(name) ?? [];
    if (id !== undefined && TrustListId.safeParse(id).success)
      found.set(id, [...(found.get(id) ?? []), Number(ordinal)]);
  }
  return found;
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The record, or why there is none. */
async function readRecord(path: string): Promise<TrustRecord | string> {
  const file = join(path, 'record.json');
  try {
    if ((await stat(file)).size > recordBytes) return 'too large';
    return TrustRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (errorCode(error) !== '') return errorCode(error);
    if (error instanceof SyntaxError || error instanceof z.ZodError) return errorText(error).slice(0, 300);
    throw error;
  }
}

function recordText(record: TrustRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** So that the names are on the disk too. Windows cannot flush a folder and does not need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

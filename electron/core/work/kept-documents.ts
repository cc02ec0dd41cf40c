import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { makeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { recordedDocuments } from '../case/verify-documents.ts';
import { writeNew } from '../new-file.ts';

/** Results that belong to no single run: one JSON file each in a folder of the case, its hash in the custody chain. */
export interface DocumentKind<T extends { readonly id: string; readonly at: string }> {
  readonly schema: z.ZodType<T>;
  folder(store: CaseStore): string;
  /** Enter it in the custody chain. */
  record(store: CaseStore, sha256: string, document: T): void;
}

export interface KeptDocument<T> {
  readonly document: T;
  /** Of the file's bytes. */
  readonly sha256: string;
}

/** Write a document to the case; its name is its id. */
export async function keepDocument<T extends { readonly id: string; readonly at: string }>(
  kind: DocumentKind<T>,
  store: CaseStore,
  document: T,
): Promise<void> {
  const folder = kind.folder(store);
  await makeFolder(folder);
  const bytes = Buffer.from(`${JSON.stringify(kind.schema.parse(document))}\n`);
  await writeNew(join(folder, `${document.id}.json`), bytes);
  kind.record(store, hashOf(bytes), document);
}

/** The documents of a kind, the newest first; one that is none, was changed or never recorded is left out. */
export async function keptDocuments<T extends { readonly id: string; readonly at: string }>(
  kind: DocumentKind<T>,
  store: CaseStore,
): Promise<KeptDocument<T>[]> {
  const folder = kind.folder(store);
  const kept: KeptDocument<T>[] = [];
  for (const name of await namesIn(folder)) {
    const bytes = await readFile(join(folder, name));
    const parsed = kind.schema.safeParse(jsonOrNull(bytes.toString('utf8')));
    if (parsed.success) kept.push({ document: parsed.data, sha256: hashOf(bytes) });
  }
  const recorded = new Set(recordedDocuments(store).map(({ sha256 }) => sha256));
  return kept
    .filter(({ sha256 }) => recorded.has(sha256))
    .sort((a, b) => b.document.at.localeCompare(a.document.at));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

import { basename, join } from 'node:path';
import { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { displayName } from '../intake/names.ts';
import { hashFile } from './chunks.ts';
import type { StoredEvent } from './custody.ts';
import { standsAt } from './folder.ts';
import { errorCode, errorText } from './problem.ts';
import type { CaseStore } from './store.ts';
import type { VerificationProblem } from './verify-evidence.ts';

/** A file beside the database whose hash is in the custody chain. */
export interface RecordedDocument {
  /** Inside the case folder, with slashes. */
  readonly path: string;
  readonly sha256: string;
  /** Copies of evidence may have been written anywhere: the one in the case is held against its event if it is there. */
  readonly elsewhere: boolean;
}

/** Folder of the documents an action tells of, and where in its detail the name without `.json` stands. */
const keptDocuments: Readonly<Record<string, readonly [folder: string, name: string]>> = {
  'survival.measured': ['survival', 'run'],
  'trace.made': ['traces', 'trace'],
  'comparison.made': ['comparisons', 'comparison'],
  'lineage.made': ['lineages', 'lineage'],
};

const copies: ReadonlySet<string> = new Set(['credential.signed', 'label.written', 'mark.written']);

/** Folders that hold such files and nothing else. */
export const documentFolders = [
  'reports',
  'exports',
  'survival',
  'traces',
  'comparisons',
  'lineages',
] as const;

/** All of them that the chain tells of, as it stands now. */
export function recordedDocuments(store: CaseStore): RecordedDocument[] {
  const actions = [...Object.keys(keptDocuments), 'report.exported', ...copies];
  return store.tables.custody.storedOf(actions).flatMap(documentsOf);
}

/** The files an event says were written to the case. */
export function documentsOf({ action, object, detail }: StoredEvent): RecordedDocument[] {
  const kept = keptDocuments[action];
  if (kept !== undefined) {
    const [folder, key] = kept;
    const stem = plainName(detail[key]);
    if (stem === null) return [];
    return [document(folder, `${stem}.json`, object), ...pictures(`${folder}/${stem}`, detail.artifacts)];
  }
  if (action === 'report.exported') {
    const name = plainName(detail.name);
    if (name === null) return [];
    const printed = /\.(html|pdf|docx)$/.test(name);
    const record = printed ? [document('reports', name.replace(/\.[a-z]+$/, '.json'), detail.record)] : [];
    return [document('reports', name, object), ...record];
  }
  if (!copies.has(action) || typeof detail.path !== 'string') return [];
  const name = plainName(basename(detail.path.replaceAll('\\', '/')));
  if (name === null) return [];
  // A credential that is not in its file lies beside it, under its name.
  const sidecar = `${name.replace(/\.[^.]*$/, '')}.c2pa`;
  const beside = typeof detail.sidecar === 'string' ? [document('exports', sidecar, detail.sidecar)] : [];
  return [document('exports', name, object), ...beside].map((copy) => ({ ...copy, elsewhere: true }));
}

/** `name hash` each, as the event of a comparison lists its pictures. */
function pictures(folder: string, listed: unknown): RecordedDocument[] {
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((line: unknown) => {
    const [, name, sha256] = /^(.+) ([0-9a-f]{64})$/.exec(String(line)) ?? [];
    const safe = plainName(name);
    return safe === null ? [] : [document(folder, safe, sha256)];
  });
}

function document(folder: string, name: string, sha256: unknown): RecordedDocument {
  return { path: `${folder}/${name}`, sha256: String(sha256), elsewhere: false };
}

/** A stranger's case must not lead out of its folder. */
function plainName(value: unknown): string | null {
  if (typeof value !== 'string' || /^\.{0,2}$|[/\\\0]/.test(value)) return null;
  return value;
}

/** Are the reports, copies and other documents of the case the files that were recorded? */
export async function verifyDocuments(
  store: CaseStore,
  documents: Iterable<RecordedDocument>,
  signal: AbortSignal | undefined,
): Promise<VerificationProblem[]> {
  const problems: VerificationProblem[] = [];
  const byPath = Map.groupBy(documents, ({ path }) => path);
  for (const [path, recorded] of byPath) {
    signal?.throwIfAborted();
    const object = displayName(Buffer.from(path));
    const file = join(store.folder.directory, ...path.split('/'));
    if ((await standsAt(file)) !== 'file') {
      if (recorded.every(({ elsewhere }) => elsewhere)) continue;
      const message = localized(
        'A document the custody chain tells of is not there',
        '保管链中登记的文档已不存在',
      );
      problems.push({ code: 'document-missing', object, message });
      continue;
    }
    const found = await hashOrReason(file, signal);
    if (recorded.some(({ sha256 }) => sha256 === found)) continue;
    const reason = Sha256.safeParse(found).success ? '' : ` (${found})`;
    const message = localized(
      `The document is not the file that was recorded${reason}`,
      `文档与所登记的文件不一致${reason}`,
    );
    problems.push({ code: 'document-changed', object, message });
  }
  return problems;
}

async function hashOrReason(path: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await hashFile(path, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (errorCode(error) === '') throw error;
    return errorText(error);
  }
}

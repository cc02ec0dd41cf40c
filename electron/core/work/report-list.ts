import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportListing } from '#shared/contract/contract.ts';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CaseStore } from '../case/store.ts';
import { recordedDocuments } from '../case/verify-documents.ts';
import { insideFolder } from '../page-files.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';

/**
 * The reports, newest first; the record written beside a printed form stands with it. A file nobody recorded is none,
 * whatever its name: `verifyCase` names it.
 */
export async function listReports(store: CaseStore, caseId: string): Promise<ReportListing[]> {
  const recorded = new Set(recordedDocuments(store).map(({ path }) => path));
  const files = new Map<string, Omit<ReportListing, 'record'>>();
  for (const entry of await readdir(store.folder.reports, { withFileTypes: true })) {
    if (!entry.isFile() || !recorded.has(`reports/${entry.name}`)) continue;
    const { size, mtime } = await stat(join(store.folder.reports, entry.name));
    files.set(entry.name, {
      name: entry.name,
      size,
      modifiedAt: mtime.toISOString(),
      address: `/media/${caseId}/report/${encodeURIComponent(entry.name)}`,
    });
  }
  const belonging = new Set<string>();
  const recordOf = (name: string) => {
    const record = /\.(html|pdf|docx)$/.test(name)
      ? files.get(name.replace(/\.[a-z]+$/, '.json'))
      : undefined;
    if (record !== undefined) belonging.add(record.name);
    return record ?? null;
  };
  return [...files.values()]
    .map((file) => ({ ...file, record: recordOf(file.name) }))
    .filter((file) => !belonging.has(file.name))
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
}

export async function revealReport(
  store: CaseStore,
  name: string,
  ports: Ports,
): Promise<Result<Record<string, never>>> {
  if (ports.reveal === undefined) return problem('not-available-here', 'reveal');
  const path = await insideFolder(store.folder.reports, name);
  if (path === null)
    return fail('not-found', localized('There is no report of this name.', '没有此名称的报告。'), name);
  ports.reveal(path);
  return succeed({});
}

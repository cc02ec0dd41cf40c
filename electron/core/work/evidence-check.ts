import type { Evidence } from '#shared/domain/evidence.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CaseStore } from '../case/store.ts';
import { verifyEvidenceFile } from '../case/verify-evidence.ts';

/** What was found sound once while a case is open is not read again for each use; a report always reads anew. */
const sound = new WeakMap<CaseStore, Set<string>>();

/**
 * What is wrong with the stored file of an exhibit, before it is used; `null`: it is what was taken in. A single
 * changed bit shows, and the message names the 16 MiB piece it lies in.
 */
export async function damageOf(
  store: CaseStore,
  evidence: Evidence,
  check: { readonly anew?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<Localized | null> {
  const known = sound.get(store) ?? new Set();
  sound.set(store, known);
  if (check.anew !== true && known.has(evidence.sha256)) return null;
  const row = store.tables.evidence.row(evidence.sha256);
  if (row === null) return null;
  const problems = await verifyEvidenceFile(store.folder, row, { signal: check.signal });
  // A file that is missing shows itself to whoever wants it, and one that can be written to has its bytes still.
  const problem =
    problems.find(({ code }) => code === 'evidence-changed') ??
    problems.find(({ code }) => code === 'evidence-size');
  if (problems.every(({ code }) => code === 'evidence-writable')) known.add(evidence.sha256);
  else known.delete(evidence.sha256);
  return problem?.message ?? null;
}

/** The same of several, as one sentence for the examiner. */
export async function damageAmong(
  store: CaseStore,
  evidence: Iterable<Evidence>,
  signal: AbortSignal | undefined,
): Promise<Localized | null> {
  const damaged: { readonly exhibit: Evidence; readonly what: Localized }[] = [];
  for (const exhibit of evidence) {
    const what = await damageOf(store, exhibit, { anew: true, signal });
    if (what !== null) damaged.push({ exhibit, what });
  }
  if (damaged.length === 0) return null;
  const list = (language: 'en' | 'zh-CN') =>
    damaged
      .slice(0, 20)
      .map(({ exhibit, what }) => `${exhibit.number} ${exhibit.name}: ${what[language]}`)
      .join('; ');
  return localized(
    `The stored files of these exhibits are not what was taken in; nothing was exported. Verify the case. ${list('en')}`,
    `以下检材的存储文件与导入时不一致；未导出任何内容。请校验案件。${list('zh-CN')}`,
  );
}

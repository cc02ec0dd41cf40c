import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { createCell, evidenceMissing } from '../analysis/cell.ts';
import { errorCode } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { fingerprinters } from '../trace/fingerprints/fingerprinters.ts';
import { type PrintSet, readPrints } from '../trace/fingerprints/print-file.ts';
import { printLimits } from '../trace/fingerprints/print-limits.ts';
import { PrintOutput } from '../trace/fingerprints/print-task.ts';

export interface PrintedFile extends PrintSet {
  /** File of prints in the case. */
  readonly path: string;
}

/** Prints of evidence: made by a worker once, kept in the case, made anew when a method has changed. */
export async function printsOf(
  store: CaseStore,
  evidence: Evidence,
  ports: Ports,
  signal?: AbortSignal,
  onProgress?: (fraction: number) => void,
): Promise<Result<PrintedFile>> {
  const path = join(store.folder.prints, `${evidence.sha256}.prints`);
  const kept = await readKept(path);
  if (kept !== null && (await upToDate(kept, evidence))) return succeed({ ...kept, path });
  const cell = await createCell(store.folder.work, ports.id(), store.evidencePath(evidence.sha256));
  if (cell === null) return fail('input-output', evidenceMissing, evidence.name);
  try {
    const out = join(cell.artifacts, 'prints');
    const input = { path: cell.evidence, media: evidence.media, out };
    const made = await ports.workers.run('fingerprint', input, PrintOutput, {
      ...{ priority: 'batch', limits: printLimits, affinity: evidence.sha256 },
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if (!made.ok) {
      const { code, message, detail } = made.failure;
      if (code === 'cancelled') return problem('cancelled');
      return problem('tracing-failed', `${evidence.name}: ${message}\n${detail ?? ''}`.slice(0, 2000));
    }
    const prints = readPrints(await readFile(out));
    if (prints === null) throw new Error('a worker wrote prints that cannot be read');
    if (!store.readOnly) {
      await mkdir(store.folder.prints, { recursive: true });
      await rename(out, path);
    }
    return succeed({ ...prints, path });
  } finally {
    await cell.remove();
  }
}

async function readKept(path: string): Promise<PrintSet | null> {
  try {
    return readPrints(await readFile(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Made by exactly the methods there are for such a file, in their versions. */
async function upToDate({ answers }: PrintSet, { media }: Evidence): Promise<boolean> {
  const wanted = new Map<string, number>();
  for (const load of fingerprinters.values()) {
    const { method, version, appliesTo } = await load();
    if (appliesTo(media) === true) wanted.set(method, version);
  }
  return (
    answers.length === wanted.size && answers.every(({ method, version }) => wanted.get(method) === version)
  );
}

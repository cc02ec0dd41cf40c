import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MarkSurvival } from '#shared/domain/mark-survival.ts';
import type { CaseStore } from '../case/store.ts';
import { writeNew } from '../new-file.ts';

/** Runs of the survival lab in a case: one JSON file each, its hash in the custody chain. */

/** Write a run to the case; its name is its id. */
export async function keepRun(store: CaseStore, survival: MarkSurvival): Promise<void> {
  const folder = store.folder.survival;
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.from(`${JSON.stringify(MarkSurvival.parse(survival))}\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeNew(join(folder, `${survival.id}.json`), bytes);
  store.recordSurvival(sha256, {
    evidence: survival.file.sha256,
    suite: survival.suite,
    attacks: survival.attacks.length,
    complete: survival.complete,
    run: survival.id,
  });
}

export interface KeptRun {
  readonly survival: MarkSurvival;
  readonly sha256: string;
}

/** Files of runs, the newest first; one that is no run, or was changed beyond recognition, is left out. */
export async function keptRuns(store: CaseStore): Promise<KeptRun[]> {
  const kept: KeptRun[] = [];
  for (const name of await namesIn(store.folder.survival)) {
    const bytes = await readFile(join(store.folder.survival, name));
    const survival = MarkSurvival.safeParse(jsonOrNull(bytes.toString('utf8')));
    if (!survival.success) continue;
    kept.push({ survival: survival.data, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return kept.sort((a, b) => b.survival.at.localeCompare(a.survival.at));
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

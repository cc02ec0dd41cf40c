import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import type { CaseStore } from '#core/case/store.ts';
import { workersInProcess } from './workers-in-process.ts';

export interface OpenedApp {
  readonly app: App;
  readonly caseId: string;
  readonly store: CaseStore;
  /** For files to take in. */
  readonly sources: string;
  readonly folder: string;
}

/** A new case in the core, without worker processes, in a folder that is gone afterwards. */
export async function withOpenedApp<T>(use: (opened: OpenedApp) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-torture-'));
  const sources = join(folder, 'sources');
  mkdirSync(sources);
  const app = createApp({
    host: 'command-line',
    log: () => undefined,
    clock: () => new Date(),
    id: () => crypto.randomUUID(),
    actor: 'Torture',
    session: 'torture',
    workers: workersInProcess,
    paths: { data: folder, cases: folder, temporary: folder, trust: folder, trustManaged: true },
  });
  try {
    const made = await app.cases.createAt(join(folder, 'matter.case'), 'Torture');
    if (!made.ok) throw new Error(made.problem.message.en);
    const store = app.cases.store(made.value.id);
    if (!store.ok) throw new Error(store.problem.message.en);
    return await use({ app, caseId: made.value.id, store: store.value, sources, folder });
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

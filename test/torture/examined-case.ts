import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import type { CaseStore } from '#core/case/store.ts';
import { createNodePorts } from '#core/node-ports.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Run } from '#shared/domain/run.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';

export interface ExaminedCase {
  readonly app: App;
  readonly caseId: string;
  readonly store: CaseStore;
  /** Examines everything (again), and gives the newest run of each method on each file. */
  examine(only?: readonly string[]): Promise<Run[]>;
}

/** A case with these files in the real core with real workers, in a folder that is gone afterwards. */
export async function withCase<T>(
  files: readonly string[],
  workers: number,
  environment: Readonly<Record<string, string>>,
  use: (opened: ExaminedCase) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-torture-'));
  const { ports, release } = await createNodePorts({
    host: 'command-line',
    log: () => undefined,
    workers: (temporary, given) => createNodeWorkers(temporary, { ...given, ...environment }, workers),
  });
  const app = createApp({ ...ports, paths: { ...ports.paths, data: join(folder, 'data') } });
  try {
    const { id: caseId } = value(await app.cases.create(join(folder, 'runs.case'), 'runs'));
    await over(app, app.evidence.add(caseId, files));
    const store = value(app.cases.store(caseId));
    return await use({
      ...{ app, caseId, store },
      async examine(only = []) {
        await over(app, app.examine.start({ caseId, evidence: [], only, parameters: {}, again: true }));
        const { items } = store.listEvidence({ offset: 0, limit: 10_000 });
        return items.flatMap(({ sha256 }) => store.latestRuns(sha256));
      },
    });
  } finally {
    await app.close();
    await release();
    await rm(folder, { recursive: true, force: true });
  }
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.message.en} ${result.problem.detail ?? ''}`);
  return result.value;
}

async function over(app: App, started: Result<Job>): Promise<void> {
  const { state, problems } = await app.jobs.settled(value(started).id);
  if (state !== 'done') throw new Error(`${state}: ${problems[0]?.message.en}`);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import { createNodePorts } from '#core/node-ports.ts';
import { Arrivals } from '#core/work/arrivals.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';
import { createPool } from '#workers/pool.ts';
import type { Transport } from '#workers/protocol.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

/** One hostile file and everything the case records of it. */
export interface Examined {
  readonly evidence: Evidence;
  readonly runs: readonly Run[];
}

/** The product's core with its own workers in a temporary folder, for measuring what hostile files do to it. */
export interface HostileSession {
  readonly app: App;
  /** Take files in and examine them; those with bytes taken in before are left out. */
  examine(files: readonly string[], only: readonly string[]): Promise<Examined[]>;
  close(): Promise<void>;
}

/** @param around what a measurement puts around the transport of the workers */
export async function openHostileSession(
  around: (transport: Transport) => Transport = (transport) => transport,
  size = 2,
): Promise<HostileSession> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-hostile-'));
  const entry = fileURLToPath(new URL('../../../electron/workers/worker.ts', import.meta.url));
  const { ports, release } = await createNodePorts({
    host: 'command-line',
    log: () => undefined,
    workers(temporary, environment) {
      const transport = createForkTransport({ entry, heapMebibytes: 1024, temporary, environment });
      return createPool({ size, transport: around(transport) });
    },
  });
  const paths = { ...ports.paths, data: join(folder, 'data'), cases: folder };
  const app = createApp({ ...ports, paths });
  const { id: caseId } = value(await app.cases.create(join(folder, 'hostile'), 'hostile'));
  return {
    app,
    async examine(files, only) {
      const arrivals = new Arrivals<Evidence>();
      const taken = new Map<string, Evidence>();
      const request = { caseId, evidence: arrivals, only, parameters: {}, again: false };
      const job = value(app.examine.start(request));
      const intake = value(
        app.evidence.add(caseId, files, {
          onResult({ evidence }) {
            if (evidence === undefined || taken.has(evidence.sha256)) return;
            taken.set(evidence.sha256, evidence);
            arrivals.push(evidence);
          },
        }),
      );
      await app.jobs.settled(intake.id);
      arrivals.end();
      await app.jobs.settled(job.id);
      return [...taken.values()].map((evidence) => ({
        evidence,
        runs: value(app.examine.runs(caseId, evidence.sha256)).map((run) =>
          value(app.examine.run(caseId, run.id)),
        ),
      }));
    },
    async close() {
      await app.close();
      await release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.message.en}`);
}

/**
 * Child process: works on a case as the screen does (intake, examination, publication, regions, geometry, report)
 * and writes down each thing once it was told that it is done. Made to be killed, cut off, or run on a full disk.
 */
import { openSync, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import { diskProblem } from '#core/problems.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { Publication } from '#shared/domain/publication.ts';
import { AnalystRegion } from '#shared/domain/region.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { writeSources } from './sources.ts';
import { weakenSynchronous } from './weak-synchronous.ts';
import { workersInProcess } from './workers-in-process.ts';

export interface WorkOrder {
  readonly directory: string;
  /** Folder for the files that are taken in. */
  readonly sources: string;
  readonly acknowledgements: string;
  readonly rounds: number;
  readonly seed: number;
  /** One file of more than one piece in each round. */
  readonly large: boolean;
  /** The wrong setting the power-loss replay has to find. */
  readonly weak: boolean;
  readonly ballastBytes: number;
}

const order = JSON.parse(process.argv[2] ?? '') as WorkOrder;
const said = openSync(order.acknowledgements, 'a');
const say = (line: Acknowledgement): void => {
  writeSync(said, `${JSON.stringify(line)}\n`);
};

if (order.weak) await weakenSynchronous();
const app = createApp(await ports());
const caseId = await openOrCreate(app);
if (caseId !== null) {
  say({ what: 'case' });
  for (let round = 0; round < order.rounds; round += 1) await work(app, caseId, round);
  await attempt('close', () => app.cases.close(caseId));
}
say({ what: 'end' });
process.exit(0);

async function ports(): Promise<Parameters<typeof createApp>[0]> {
  const temporary = await mkdtemp(join(tmpdir(), 'assay-work-'));
  return {
    host: 'command-line',
    log: () => undefined,
    clock: () => new Date(),
    id: () => crypto.randomUUID(),
    actor: 'Child 检验员',
    session: 'child',
    ballastBytes: order.ballastBytes,
    workers: workersInProcess,
    paths: { data: temporary, cases: temporary, temporary, trust: temporary, trustManaged: true },
  };
}

async function openOrCreate({ cases }: App): Promise<string | null> {
  const opened = await attempt('open', () => cases.open(order.directory, false));
  if (opened !== null) return opened.id;
  return (await attempt('create', () => cases.createAt(order.directory, 'Torture')))?.id ?? null;
}

/** A value, or a refusal written down. Full disks are answers here; anything else thrown ends the process. */
async function attempt<T>(of: string, call: () => Promise<Result<T>> | Result<T>): Promise<T | null> {
  try {
    const answer = await call();
    if (answer.ok) return answer.value;
    refused(of, answer.problem.code, answer.problem.message);
  } catch (error) {
    const full = diskProblem(error);
    if (full === null) throw error;
    refused(of, full.problem.code, full.problem.message);
  }
  return null;
}

function refused(of: string, code: string, text: Localized): void {
  say({ what: 'refused', of, code, text: text.en });
}

async function work(made: App, id: string, round: number): Promise<void> {
  const paths = writeSources(order.sources, order.seed, round, order.large);
  const added: string[] = [];
  const intake = await attempt('intake', () =>
    made.evidence.add(id, paths, {
      onResult(result) {
        if (result.evidence !== undefined) {
          added.push(result.evidence.sha256);
          say({ what: 'evidence', sha256: result.evidence.sha256 });
        } else if (result.reason !== undefined) refused('intake', result.reason.code, result.reason.text);
      },
    }),
  );
  if (intake !== null) await over(made, intake.id);
  const [first] = added;
  if (first === undefined) return;
  await examine(made, id, added);
  await note(made, id, first, round);
  const report = await attempt('report', () =>
    made.report.export({ caseId: id, evidence: [first], format: 'json', language: 'en' }),
  );
  if (report !== null) say({ what: 'report', name: report.name, sha256: report.sha256 });
}

async function examine(made: App, id: string, evidence: readonly string[]): Promise<void> {
  const listening = new AbortController();
  const heard = (async () => {
    for await (const event of made.jobs.listen(listening.signal))
      if (event.type === 'run-settled') say({ what: 'run', id: event.run });
  })().catch((error: unknown) => {
    if (!listening.signal.aborted) throw error;
  });
  const job = await attempt('examine', () =>
    made.examine.start({
      caseId: id,
      evidence,
      only: ['container.structure', 'pixels.error-level'],
      parameters: {},
      again: true,
    }),
  );
  if (job !== null) await over(made, job.id);
  // Events still in the queue are heard in the next turn.
  await new Promise((resolve) => setTimeout(resolve, 1));
  listening.abort();
  await heard;
}

async function note(made: App, id: string, evidence: string, round: number): Promise<void> {
  const text = `round ${round} ${order.seed}`;
  const corners = [
    { x: 1, y: 1 },
    { x: 60 + round, y: 1 },
    { x: 60, y: 50 },
  ];
  const notes = {
    publication: () =>
      made.publication.save(id, evidence, Publication.parse({ platform: text, note: 'n'.repeat(3000) })),
    regions: () =>
      made.regions.save(id, evidence, [
        AnalystRegion.parse({ id: 'a', name: text, shape: { kind: 'outline', rings: [corners] } }),
      ]),
    geometry: () =>
      made.geometry.save(id, evidence, { uncertainty: 2, groups: [], orthogonal: null, note: text }),
  } as const;
  for (const table of ['publication', 'regions', 'geometry'] as const) {
    const saved = await attempt<{ version: number }>(table, notes[table]);
    if (saved !== null) say({ what: 'note', table, evidence, version: saved.version });
  }
}

async function over(made: App, job: string): Promise<void> {
  const ended = await made.jobs.settled(job);
  if (ended.state === 'failed') {
    const problem = ended.problems.at(-1);
    refused(ended.kind, 'job failed', problem?.message ?? { en: '', 'zh-CN': '' });
  }
}

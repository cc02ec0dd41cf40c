import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';
import type { AnyAnalysis } from '../analysis/define.ts';
import { analyses } from '../analysis/registry.generated.ts';
import { notApplicableRun, planRun, prepareRun, type RunRequest, unreadRun } from '../analysis/run.ts';
import type { CaseStore } from '../case/store.ts';
import { engineVersions } from '../media/engines.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { Arrivals } from './arrivals.ts';
import { damageOf } from './evidence-check.ts';
import type { JobHandle, Jobs } from './jobs.ts';
import { inOrderOfWork } from './order-of-work.ts';
import { RunRecorder } from './run-recorder.ts';

export interface ExamineRequest {
  readonly caseId: string;
  /** Addresses, none for everything in the case; or evidence as it is taken in. */
  readonly evidence: readonly string[] | Arrivals<Evidence>;
  readonly only: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly again: boolean;
}

/** The most telling families first: what a file declares, then what it is, then how it looks inside. */
const familyOrder = [
  'provenance',
  'labels',
  'metadata',
  'container',
  'media',
  'marks',
  'fingerprints',
  'pixels',
  'frames',
  'sound',
  'words',
  'scenes',
];

export const orderedAnalyses: readonly AnyAnalysis[] = [...analyses].sort(
  (a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id),
);

function rank(analysis: AnyAnalysis): number {
  const place = familyOrder.indexOf(analysis.id.split('.')[0]!);
  return place < 0 ? familyOrder.length : place;
}

/** Evidence in work at a time: enough to keep every worker busy, few enough to keep memory bounded. */
const evidenceInFlight = 4;

/** Start examining; the runs are recorded and announced one by one. */
export function startExamination(
  store: CaseStore,
  request: ExamineRequest,
  ports: Ports,
  jobs: Jobs,
): Result<Job> {
  const unknown = request.only.find((id) => !analyses.some((analysis) => analysis.id === id));
  if (unknown !== undefined) return problem('no-such-analysis', unknown);
  const evidence = evidenceToExamine(store, request.evidence);
  if (!evidence.ok) return evidence;
  const chosen = inOrderOfWork(
    orderedAnalyses.filter((analysis) => request.only.length === 0 || request.only.includes(analysis.id)),
  );
  for (const analysis of chosen) {
    const parsed = analysis.parameters.safeParse(request.parameters[analysis.id] ?? {});
    if (!parsed.success) return problem('bad-request', `${analysis.id}: ${parsed.error.message}`);
  }
  return succeed(
    jobs.start('examine', request.caseId, 'runs', (job) =>
      examine(store, request, evidence.value, chosen, ports, jobs, job),
    ),
  );
}

async function examine(
  store: CaseStore,
  request: ExamineRequest,
  evidence: EvidenceToExamine,
  chosen: readonly AnyAnalysis[],
  ports: Ports,
  jobs: Jobs,
  job: JobHandle,
): Promise<void> {
  const total = () => evidence.count() * chosen.length;
  let done = 0;
  const versions = await knownVersions(chosen);
  const recorder = new RunRecorder(store);
  job.progress(0, total(), '');

  const one = async (item: Evidence): Promise<void> => {
    const settled = await examineEvidence(store, item, chosen, {
      parameters: request.parameters,
      again: request.again,
      versions,
      priority: evidence.single ? 'interactive' : 'batch',
      signal: job.signal,
      ports,
      recorder,
      step(run) {
        done += 1;
        job.progress(done, total(), `${item.number} ${item.name}`);
        if (run !== null) {
          jobs.announce({
            type: 'run-settled',
            caseId: request.caseId,
            evidence: item.sha256,
            analysis: run.analysis,
            run: run.id,
            outcome: run.outcome,
          });
        }
      },
    });
    if (settled !== 'cancelled') jobs.announce({ type: 'case-changed', caseId: request.caseId });
  };

  const inFlight = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for await (const item of evidence.items) {
    if (job.signal.aborted || faults.length > 0) break;
    const work = one(item)
      .catch((fault: unknown) => {
        faults.push(fault);
      })
      .finally(() => inFlight.delete(work));
    inFlight.add(work);
    if (inFlight.size >= evidenceInFlight) await Promise.race(inFlight);
  }
  // What has begun is finished and recorded before a fault of ours ends the job.
  await Promise.all(inFlight);
  if (faults.length > 0) throw faults[0];
}

interface EvidenceWork {
  readonly parameters: ExamineRequest['parameters'];
  readonly again: boolean;
  readonly versions: ReadonlyMap<string, string>;
  readonly priority: 'interactive' | 'batch';
  readonly signal: AbortSignal;
  readonly ports: Ports;
  readonly recorder: RunRecorder;
  /** A run was recorded, or `null`: one with the same key was there already. */
  step(run: Run | null): void;
}

async function examineEvidence(
  store: CaseStore,
  evidence: Evidence,
  chosen: readonly AnyAnalysis[],
  work: EvidenceWork,
): Promise<'done' | 'cancelled'> {
  const requests = chosen.map((analysis) => runRequest(store, evidence, analysis, work));
  const silent: Run[] = [];
  const pending: RunRequest[] = [];
  for (const request of requests) {
    const applies = request.analysis.appliesTo(evidence.media);
    if (!work.again && alreadyKnown(store, request)) work.step(null);
    else if (applies === true) pending.push(request);
    else silent.push(notApplicableRun(request, work.ports, applies));
  }
  const damage = pending.length === 0 ? null : await damageOf(store, evidence, { signal: work.signal });
  if (damage !== null) {
    const reason = { code: 'evidence-changed', text: damage };
    silent.push(...pending.splice(0).map((request) => unreadRun(request, work.ports, reason)));
  }
  await work.recorder.record(silent);
  for (const run of silent) work.step(run);
  const ready = await Promise.all(pending.map((request) => prepareRun(request, work.ports)));
  const results = await Promise.all(
    ready.map(async (execute) => {
      const run = await execute();
      if (run === null) return 'cancelled';
      await work.recorder.record([run]);
      work.step(run);
      return 'done';
    }),
  );
  return results.includes('cancelled') ? 'cancelled' : 'done';
}

/** A failed run is not an answer: the next examination tries it again. */
function alreadyKnown(store: CaseStore, request: RunRequest): boolean {
  const known = store.findRunByKey(planRun(request).key);
  return known !== null && known.outcome !== 'failed';
}

/** What one method is asked about one exhibit. */
export function runRequest(
  store: CaseStore,
  evidence: Evidence,
  analysis: AnyAnalysis,
  work: Pick<EvidenceWork, 'parameters' | 'versions' | 'priority' | 'signal'>,
): RunRequest {
  const engines: Record<string, string> = {};
  for (const name of analysis.engines) {
    const version = work.versions.get(name);
    if (version !== undefined) engines[name] = version;
  }
  const parameters = work.parameters[analysis.id] ?? {};
  const companion = companionOf(store, evidence, analysis, parameters);
  return {
    analysis,
    evidence,
    path: store.evidencePath(evidence.sha256),
    parameters:
      companion === null || analysis.companion === undefined
        ? parameters
        : { ...parameters, [analysis.companion.parameter]: companion },
    ...(companion === null ? {} : { companion: store.evidencePath(companion) }),
    engines,
    work: store.folder.work,
    derived: (run) => store.derivedPath(run),
    priority: work.priority,
    signal: work.signal,
  };
}

/** The evidence of the case that belongs to this one: named in the parameters, or found by its name. */
function companionOf(
  store: CaseStore,
  evidence: Evidence,
  { companion }: AnyAnalysis,
  parameters: Readonly<Record<string, unknown>>,
): string | null {
  if (companion === undefined) return null;
  const named = parameters[companion.parameter];
  if (typeof named === 'string') return store.evidence(named)?.sha256 ?? null;
  if (named === null) return null;
  const { items } = store.listEvidence({
    offset: 0,
    limit: pageSize,
    filter: { text: companion.search(evidence) },
  });
  return (
    items.find((other) => other.sha256 !== evidence.sha256 && companion.fits(evidence, other))?.sha256 ?? null
  );
}

/** Of the engines these methods name, as they are now; a missing one is left out. */
export async function knownVersions(chosen: readonly AnyAnalysis[]): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(chosen.flatMap((analysis) => analysis.engines))];
  const versions = await engineVersions(names);
  const known = new Map<string, string>();
  for (const name of names) {
    const entry = versions[name];
    if (entry !== undefined && 'version' in entry) known.set(name, entry.version);
  }
  return known;
}

const pageSize = 200;

/** What an examination goes through, and how much of it is known. */
interface EvidenceToExamine {
  readonly items: Iterable<Evidence> | AsyncIterable<Evidence>;
  /** One piece somebody waits for goes before work on many. */
  readonly single: boolean;
  count(): number;
}

function evidenceToExamine(store: CaseStore, chosen: ExamineRequest['evidence']): Result<EvidenceToExamine> {
  if (chosen instanceof Arrivals) {
    return succeed({ items: chosen, single: false, count: () => chosen.count });
  }
  if (chosen.length === 0) {
    const { total } = store.listEvidence({ offset: 0, limit: 1 });
    return succeed({ items: pages(store, total), single: total === 1, count: () => total });
  }
  const items: Evidence[] = [];
  for (const sha256 of new Set(chosen)) {
    const item = store.evidence(sha256);
    if (item === null) return problem('not-found', sha256);
    items.push(item);
  }
  return succeed({ items, single: items.length === 1, count: () => items.length });
}

function* pages(store: CaseStore, total: number): Generator<Evidence> {
  for (let offset = 0; offset < total; offset += pageSize)
    yield* store.listEvidence({ offset, limit: pageSize }).items;
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Reproduction, ReproductionCause } from '#shared/domain/reproduction.ts';
import type { Run } from '#shared/domain/run.ts';
import { causeWords } from '#shared/text/reproduction-words.ts';
import { compareRuns, recordedAnswer } from '../analysis/compare-runs.ts';
import type { AnyAnalysis } from '../analysis/define.ts';
import { analyses } from '../analysis/registry.generated.ts';
import { notApplicableRun, prepareRun, type RunRequest } from '../analysis/run.ts';
import { placeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { verifyEvidenceFile } from '../case/verify-evidence.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { knownVersions, runRequest } from './examination.ts';
import type { JobHandle, Jobs } from './jobs.ts';

export interface ReproductionRequest {
  readonly caseId: string;
  /** Identifiers of recorded runs. */
  readonly runs: readonly string[];
  /** Record each repetition as a run of its own. */
  readonly keep: boolean;
}

/**
 * Make recorded runs again from their keys, in the workers that made them, and hold the answers against each other.
 * Nothing is written but an event for each, and in a case that is open read-only not even that.
 */
export async function reproduceRuns(
  store: CaseStore,
  { caseId, runs, keep }: ReproductionRequest,
  ports: Ports,
  jobs: Jobs,
  signal?: AbortSignal,
): Promise<Result<Reproduction[]>> {
  if (keep && store.readOnly) return problem('case-read-only');
  const chosen: Run[] = [];
  for (const id of new Set(runs)) {
    const run = store.runById(id);
    if (run === null) return problem('not-found', id);
    chosen.push(run);
  }
  const made: Reproduction[] = [];
  const job = jobs.start('reproduce', caseId, 'runs', async (handle) => {
    const signals = [handle.signal, ...(signal === undefined ? [] : [signal])];
    const work = { store, ports, keep, signal: AbortSignal.any(signals) };
    await reproduceAll(chosen, work, handle, (one) => made.push(one));
  });
  const { state } = await jobs.settled(job.id);
  if (state === 'failed') throw new Error('reproducing failed; the log says why');
  return made.length < chosen.length ? problem('cancelled') : succeed(made);
}

interface Work {
  readonly store: CaseStore;
  readonly ports: Ports;
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

async function reproduceAll(
  runs: readonly Run[],
  work: Work,
  job: JobHandle,
  tell: (made: Reproduction) => void,
): Promise<void> {
  let done = 0;
  for (const [sha256, own] of Map.groupBy(runs, (run) => run.evidence)) {
    const evidence = work.store.evidence(sha256);
    if (evidence === null) throw new Error(`The case has runs on ${sha256}, but no such evidence`);
    const standing = standingFiles(work);
    const repeated = own.map(async (run) => {
      const one = await reproduce(run, evidence, work, standing);
      if (one === null) return;
      done += 1;
      job.progress(done, runs.length, `${evidence.number} ${evidence.name}`);
      if (!work.store.readOnly) work.store.recordReproduction(one);
      tell(one);
    });
    await Promise.all(repeated);
    if (work.signal.aborted) return;
  }
}

/** Says whether stored files still have the bytes of their addresses; each is read once. */
function standingFiles({ store, signal }: Work): (sha256: string) => Promise<ReproductionCause | null> {
  const known = new Map<string, Promise<ReproductionCause | null>>();
  async function look(sha256: string): Promise<ReproductionCause | null> {
    const row = store.tables.evidence.row(sha256);
    if (row === null) return 'evidence-missing';
    const problems = await verifyEvidenceFile(store.folder, row, { signal });
    // A lost write protection is for the check of the case to say; the bytes are the same.
    const [first] = problems.filter(({ code }) => code !== 'evidence-writable');
    if (first === undefined) return null;
    return first.code === 'evidence-missing' ? 'evidence-missing' : 'evidence-changed';
  }
  return (sha256) => {
    const answer = known.get(sha256) ?? look(sha256);
    known.set(sha256, answer);
    return answer;
  };
}

/** `null`: cancelled. */
async function reproduce(
  run: Run,
  evidence: Evidence,
  work: Work,
  standing: (sha256: string) => Promise<ReproductionCause | null>,
): Promise<Reproduction | null> {
  const { ports, signal } = work;
  const about = { run: run.id, evidence: run.evidence, analysis: run.analysis };
  const at = ports.clock().toISOString();
  const without = (cause: ReproductionCause, present: number | null): Reproduction => ({
    ...about,
    ...{ at, durationMs: 0, verdict: 'not-repeated', causes: [cause], engines: [], differences: [] },
    key: { recorded: run.key, repeated: null },
    answer: { recorded: recordedAnswer(run), repeated: null },
    outcome: { recorded: run.outcome, repeated: null },
    method: { recorded: run.version, repeated: present },
    ...{ differenceCount: 0, tolerance: null, tolerated: 0, artifacts: [], kept: null },
    reason: causeWords[cause],
  });
  const analysis: AnyAnalysis | undefined = analyses.find(({ id }) => id === run.analysis);
  if (analysis === undefined) return without('method-gone', null);
  if (!analysis.parameters.safeParse(run.parameters).success)
    return without('parameters-refused', analysis.version);
  const companion = analysis.companion === undefined ? null : run.parameters[analysis.companion.parameter];
  for (const sha256 of [run.evidence, ...(typeof companion === 'string' ? [companion] : [])]) {
    const cause = signal.aborted ? null : await standing(sha256).catch(unlessAborted(signal));
    if (cause !== null) return without(cause, analysis.version);
  }
  if (signal.aborted) return null;
  const request = await requestOf(run, evidence, analysis, work);
  const started = performance.now();
  const repeated = await repeat(request, work);
  if (repeated === null) return null;
  const kept = await keepOrDrop(repeated, request, work);
  const compared = compareRuns(run, repeated, analysis.tolerance ?? null);
  const engines = changedEngines(run, repeated);
  const causes: ReproductionCause[] = [
    ...(repeated.version === run.version ? [] : ['method-version-changed' as const]),
    ...(engines.length === 0 ? [] : ['engine-changed' as const]),
    ...([run, repeated].some(stoppedByLimit) ? ['limit-reached' as const] : []),
  ];
  return {
    ...about,
    at,
    durationMs: Math.round(performance.now() - started),
    causes: compared.verdict === 'different' && causes.length === 0 ? ['unexplained'] : causes,
    key: { recorded: run.key, repeated: repeated.key },
    outcome: { recorded: run.outcome, repeated: repeated.outcome },
    method: { recorded: run.version, repeated: repeated.version },
    engines,
    ...compared,
    kept,
  };
}

/** A check of a file that was cancelled says nothing about it. */
function unlessAborted(signal: AbortSignal): (fault: unknown) => null {
  return (fault) => {
    if (signal.aborted) return null;
    throw fault;
  };
}

/** The request the run was made by, with the engines of now, and its files beside the case's own. */
async function requestOf(
  run: Run,
  evidence: Evidence,
  analysis: AnyAnalysis,
  { store, ports, signal }: Work,
): Promise<RunRequest> {
  const work = store.readOnly ? join(ports.paths.temporary, 'work') : store.folder.work;
  const request = runRequest(store, evidence, analysis, {
    parameters: { [analysis.id]: run.parameters },
    versions: await knownVersions([analysis]),
    priority: 'interactive',
    signal,
  });
  return { ...request, work, derived: (id) => join(work, `repeated-${id}`) };
}

async function repeat(request: RunRequest, { ports }: Work): Promise<Run | null> {
  const applies = request.analysis.appliesTo(request.evidence.media);
  if (applies !== true) return notApplicableRun(request, ports, applies);
  const execute = await prepareRun(request, ports);
  return execute();
}

/** Give the repetition a place in the case, or leave nothing of it. */
async function keepOrDrop(repeated: Run, request: RunRequest, { store, keep }: Work): Promise<string | null> {
  const files = request.derived(repeated.id);
  if (!keep) {
    await rm(files, { recursive: true, force: true });
    return null;
  }
  if (repeated.artifacts.length > 0) {
    await placeFolder(files, store.derivedPath(repeated.id));
  }
  store.recordRun(repeated);
  return repeated.id;
}

function changedEngines(run: Run, repeated: Run): Reproduction['engines'] {
  const names = new Set([...Object.keys(run.engines), ...Object.keys(repeated.engines)]);
  return [...names].sort().flatMap((name) => {
    const pair = { recorded: run.engines[name] ?? null, repeated: repeated.engines[name] ?? null };
    return pair.recorded === pair.repeated ? [] : [{ name, ...pair }];
  });
}

/** Time and memory are those of the machine and of the moment. */
function stoppedByLimit({ reason }: Run): boolean {
  return reason !== undefined && ['timed-out', 'memory-exceeded', 'limit-reached'].includes(reason.code);
}

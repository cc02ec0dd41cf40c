import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { FileFingerprints } from '#shared/domain/fingerprint.ts';
import { type DuplicateGroup, Trace, type TraceListing } from '#shared/domain/trace.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { Register } from '../trace/register/register.ts';
import type { RegisterSearch } from '../trace/search/register-search.ts';
import { version } from '../version.ts';
import type { Comparing } from './comparing.ts';
import { duplicateGroups } from './duplicates.ts';
import { fingerprintsOf } from './file-fingerprints.ts';
import type { Jobs } from './jobs.ts';
import { type DocumentKind, keepDocument, keptDocuments } from './kept-documents.ts';
import { originOf } from './origins.ts';
import { printsOf } from './prints.ts';
import { findCandidates } from './trace-candidates.ts';
import { compareBest, recover } from './trace-recovery.ts';
import { traceWarnings } from './trace-warnings.ts';

export interface TraceRequest {
  /** None: every exhibit of the case. */
  readonly evidence: readonly string[];
  /** Lay the best sources over the suspect. */
  readonly compare: boolean;
}

/** Leads suspects back to the register and to other exhibits of the case. */
export interface Tracing {
  run(store: CaseStore, caseId: string, request: TraceRequest): Result<Job>;
  list(store: CaseStore): Promise<TraceListing[]>;
  get(store: CaseStore, id: string): Promise<Result<Trace>>;
  /** The codes of an exhibit, made when they are not there yet. */
  fingerprints(store: CaseStore, caseId: string, evidence: string): Promise<Result<FileFingerprints>>;
  duplicates(store: CaseStore): Promise<DuplicateGroup[]>;
  /** The newest trace of each of these exhibits. */
  latest(store: CaseStore, evidence: readonly string[]): Promise<Trace[]>;
}

export interface TraceMeans {
  readonly ports: Ports;
  readonly register: Register;
  readonly search: RegisterSearch;
  readonly comparing: Comparing;
}

const traces: DocumentKind<Trace> = {
  schema: Trace,
  folder: (store) => store.folder.traces,
  record: (store, sha256, { id, file, candidates, warnings }) =>
    store.recordDocument('trace.made', sha256, {
      ...{ trace: id, evidence: file.sha256, candidates: candidates.length },
      best: candidates[0]?.claim ?? null,
      warnings: warnings.map(({ code }) => code),
    }),
};

export function createTracing(means: TraceMeans, jobs: Jobs): Tracing {
  const { ports } = means;
  return {
    run(store, caseId, { evidence, compare }) {
      const chosen = evidence.length === 0 ? everything(store) : evidence;
      const unknown = chosen.find((sha256) => store.evidence(sha256) === null);
      if (unknown !== undefined) return problem('not-found', unknown);
      return succeed(
        jobs.start('trace', caseId, 'files', async (handle) => {
          for (const [index, sha256] of chosen.entries()) {
            if (handle.signal.aborted) return;
            const suspect = store.evidence(sha256)!;
            handle.progress(index, chosen.length, suspect.name);
            const made = await trace(store, suspect, means, { compare, signal: handle.signal });
            if (made.ok) await keepDocument(traces, store, made.value);
            else if (!handle.signal.aborted) handle.problem(suspect.name, made.problem.message);
          }
          handle.progress(chosen.length, chosen.length, '');
        }),
      );
    },
    async list(store) {
      return (await keptDocuments(traces, store)).map(({ document, sha256 }) => ({
        ...{ id: document.id, at: document.at, evidence: document.file.sha256, sha256 },
        ...{ candidates: document.candidates.length, best: document.candidates[0]?.claim ?? null },
      }));
    },
    async get(store, id) {
      const kept = (await keptDocuments(traces, store)).find(({ document }) => document.id === id);
      return kept === undefined ? problem('not-found', id) : succeed(kept.document);
    },
    async fingerprints(store, caseId, sha256) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const results: Result<FileFingerprints>[] = [];
      const job = jobs.start('trace', caseId, 'files', async (handle) => {
        handle.progress(0, 100, evidence.name);
        const made = await printsOf(store, evidence, ports, handle.signal, (fraction) =>
          handle.progress(Math.round(fraction * 100), 100, evidence.name),
        );
        results.push(made.ok ? succeed(await fingerprintsOf(made.value)) : made);
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('fingerprinting failed; the log says why');
      return results[0] ?? problem('cancelled');
    },
    async duplicates(store) {
      const newest = new Map<string, Trace>();
      for (const { document } of await keptDocuments(traces, store))
        if (!newest.has(document.file.sha256)) newest.set(document.file.sha256, document);
      return duplicateGroups(store, [...newest.values()]);
    },
    async latest(store, evidence) {
      const kept = await keptDocuments(traces, store);
      return evidence.flatMap(
        (sha256) => kept.find(({ document }) => document.file.sha256 === sha256)?.document ?? [],
      );
    },
  };

  async function trace(
    store: CaseStore,
    suspect: Evidence,
    { search, register, comparing }: TraceMeans,
    { compare, signal }: { readonly compare: boolean; readonly signal: AbortSignal },
  ): Promise<Result<Trace>> {
    const started = performance.now();
    const { name, sha256, size, number, media } = suspect;
    const path = store.evidencePath(sha256);
    const prints = await printsOf(store, suspect, ports, signal);
    if (!prints.ok) return prints;
    const origin = await originOf({ path, sha256, media, name }, store.folder.work, ports, signal);
    if (!origin.ok) return origin;
    const question = { store, suspect, prints: prints.value, origin: origin.value, signal };
    const found = await findCandidates(question, { ports, register, search });
    if (!found.ok) return found;
    const compared = compare
      ? await compareBest(question, found.value.candidates, { comparing })
      : succeed(found.value.candidates);
    if (!compared.ok) return compared;
    const recovered = await recover(question, compared.value, { ports, register });
    if (!recovered.ok) return recovered;
    const { mark } = origin.value.layers;
    return succeed({
      ...{
        format: 'assay-trace',
        version: 1,
        id: ports.id(),
        at: ports.clock().toISOString(),
        assay: version,
      },
      file: { name, sha256, size, number, media },
      searched: found.value.searched,
      mark: {
        state: mark.state === 'not-measured' ? 'not-applicable' : mark.state,
        payloads: [...new Set(mark.readings.map(({ payload }) => payload))],
        reason: mark.reason,
      },
      methods: found.value.methods,
      candidates: compared.value,
      recovered: recovered.value,
      warnings: traceWarnings(question, compared.value),
      durationMs: Math.round(performance.now() - started),
    });
  }
}

function everything(store: CaseStore): string[] {
  const all: string[] = [];
  for (let offset = 0; ; ) {
    const { items } = store.listEvidence({ offset, limit: 500, filter: {} });
    if (items.length === 0) return all;
    all.push(...items.map(({ sha256 }) => sha256));
    offset += items.length;
  }
}

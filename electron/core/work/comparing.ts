import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import {
  Alignment,
  type ComparedFile,
  Comparison,
  type ComparisonListing,
  type ComparisonRequest,
} from '#shared/domain/comparison.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { createCell, evidenceMissing } from '../analysis/cell.ts';
import { placeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { engineVersions } from '../media/engines.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { Register } from '../trace/register/register.ts';
import { version } from '../version.ts';
import type { JobHandle, Jobs } from './jobs.ts';
import { type DocumentKind, keepDocument, keptDocuments } from './kept-documents.ts';

/** Laying two files over each other. */
export interface Comparing {
  /** Starts a job; the comparison is kept under the job's id. */
  run(store: CaseStore, caseId: string, request: ComparisonRequest): Result<Job>;
  /** Within another job; `null`: it was cancelled. */
  make(
    store: CaseStore,
    request: ComparisonRequest,
    handle: Pick<JobHandle, 'signal'> & { progress?(fraction: number): void },
  ): Promise<Result<Comparison>>;
  /** The newest first. */
  list(store: CaseStore): Promise<ComparisonListing[]>;
  get(store: CaseStore, id: string): Promise<Result<Comparison>>;
  /** The newest of each pair whose suspect is one of these exhibits, by the suspect's number. */
  latest(store: CaseStore, evidence: readonly string[]): Promise<Comparison[]>;
  /** Where a picture of a comparison lies; `null`: there is none of that name. */
  artifact(store: CaseStore, id: string, name: string): Promise<{ path: string; mime: string } | null>;
}

/** Films are decoded several times, and pictures are warped at full size. */
const limits: Limits = { ...defaultLimits, timeMs: 1_800_000, memoryBytes: 4 * 1024 ** 3, frames: 1_000_000 };
const engines = ['sharp', 'ffmpeg', 'opencv'] as const;

const comparisons: DocumentKind<Comparison> = {
  schema: Comparison,
  folder: (store) => store.folder.comparisons,
  record: (store, sha256, { id, first, second, outcome, artifacts }) =>
    store.recordDocument('comparison.made', sha256, {
      ...{ comparison: id, first: first.sha256, second: second.sha256, outcome },
      artifacts: artifacts.map(({ name, sha256: hash }) => `${name} ${hash}`),
    }),
};

export function createComparing(ports: Ports, jobs: Jobs, register: Register): Comparing {
  async function make(
    store: CaseStore,
    request: ComparisonRequest,
    { signal, progress }: Pick<JobHandle, 'signal'> & { progress?(fraction: number): void },
    id = ports.id(),
  ): Promise<Result<Comparison>> {
    const second = store.evidence(request.second);
    if (second === null) return problem('not-found', request.second);
    const first = await firstFile(store, request.first, register);
    if (!first.ok) return first;
    const started = performance.now();
    const aligned = await align(store, first.value, second, { id, ports, signal, progress });
    if (!aligned.ok) return aligned;
    const comparison: Comparison = {
      ...aligned.value,
      ...{ format: 'assay-comparison', version: 1, id, at: ports.clock().toISOString(), assay: version },
      ...{ first: first.value.file, second: described(second) },
      engines: Object.fromEntries(
        Object.entries(await engineVersions(engines)).flatMap(([name, state]) =>
          'version' in state ? [[name, state.version]] : [],
        ),
      ),
      durationMs: Math.round(performance.now() - started),
    };
    await keepDocument(comparisons, store, comparison);
    return succeed(comparison);
  }

  return {
    run(store, caseId, request) {
      if (store.evidence(request.second) === null) return problem('not-found', request.second);
      const job: Job = jobs.start('compare', caseId, 'files', async (handle) => {
        handle.progress(0, 100, '');
        const made = await make(
          store,
          request,
          {
            signal: handle.signal,
            progress: (fraction) => handle.progress(Math.round(fraction * 100), 100, ''),
          },
          job.id,
        );
        if (!made.ok && made.problem.code !== 'cancelled')
          handle.problem(request.second.slice(0, 12), made.problem.message);
      });
      return succeed(job);
    },
    make: (store, request, handle) => make(store, request, handle),
    async list(store) {
      return (await keptDocuments(comparisons, store)).map(({ document, sha256 }) => {
        const { id, at, first, second, outcome, claim, changes } = document;
        return { id, at, first, second, outcome, claim, changes: changes.length, sha256 };
      });
    },
    async get(store, id) {
      const kept = (await keptDocuments(comparisons, store)).find(({ document }) => document.id === id);
      return kept === undefined ? problem('not-found', id) : succeed(kept.document);
    },
    async latest(store, evidence) {
      const chosen = new Set(evidence);
      const newest = new Map<string, Comparison>();
      for (const { document } of await keptDocuments(comparisons, store)) {
        const pair = `${document.first.sha256} ${document.second.sha256}`;
        if (chosen.has(document.second.sha256) && !newest.has(pair)) newest.set(pair, document);
      }
      return [...newest.values()].sort((a, b) => (a.second.number ?? 0) - (b.second.number ?? 0));
    },
    async artifact(store, id, name) {
      const kept = (await keptDocuments(comparisons, store)).find(({ document }) => document.id === id);
      const artifact = kept?.document.artifacts.find((one) => one.name === name);
      if (kept === undefined || artifact === undefined) return null;
      return { path: join(store.folder.comparisons, kept.document.id, artifact.name), mime: artifact.mime };
    },
  };
}

interface First {
  readonly path: string;
  readonly file: ComparedFile;
  /** Content hash of evidence; `null`: of a file of the register, where it is not known. */
  readonly evidence: Evidence | null;
}

async function firstFile(
  store: CaseStore,
  first: ComparisonRequest['first'],
  register: Register,
): Promise<Result<First>> {
  if (first.from === 'case') {
    const evidence = store.evidence(first.evidence);
    if (evidence === null) return problem('not-found', first.evidence);
    return succeed({ path: store.evidencePath(evidence.sha256), file: described(evidence), evidence });
  }
  const entry = await register.show(first.entry);
  if (!entry.ok) return entry;
  const { name, original, copy, media } = entry.value;
  for (const sha256 of [original, copy]) {
    if (sha256 === null || media === null) continue;
    const evidence = store.evidence(sha256);
    if (evidence !== null)
      return succeed({ path: store.evidencePath(sha256), file: described(evidence), evidence });
    const kept = await register.kept(sha256);
    if (!kept.ok) return kept;
    if (kept.value === null) continue;
    const file = { name, sha256, size: 0, number: null, media };
    return succeed({ path: kept.value, file, evidence: null });
  }
  return fail('not-found', notKept, name);
}

function described({ name, sha256, size, number, media }: Evidence): ComparedFile {
  return { name, sha256, size, number, media };
}

interface Means {
  readonly id: string;
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly progress: ((fraction: number) => void) | undefined;
}

async function align(
  store: CaseStore,
  first: First,
  second: Evidence,
  { id, ports, signal, progress }: Means,
): Promise<Result<Alignment>> {
  if (first.file.sha256 === second.sha256)
    return succeed({ ...same, outcome: 'same-bytes', claim: 'same-bytes' });
  const cell = await createCell(store.folder.work, id, store.evidencePath(second.sha256), first.path);
  if (cell === null) return fail('input-output', evidenceMissing, second.name);
  try {
    const folder = join(cell.artifacts, 'pictures');
    const input = {
      first: { path: cell.companion, media: first.file.media },
      second: { path: cell.evidence, media: second.media },
      folder,
    };
    const made = await ports.workers.run('align', input, Alignment, {
      ...{ priority: 'interactive', limits, affinity: second.sha256, signal },
      ...(progress === undefined ? {} : { onProgress: progress }),
    });
    if (!made.ok) {
      const { code, message, detail } = made.failure;
      if (code === 'cancelled') return problem('cancelled');
      ports.log('error', 'a comparison failed', { message, detail });
      return problem('tracing-failed', message);
    }
    if (made.value.artifacts.length > 0) {
      await placeFolder(folder, join(store.folder.comparisons, id));
    }
    return succeed(sameContent(first.evidence, second) ? asSame(made.value) : made.value);
  } finally {
    await cell.remove();
  }
}

/** Whether the decoded contents of both have one hash, made in one way. */
function sameContent(first: Evidence | null, { content }: Evidence): boolean {
  return (
    first !== null &&
    content.state === 'known' &&
    first.content.state === 'known' &&
    first.content.sha256 === content.sha256 &&
    first.content.method === content.method
  );
}

/** Equal in content, whatever the method that laid them over each other could or could not say. */
function asSame(alignment: Alignment): Alignment {
  return { ...alignment, outcome: 'same-content', claim: 'same-content', reason: null };
}

const same: Omit<Alignment, 'outcome' | 'claim'> = {
  ...{ reason: null, matches: [], transform: null, changes: [], figures: [], artifacts: [], warnings: [] },
};

const notKept = localized(
  'The file of this entry is not kept here, so nothing can be laid over it. Take the original into the case and compare with that.',
  '此条目的文件未保存在本机，无法叠加比对。请将原件收入案件后再比对。',
);

import { z } from 'zod';
import { CredentialResult } from '#shared/domain/credential.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { type LineageFacts, noFacts } from '../trace/lineage/facts.ts';
import { startExamination } from './examination.ts';
import type { Jobs } from './jobs.ts';
import { overviewOf } from './labels.ts';

/** Where the facts stand that a lineage weighs; cheap, unlike a whole examination. */
const factAnalyses = ['labels.declared', 'provenance.c2pa', 'metadata.fields'] as const;

const Fields = z.object({ fields: z.array(z.object({ name: z.string() })) });

/** Fields a camera or a recorder writes and editors seldom make up (Exif 3.0, CIPA DC-008 §4.6). */
const captureFields: ReadonlySet<string> = new Set([
  ...['Make', 'Model', 'ExposureTime', 'FNumber', 'ISO', 'DateTimeOriginal', 'FocalLength', 'LensModel'],
  ...['ShutterSpeedValue', 'ApertureValue', 'MeteringMode', 'SerialNumber', 'SubSecTimeOriginal'],
]);

/** What the runs and records of a case know of an exhibit besides its content; what was not examined says nothing. */
export function factsOf(store: CaseStore, { sha256 }: Evidence): LineageFacts {
  const runs = store.latestRuns(sha256);
  const latest = (analysis: string) => runs.find((run) => run.analysis === analysis)?.result ?? null;
  const fields = Fields.safeParse(latest('metadata.fields'));
  const written = new Set(fields.success ? fields.data.fields.map(({ name }) => name) : []);
  const overview = overviewOf(store, sha256);
  const credential = CredentialResult.safeParse(latest('provenance.c2pa'));
  const present = credential.success && credential.data.state === 'present' ? credential.data : null;
  const publishedAt = store.publication(sha256)?.publication.publishedAt ?? '';
  const dated = present === null ? null : stampOf(present);
  return {
    ...noFacts(sha256),
    capture: [...written].filter((name) => captureFields.has(name)).length,
    label: overview.ok && overview.value.statements.some(({ kind }) => kind === 'label'),
    credential: present !== null && holds(present),
    date: dated ?? (publishedAt === '' ? null : { at: publishedAt, from: 'publication' }),
  };
}

/** Examines for these facts whatever was not yet, as a job of its own; its runs are recorded like any others. */
export async function gatherFacts(
  store: CaseStore,
  caseId: string,
  exhibits: readonly Evidence[],
  { ports, jobs, signal }: { readonly ports: Ports; readonly jobs: Jobs; readonly signal: AbortSignal },
  announce: (note: string) => void,
): Promise<void> {
  const evidence = exhibits
    .filter(({ sha256 }) => store.latestRunsOf(sha256, factAnalyses).length < factAnalyses.length)
    .map(({ sha256 }) => sha256);
  if (evidence.length === 0 || store.readOnly || signal.aborted) return;
  announce(factAnalyses.join(', '));
  const request = { caseId, evidence, only: factAnalyses, parameters: {}, again: false };
  const started = startExamination(store, request, ports, jobs);
  if (!started.ok) throw new Error(started.problem.message.en);
  const { id } = started.value;
  const cancel = () => jobs.cancel(id);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await jobs.settled(id);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

type Present = Extract<CredentialResult, { state: 'present' }>;

/** The content is as it was signed, by whomever. */
function holds({ verdict }: Present): boolean {
  return verdict.content === 'intact' && verdict.claims === 'intact' && verdict.signature === 'valid';
}

/** A time-stamp of a listed authority over a signature that holds: the file was there by then. */
function stampOf(present: Present): LineageFacts['date'] {
  const { active, manifests } = present.store;
  const at = manifests.find(({ label }) => label === active)?.signature?.time ?? null;
  return at !== null && holds(present) && present.verdict.time === 'listed'
    ? { at, from: 'timestamp' }
    : null;
}

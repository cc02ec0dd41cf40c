import type { Result } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { type RegisterEntry, RegisterItem } from '#shared/domain/register.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { fingerprinters } from '../trace/fingerprints/fingerprinters.ts';
import type { OriginReading } from '../trace/origin-task.ts';
import type { Register } from '../trace/register/register.ts';
import type { Jobs } from './jobs.ts';
import { originOf } from './origins.ts';
import { printsOf } from './prints.ts';

export interface RegisterOrder {
  readonly evidence: string;
  readonly note: string;
  /** Keep the file beside the register, so that suspects can be laid over it. */
  readonly keep: boolean;
}

export interface RegisterMeans {
  readonly register: Register;
  readonly ports: Ports;
  readonly jobs: Jobs;
}

/** Longest text of a code that stands in the entry itself, characters. */
const longestCode = 2000;

/** Enter evidence in the register as a known original: its prints, its labels, its credential, its mark. */
export async function registerEvidence(
  store: CaseStore,
  caseId: string,
  order: RegisterOrder,
  means: RegisterMeans,
  signal?: AbortSignal,
): Promise<Result<RegisterEntry>> {
  const results: Result<RegisterEntry>[] = [];
  const job = means.jobs.start('register', caseId, 'files', async (handle) => {
    const signals = [handle.signal, ...(signal === undefined ? [] : [signal])];
    handle.progress(0, 1, store.evidence(order.evidence)?.name ?? '');
    results.push(await enter(store, order, means, AbortSignal.any(signals)));
    handle.progress(1, 1, '');
  });
  const { state } = await means.jobs.settled(job.id);
  if (state === 'failed') throw new Error('entering failed; the log says why');
  return results[0] ?? problem('cancelled');
}

async function enter(
  store: CaseStore,
  { evidence: sha256, note, keep }: RegisterOrder,
  { register, ports }: RegisterMeans,
  signal: AbortSignal,
): Promise<Result<RegisterEntry>> {
  const evidence = store.evidence(sha256);
  if (evidence === null) return problem('not-found', sha256);
  const path = store.evidencePath(sha256);
  const prints = await printsOf(store, evidence, ports, signal);
  if (!prints.ok) return prints;
  const { media, name } = evidence;
  const origin = await originOf({ path, sha256, media, name }, store.folder.work, ports, signal);
  if (!origin.ok) return origin;
  if (keep) {
    const kept = await register.keep(path, sha256);
    if (!kept.ok) return kept;
  }
  return register.enter({
    item: { ...(await itemOf(evidence, prints.value, origin.value, note)), copy: sha256 },
    prints: prints.value.prints,
    manifestStore: origin.value.store === null ? null : Buffer.from(origin.value.store, 'base64'),
  });
}

async function itemOf(
  { name, sha256, media }: Evidence,
  { prints }: Pick<Parameters<Register['enter']>[0], 'prints'>,
  { layers, manifest }: OriginReading,
  note: string,
): Promise<RegisterItem> {
  const fingerprints: RegisterItem['fingerprints'] = [];
  for (const print of prints) {
    const code = (await fingerprinters.get(print.method)?.())?.text(print);
    if (code !== undefined && code.length <= longestCode)
      fingerprints.push({ method: print.method, code, quality: print.quality });
  }
  return RegisterItem.parse({
    ...{ payload: null, codec: null, key: null, name, kind: media.kind, format: media.format },
    ...{ original: sha256, copy: sha256, fingerprints, manifest, note, origin: 'entered', media },
    labels: layers.labels.statements.map(({ standard, key, raw, place }) => ({
      ...{ standard, key, value: raw, place },
    })),
  });
}

import { join, resolve } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import {
  type BatchFile,
  type DurableRequest,
  type EvidenceMarkingRequest,
  type MarkBatch,
  type MarkedFile,
  MarkPlan,
} from '#shared/domain/marking.ts';
import { makeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { formatFacts } from '../intake/formats.ts';
import { type BatchOptions, markBatch } from '../mark/batch.ts';
import { type MarkKey, publicMarkKey } from '../mark/key.ts';
import { createKeyRing, type KeyRing, keyFromFile } from '../mark/key-ring.ts';
import { checkMarkOrder, type MarkOptions, markFile } from '../mark/mark-file.ts';
import { MarkOrder } from '../mark/mark-order.ts';
import { PlanOutput } from '../mark/mark-tasks.ts';
import type { RingFolders } from '../mark/ring-folders.ts';
import { taskProblem } from '../mark/task-problems.ts';
import { defaultLimits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { SigningIdentity } from '../provenance/sign/identity.ts';
import type { Register } from '../trace/register/register.ts';
import type { Jobs } from './jobs.ts';
import type { LabelSigning } from './labelling.ts';
import { signerOf } from './signing.ts';

export interface EvidenceMarking {
  readonly evidence: string;
  readonly request: EvidenceMarkingRequest;
  /** `null`: a new file in the case's `exports/`. */
  readonly out: string | null;
  /** `null`: the copy is not signed. */
  readonly sign: LabelSigning | null;
}

export interface DurableMarking {
  readonly sources: readonly string[];
  readonly out: string;
  readonly request: DurableRequest;
  readonly sign: LabelSigning | null;
}

export interface Marking {
  readonly keys: KeyRing;
  /** Keys for reading that stay in this process: gone with it. */
  readonly lent: KeyRing;
  /** Read with the key of a file as long as this process lasts; gives its fingerprint. */
  lend(file: string): Promise<Result<string>>;
  /** A key of the ring, or the public one. */
  keyOf(fingerprint: string | null): Promise<Result<MarkKey>>;
  /** A marked copy of any file. */
  file(
    order: MarkOrder,
    sign: LabelSigning | null,
    options?: Pick<MarkOptions, 'signal' | 'onProgress'>,
  ): Promise<Result<MarkedFile>>;
  /** Marked copies of files and folders, as a job; the key is one of the ring unless it is given. */
  durable(
    request: DurableMarking,
    given?: MarkKey,
    options?: Pick<BatchOptions, 'signal' | 'onProgress' | 'onFile'>,
  ): Promise<Result<MarkBatch>>;
  /** What marking a piece of evidence would do. */
  plan(store: CaseStore, evidence: string, signal?: AbortSignal): Promise<Result<MarkPlan>>;
  /** A marked copy of a piece of evidence, as a job; recorded in the custody chain. */
  evidence(
    store: CaseStore,
    caseId: string,
    request: EvidenceMarking,
    signal?: AbortSignal,
  ): Promise<Result<MarkedFile>>;
}

/** The case a job belongs to that works on files of no case. */
const noCase = '';

export function createMarking(
  ports: Ports,
  jobs: Jobs,
  register: Register,
  { own, lent }: RingFolders,
): Marking {
  const keys = createKeyRing(own, () => ports.clock());
  const once = createKeyRing(lent, () => ports.clock());

  async function keyOf(fingerprint: string | null): Promise<Result<MarkKey>> {
    return fingerprint === null || fingerprint === publicMarkKey.name.fingerprint
      ? succeed(publicMarkKey)
      : keys.find(fingerprint);
  }

  async function signing(sign: LabelSigning | null): Promise<Result<SigningIdentity | null>> {
    return sign === null ? succeed(null) : signerOf(ports, sign, sign.algorithm);
  }

  async function file(
    order: MarkOrder,
    sign: LabelSigning | null,
    options: MarkOptions = {},
  ): Promise<Result<MarkedFile>> {
    // First what is wrong with the order: nobody shall make an authority for a file that is not there.
    const checked = await checkMarkOrder(order);
    if (!checked.ok) return checked;
    const signer = await signing(sign);
    return signer.ok ? markFile(order, { ports, register, signer: signer.value }, options) : signer;
  }

  return {
    keys,
    lent: once,
    async lend(file) {
      const key = await keyFromFile(file);
      if (!key.ok) return key;
      const fingerprint = String(key.value.name.fingerprint);
      if (fingerprint === publicMarkKey.name.fingerprint) return succeed(fingerprint);
      const added = await once.addFile(file, '');
      return added.ok || added.problem.code === 'file-exists' ? succeed(fingerprint) : added;
    },
    keyOf,
    file,
    async durable({ sources, out, request, sign }, given, options = {}) {
      const key = given === undefined ? await keyOf(request.key) : succeed(given);
      if (!key.ok) return key;
      const signer = await signing(sign);
      if (!signer.ok) return signer;
      const results: Result<MarkBatch>[] = [];
      const job = jobs.start('mark', noCase, 'files', async (handle) => {
        const signals = [handle.signal, ...(options.signal === undefined ? [] : [options.signal])];
        const made = await markBatch(
          { sources, out, request, key: key.value },
          { ports, register, signer: signer.value },
          {
            clock: () => ports.clock(),
            signal: AbortSignal.any(signals),
            onProgress(done, total, name) {
              handle.progress(done, total, name);
              options.onProgress?.(done, total, name);
            },
            onFile(one: BatchFile) {
              if (one.reason !== null) handle.problem(one.source, one.reason);
              options.onFile?.(one);
            },
          },
        );
        results.push(made);
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('marking failed; the log says why');
      return results[0] ?? problem('cancelled');
    },
    async plan(store, sha256, signal) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const input = { path: store.evidencePath(sha256), name: null };
      const options = { priority: 'interactive', limits: defaultLimits, affinity: sha256 } as const;
      const planned = await ports.workers.run('mark-plan', input, PlanOutput, {
        ...options,
        ...(signal === undefined ? {} : { signal }),
      });
      return planned.ok
        ? succeed(MarkPlan.parse(planned.value))
        : taskProblem(planned.failure, evidence.name);
    },
    async evidence(store, caseId, { evidence: sha256, request, out, sign }, signal) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const key = await keyOf(request.key);
      if (!key.ok) return key;
      const { number, media, name, size } = evidence;
      // The evidence's own name is a stranger's; the copy is named after its exhibit number.
      const stamp = ports.clock().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
      const [extension = media.format] = formatFacts[media.format].extensions;
      const own = `marked-${number}-${stamp}-${ports.id().slice(0, 4)}.${extension}`;
      if (out === null) await makeFolder(store.folder.exports);
      const order: MarkOrder = {
        ...MarkOrder.parse({
          ...request,
          labelling: request.labelling ?? {},
          name,
          source: store.evidencePath(sha256),
          out: out === null ? join(store.folder.exports, own) : resolve(out),
          needs: request.labelling === null ? 'mark' : 'layers',
        }),
        key: key.value,
      };
      const results: Result<MarkedFile>[] = [];
      const job = jobs.start('mark', caseId, 'bytes', async (handle) => {
        const signals = [handle.signal, ...(signal === undefined ? [] : [signal])];
        const made = await file(order, sign, {
          signal: AbortSignal.any(signals),
          onProgress: (fraction) => handle.progress(Math.round(fraction * size), size, `#${number}`),
        });
        results.push(made);
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('marking failed; the log says why');
      const [made = problem('cancelled')] = results;
      if (!made.ok) return made;
      const { mark, layers, path, signed, entry } = made.value;
      store.recordMarked(made.value.sha256, {
        evidence: sha256,
        path,
        codec: mark?.codec ?? null,
        payload: mark?.payload ?? null,
        key: mark?.key.fingerprint ?? null,
        layers: layers.map(({ layer, state: how }) => `${layer}: ${how}`),
        entry,
        manifest: signed?.manifest ?? null,
      });
      return made;
    },
  };
}

import { join, resolve } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { type LabelledFile, LabellingPlan, type LabellingRequest } from '#shared/domain/labelling.ts';
import type { AuthorityAlgorithm } from '#shared/domain/signing.ts';
import { makeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { formatFacts } from '../intake/formats.ts';
import { checkLabelOrder, type LabelOptions, labelFile } from '../labels/writing/label-file.ts';
import type { LabelOrder } from '../labels/writing/order.ts';
import { defaultLimits } from '../media/limits.ts';
import { insideFolder } from '../page-files.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { SigningIdentity } from '../provenance/sign/identity.ts';
import type { Jobs } from './jobs.ts';
import { type SigningMeans, signerOf } from './signing.ts';

export type LabelSigning = SigningMeans & { readonly algorithm: AuthorityAlgorithm };

export interface EvidenceLabelling {
  readonly evidence: string;
  readonly request: LabellingRequest;
  /** `null`: a new file in the case's `exports/`. */
  readonly out: string | null;
  /** `null`: the copy is not signed. */
  readonly sign: LabelSigning | null;
}

export interface LabelQuestion {
  readonly evidence: string;
  readonly request: LabellingRequest;
  readonly sign: boolean;
}

export interface Labelling {
  /** A labelled copy of any file. */
  file(
    order: LabelOrder,
    sign: LabelSigning | null,
    options?: Pick<LabelOptions, 'signal' | 'onProgress'>,
  ): Promise<Result<LabelledFile>>;
  /** What a request would do to a piece of evidence. */
  plan(store: CaseStore, question: LabelQuestion, signal?: AbortSignal): Promise<Result<LabellingPlan>>;
  /** Show a labelled copy of the case in the system's file manager. */
  reveal(store: CaseStore, name: string): Promise<Result<Record<string, never>>>;
  /** A labelled copy of a piece of evidence, as a job; recorded in the custody chain. */
  evidence(
    store: CaseStore,
    caseId: string,
    request: EvidenceLabelling,
    signal?: AbortSignal,
  ): Promise<Result<LabelledFile>>;
}

export function createLabelling(ports: Ports, jobs: Jobs): Labelling {
  async function file(
    order: LabelOrder,
    sign: LabelSigning | null,
    options: Omit<LabelOptions, 'signer'> = {},
  ): Promise<Result<LabelledFile>> {
    // First what is wrong with the order: nobody shall make an authority for a file that is not there.
    const checked = await checkLabelOrder(order);
    if (!checked.ok) return checked;
    let signer: SigningIdentity | null = null;
    if (sign !== null) {
      const found = await signerOf(ports, sign, sign.algorithm);
      if (!found.ok) return found;
      signer = found.value;
    }
    return labelFile({ ...order, sign: signer !== null }, ports, { ...options, signer });
  }

  return {
    file,
    async plan(store, { evidence: sha256, request, sign }, signal) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const input = { path: store.evidencePath(sha256), media: evidence.media, request, sign };
      const options = { priority: 'interactive', limits: defaultLimits, affinity: sha256 } as const;
      const planned = await ports.workers.run('label-plan', input, LabellingPlan, {
        ...options,
        ...(signal === undefined ? {} : { signal }),
      });
      if (planned.ok) return succeed(planned.value);
      const { code, message } = planned.failure;
      return code === 'cancelled' ? problem('cancelled') : problem('labelling-failed', message);
    },
    async reveal(store, name) {
      if (ports.reveal === undefined) return problem('not-available-here', 'reveal');
      const path = await insideFolder(store.folder.exports, name);
      if (path === null) return problem('not-found', name);
      ports.reveal(path);
      return succeed({});
    },
    async evidence(store, caseId, { evidence: sha256, request, out, sign }, signal) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const { number, media, name, size } = evidence;
      // The evidence's own name is a stranger's; the copy is named after its exhibit number.
      const stamp = ports.clock().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
      const [extension = media.format] = formatFacts[media.format].extensions;
      const own = `labelled-${number}-${stamp}-${ports.id().slice(0, 4)}.${extension}`;
      if (out === null) await makeFolder(store.folder.exports);
      const order: LabelOrder = {
        ...request,
        source: store.evidencePath(sha256),
        out: out === null ? join(store.folder.exports, own) : resolve(out),
        sign: sign !== null,
      };
      const results: Result<LabelledFile>[] = [];
      const job = jobs.start('label', caseId, 'bytes', async (handle) => {
        const signals = [handle.signal, ...(signal === undefined ? [] : [signal])];
        const made = await file(order, sign, {
          signal: AbortSignal.any(signals),
          sourceTitle: name,
          onProgress: (fraction) => handle.progress(Math.round(fraction * size), size, `#${number}`),
        });
        results.push(made);
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('labelling failed; the log says why');
      const [labelled = problem('cancelled')] = results;
      if (!labelled.ok) return labelled;
      const made = labelled.value;
      store.recordLabelled(made.sha256, {
        evidence: sha256,
        path: made.path,
        standards: request.labels.map(({ standard }) => standard),
        visible: request.visible?.text ?? null,
        audible: request.audible?.kind ?? null,
        written: request.written?.text ?? null,
        rest: made.rest,
        manifest: made.signed?.manifest ?? null,
      });
      return succeed(made);
    },
  };
}

import { basename } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { MarkedFile, MarkLayer } from '#shared/domain/marking.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { RequestedAction, SignedFile } from '#shared/domain/signing.ts';
import { LabelOrder } from '../labels/writing/order.ts';
import { CheckOutput, WriteOutput } from '../labels/writing/tasks.ts';
import { withFullStop } from '../labels/writing/words.ts';
import { defaultLimits } from '../media/limits.ts';
import type { TaskOptions } from '../ports.ts';
import { signFile } from '../provenance/sign/sign-file.ts';
import type { FinishedCopy } from '../trace/register/store.ts';
import { readExplicit } from './explicit-reading.ts';
import * as words from './layer-words.ts';
import { layer } from './layer-words.ts';
import { type MarkMeans, titleOf } from './mark-file.ts';
import type { MarkOrder } from './mark-order.ts';
import { CheckMarkOutput, FingerprintOutput, PlanOutput, WriteMarkOutput } from './mark-tasks.ts';
import { carriesCredential, extension, noCodec, nothingMade } from './mark-words.ts';
import { markBinding } from './soft-binding.ts';
import { reasonProblem, refusal, taskProblem } from './task-problems.ts';

/** Encoding a long film again takes hours, and an encoder of large pictures gigabytes. */
export const markingLimits = { ...defaultLimits, timeMs: 6 * 3_600_000, memoryBytes: 6 * 1024 ** 3 };

export interface DraftPaths {
  readonly rendered: string;
  readonly explicit: string;
  readonly marked: string;
  readonly labelled: string;
  readonly signed: string;
}

/** A copy that is made and read back, before it is entered and named. */
export interface Draft {
  readonly path: string;
  readonly marked: Omit<MarkedFile, 'path' | 'sha256' | 'size'>;
  readonly finished: Omit<FinishedCopy, 'copy'> | null;
}

interface DraftOptions {
  readonly signal?: AbortSignal;
  onProgress(fraction: number): void;
  onReserved(number: number): void;
}

type OrderWithPayload = MarkOrder & { readonly payload: string };

/**
 * Layer by layer, each on what the one before it left. The mark changes pixels and samples, so it comes after what is
 * drawn and before everything that is bytes; the label in the metadata moves no pixel; the signature is over all.
 */
export async function makeDraft(
  order: OrderWithPayload,
  source: MarkedFile['source'],
  drafts: DraftPaths,
  means: MarkMeans,
  options: DraftOptions,
): Promise<Result<Draft>> {
  const { ports, register, signer } = means;
  const { labelling, payload, key } = order;
  const from = (start: number, share: number): TaskOptions => ({
    priority: 'interactive',
    limits: markingLimits,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (fraction) => options.onProgress(start + fraction * share),
  });
  const planned = await ports.workers.run(
    'mark-plan',
    { path: order.source, name: basename(order.out) },
    PlanOutput,
    from(0, 0.05),
  );
  if (!planned.ok) return taskProblem(planned.failure, order.out);
  const { media, codec, why, credential } = planned.value;
  if (media.extensionFits === false) return reasonProblem(extension(basename(order.out), media.format));
  if (credential && signer === null) return reasonProblem(carriesCredential);
  if (codec === null && order.needs === 'mark') return refusal(why ?? noCodec(media.format));

  const notes: MarkedFile['notes'] = [];
  const refused = (name: MarkLayer['layer'], { text }: Pick<Reason, 'text'>) =>
    layer(name, 'refused', withFullStop(text));
  const labelOrder = (part: Partial<LabelOrder>, content: string): LabelOrder =>
    LabelOrder.parse({ ...part, source: content, out: order.out, sign: signer !== null });
  let content = order.source;

  // The label for people: drawn, heard or written.
  const { visible, audible, written, labels } = labelling;
  const explicitAsked = visible !== null || audible !== null || written !== null;
  let explicit: MarkLayer = layer('explicit', 'skipped', words.notAsked);
  if (explicitAsked) {
    const input = {
      order: labelOrder({ visible, audible, written }, content),
      drafts: { rendered: drafts.rendered, file: drafts.explicit },
    };
    const answer = await ports.workers.run('label-write', input, WriteOutput, from(0.05, 0.2));
    if (!answer.ok) return taskProblem(answer.failure, order.out);
    if (answer.value.ok) {
      content = drafts.explicit;
      notes.push(...answer.value.notes);
      explicit = layer('explicit', 'done', words.notAsked);
    } else explicit = refused('explicit', answer.value.reason);
  }

  // The mark. Its identifier is entered first: no mark leaves this machine unknown.
  let entry: number | null = null;
  let mark: (Omit<NonNullable<MarkedFile['mark']>, 'reading'> & { before: string }) | null = null;
  let markLayer = refused('mark', { text: why ?? noCodec(media.format) });
  const item = {
    ...{ name: titleOf(order), kind: media.kind, format: media.format, original: source.sha256, copy: null },
    ...{ fingerprints: [], labels: [], manifest: null, binding: null, note: order.note },
  };
  if (codec !== null) {
    if (order.register) {
      const reserved = await register.reserve({ ...item, payload, codec, key: key.name.fingerprint });
      if (!reserved.ok) return reserved;
      entry = reserved.value.number;
      options.onReserved(entry);
    }
    const input = { source: content, target: drafts.marked, payload, key, strength: order.strength };
    const answer = await ports.workers.run('mark-write', input, WriteMarkOutput, from(0.25, 0.35));
    if (!answer.ok) return taskProblem(answer.failure, order.out);
    if (answer.value.ok) {
      mark = { codec, payload, key: key.name, quality: answer.value.quality, before: content };
      content = drafts.marked;
      notes.push(...answer.value.notes);
    } else if (order.needs === 'mark') return reasonProblem(answer.value.reason);
    else markLayer = refused('mark', answer.value.reason);
  }

  // The label for machines, byte by byte.
  let label = layer('label', 'skipped', words.notAsked);
  let wrote: Extract<WriteOutput, { ok: true }> | null = null;
  if (labels.length > 0) {
    const input = {
      order: labelOrder({ labels }, content),
      drafts: { rendered: drafts.rendered, file: drafts.labelled },
    };
    const answer = await ports.workers.run('label-write', input, WriteOutput, from(0.6, 0.1));
    if (!answer.ok) return taskProblem(answer.failure, order.out);
    if (answer.value.ok) {
      wrote = answer.value;
      content = drafts.labelled;
      notes.push(...wrote.notes);
    } else label = refused('label', answer.value.reason);
  }
  if (content === order.source && signer === null)
    return refusal(nothingMade, [explicit, markLayer, label].map(({ detail }) => detail.en).join(' '));

  // The credential, over everything.
  const binding = mark === null ? null : markBinding(mark.codec, mark.payload, mark.key);
  let signedFile: SignedFile | null = null;
  let credentialLayer = layer('credential', 'skipped', words.notAsked);
  if (signer !== null) {
    const signed = await signFile(
      {
        source: content,
        out: drafts.signed,
        intent: 'edit',
        title: basename(order.out),
        actions: actionsOf(order, { explicit: explicit.state === 'done', mark: mark !== null, label: wrote !== null }),
        // The parent is the source with its own credential, not the draft in which that no longer fits.
        ingredients: [{ path: order.source, relationship: 'parentOf', title: titleOf(order) }],
        allActionsIncluded: false,
        softBindings: binding === null ? [] : [binding],
        redactions: [],
        sidecar: false,
        thumbnails: true,
        algorithm: 'es256',
      },
      signer,
      ports,
      options.signal,
    );
    if (signed.ok) {
      signedFile = signed.value;
      content = drafts.signed;
      notes.push(...signedFile.notes);
      credentialLayer = layer(
        'credential',
        'done',
        words.signed(signedFile.manifest, binding !== null),
        signedFile.checks.map(({ name, version }) => `${name} ${version}`),
      );
    } else if (signed.problem.code !== 'signing-refused' || credential || content === order.source) return signed;
    else credentialLayer = layer('credential', 'refused', signed.problem.message);
  }
  options.onProgress(0.75);

  // Everything is read from the finished copy, by whoever did not write it.
  let reading: NonNullable<MarkedFile['mark']>['reading'] | null = null;
  if (mark !== null) {
    const input = { path: content, before: mark.before, payload, key };
    const answer = await ports.workers.run('mark-check', input, CheckMarkOutput, from(0.75, 0.15));
    if (!answer.ok) return taskProblem(answer.failure, order.out);
    if (!answer.value.ok) return reasonProblem(answer.value.reason);
    reading = answer.value.reading;
    markLayer = layer('mark', 'done', words.markWritten(mark.codec, payload, reading.falseAlarmLog10), [
      `${reading.codec} ${reading.version}`,
    ]);
  }
  if (wrote !== null) {
    const input = { path: content, promised: wrote.promised };
    const answer = await ports.workers.run('label-check', input, CheckOutput, from(0.9, 0.03));
    if (!answer.ok) return taskProblem(answer.failure, order.out);
    if (!answer.value.ok) return reasonProblem(answer.value.reason);
    label = layer(
      'label',
      'done',
      words.labelsWritten(wrote.promised.entries.map(({ place }) => place)),
      answer.value.readBack.filter(({ state }) => state === 'agrees').map((one) => `${one.reader} ${one.version}`),
    );
  }
  if (explicit.state === 'done')
    explicit = await readExplicit(content, labelling, ports, from(0.93, 0.04));

  let finished: Draft['finished'] = null;
  let registerLayer = layer('register', 'skipped', words.notAsked);
  if (order.register) {
    const prints = await ports.workers.run('mark-fingerprint', { path: content }, FingerprintOutput, from(0.97, 0.02));
    if (!prints.ok) return taskProblem(prints.failure, order.out);
    if (entry === null) {
      const reserved = await register.reserve({ ...item, payload: null, codec: null, key: null });
      if (!reserved.ok) return reserved;
      entry = reserved.value.number;
      options.onReserved(entry);
    }
    finished = {
      fingerprints: prints.value.fingerprints,
      labels: (wrote?.promised.entries ?? []).map(({ standard, key: name, value, place }) => ({
        ...{ standard, key: name, value, place },
      })),
      manifest: signedFile?.manifest ?? null,
      binding: binding === null || signedFile === null ? null : { algorithm: binding.algorithm, value: binding.value },
    };
    registerLayer = layer('register', 'done', words.registered(entry));
  }
  return succeed({
    path: content,
    finished,
    marked: {
      source,
      kind: media.kind,
      format: media.format,
      mark: mark === null || reading === null ? null : { ...{ codec: mark.codec, payload, key: mark.key }, quality: mark.quality, reading },
      layers: [explicit, markLayer, label, registerLayer, credentialLayer],
      changes: wrote?.changes ?? [],
      signed: signedFile,
      entry,
      notes,
    },
  });
}

/** C2PA 2.2 §18.15.2 and 2.3: what was done to the parent. */
function actionsOf(
  { labelling }: MarkOrder,
  done: { readonly explicit: boolean; readonly mark: boolean; readonly label: boolean },
): RequestedAction[] {
  const actions: RequestedAction[] = [];
  if (done.explicit) actions.push({ action: labelling.audible === null ? 'c2pa.addedText' : 'c2pa.edited' });
  if (done.mark) actions.push({ action: 'c2pa.watermarked.bound' });
  if (done.label) actions.push({ action: 'c2pa.edited.metadata' });
  return actions;
}

import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { RequestedAction } from '#shared/domain/signing.ts';
import { fileChunks, hashChunks } from '../../case/chunks.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { finishDraft, nameDraft } from '../../draft-file.ts';
import { defaultLimits } from '../../media/limits.ts';
import type { Ports, TaskFailure, TaskOptions } from '../../ports.ts';
import { problem } from '../../problems.ts';
import type { SigningIdentity } from '../../provenance/sign/identity.ts';
import { signFile } from '../../provenance/sign/sign-file.ts';
import { type LabelOrder, orderFault } from './order.ts';
import { CheckOutput, type Promised, WriteOutput } from './tasks.ts';
import { withFullStop } from './words.ts';

export type LabelPorts = Pick<Ports, 'id' | 'workers'>;

/** Encoding a long film again takes hours, and an encoder of large pictures gigabytes. */
const limits = { ...defaultLimits, timeMs: 6 * 3_600_000, memoryBytes: 6 * 1024 ** 3 };

export interface LabelOptions {
  /** Who signs the copy, when that was ordered. */
  readonly signer: SigningIdentity | null;
  /** Name of the source where its path is not its name. */
  readonly sourceTitle?: string;
  readonly signal?: AbortSignal;
  onProgress?(fraction: number): void;
}

/**
 * Whether an order can be carried out as far as can be told without looking into a file.
 *
 * @returns the order with absolute paths
 */
export async function checkLabelOrder(given: LabelOrder): Promise<Result<LabelOrder>> {
  const { audible } = given;
  const order: LabelOrder = {
    ...given,
    source: resolve(given.source),
    out: resolve(given.out),
    audible: audible?.kind === 'spoken' ? { ...audible, recording: resolve(audible.recording) } : audible,
  };
  const fault = orderFault(order);
  if (fault !== null) return fail('labelling-refused', nothingWritten(fault));
  const needed = [order.source, ...(order.audible?.kind === 'spoken' ? [order.audible.recording] : [])];
  for (const path of needed)
    if (!(await isA('file', path))) return fail('labelling-refused', nothingWritten(noFile), path);
  if (!(await isA('folder', dirname(order.out))))
    return fail('labelling-refused', nothingWritten(noFolder), dirname(order.out));
  if ((await standsAt(order.out)) !== 'missing') return problem('file-exists', order.out);
  return succeed(order);
}

/**
 * Write a labelled copy of a file. The source is only read; a file that stands at the target stays; the copy
 * gets its name when every reader that knows the place has found the label in it, and otherwise nothing is
 * left behind.
 */
export async function labelFile(
  given: LabelOrder,
  ports: LabelPorts,
  options: LabelOptions,
): Promise<Result<LabelledFile>> {
  const checked = await checkLabelOrder(given);
  if (!checked.ok) return checked;
  const order = checked.value;
  const id = ports.id();
  const draft = (purpose: string): string =>
    join(dirname(order.out), `.${id}.${purpose}${extname(order.out)}`);
  const drafts = { rendered: draft('rendering'), file: draft('labelling') };
  const signed = draft('signing');
  const beside = ['.png', '.wav'].map((ending) => `${drafts.rendered}${ending}`);
  try {
    return await labelIntoDrafts(order, drafts, signed, ports, options);
  } catch (error) {
    if (options.signal?.aborted === true) return problem('cancelled');
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^E[A-Z0-9]+$/.test(code)) throw error;
    if (code === 'EEXIST') return problem('file-exists', order.out);
    return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${order.out}: ${code}`);
  } finally {
    for (const path of [drafts.rendered, drafts.file, signed, ...beside]) await rm(path, { force: true });
  }
}

async function labelIntoDrafts(
  order: LabelOrder,
  drafts: { readonly rendered: string; readonly file: string },
  signedDraft: string,
  ports: LabelPorts,
  { signer, sourceTitle, signal, onProgress }: LabelOptions,
): Promise<Result<LabelledFile>> {
  const task: TaskOptions = {
    priority: 'interactive',
    limits,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const source = await hashOf(order.source, signal);
  const written = await ports.workers.run('label-write', { order, drafts }, WriteOutput, task);
  if (!written.ok) return taskProblem(written.failure, order.out);
  if (!written.value.ok) return reasonProblem(written.value.reason);
  const { changes, rest, notes, promised } = written.value;
  const result = { changes, rest, source };
  if (signer === null) {
    const file = await finishDraft(drafts.file);
    signal?.throwIfAborted();
    await nameDraft(drafts.file, order.out);
    await syncDirectory(dirname(order.out));
    return succeed({
      path: order.out,
      ...file,
      ...result,
      readBack: written.value.readBack,
      signed: null,
      notes,
    });
  }
  const sealed = await signDraft(order, drafts.file, signedDraft, promised, ports, {
    signer,
    task,
    ...(sourceTitle === undefined ? {} : { sourceTitle }),
  });
  if (!sealed.ok) return sealed;
  const { signed, readBack } = sealed.value;
  await nameDraft(signedDraft, order.out);
  await syncDirectory(dirname(order.out));
  const { sha256, size } = signed;
  return succeed({
    path: order.out,
    sha256,
    size,
    ...result,
    readBack,
    signed: { ...signed, path: order.out },
    notes,
  });
}

interface DraftSigning {
  readonly signer: SigningIdentity;
  readonly task: TaskOptions;
  readonly sourceTitle?: string;
}

/** Labels first, signature last; then the labels are read once more, because the signature changed the file. */
async function signDraft(
  order: LabelOrder,
  draft: string,
  target: string,
  promised: Promised,
  ports: LabelPorts,
  { signer, task, sourceTitle }: DraftSigning,
) {
  const signed = await signFile(
    {
      source: draft,
      out: target,
      intent: 'edit',
      title: basename(order.out),
      actions: actionsOf(order),
      // The parent is the source with its own credential, not the draft in which that no longer fits.
      ingredients: [
        { path: order.source, relationship: 'parentOf', title: sourceTitle ?? basename(order.source) },
      ],
      allActionsIncluded: false,
      softBindings: [],
      redactions: [],
      sidecar: false,
      thumbnails: true,
      algorithm: 'es256',
    },
    signer,
    ports,
    task.signal,
  );
  if (!signed.ok) return signed;
  const checked = await ports.workers.run('label-check', { path: target, promised }, CheckOutput, task);
  if (!checked.ok) return taskProblem(checked.failure, order.out);
  if (!checked.value.ok) return reasonProblem(checked.value.reason);
  return succeed({ signed: signed.value, readBack: checked.value.readBack });
}

/** C2PA 2.2, 18.15.2: what was done to the parent. */
function actionsOf({ labels, visible, audible, written }: LabelOrder): RequestedAction[] {
  const actions: RequestedAction[] = [];
  if (visible !== null || written !== null) actions.push({ action: 'c2pa.addedText' });
  if (audible !== null) actions.push({ action: 'c2pa.edited' });
  if (labels.length > 0) actions.push({ action: 'c2pa.edited.metadata' });
  return actions;
}

async function hashOf(path: string, signal: AbortSignal | undefined): Promise<LabelledFile['source']> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { sha256 } = await hashChunks(fileChunks(handle), { expected: size, whole: ['sha256'], signal });
    return { sha256, size };
  } finally {
    await handle.close();
  }
}

function taskProblem(failure: TaskFailure, out: string) {
  if (failure.code === 'cancelled') return problem('cancelled');
  const detail = [failure.message, failure.detail ?? ''].join('\n').trim().slice(0, 2000);
  // File system errors cross the worker's border as text.
  if (/\bENOSPC\b/.test(failure.message)) return problem('disk-full', out);
  if (/\bE(ACCES|PERM|ROFS|IO|NOENT|DQUOT)\b/.test(failure.message))
    return problem('input-output', `${out}: ${failure.message}`);
  return problem('labelling-failed', detail);
}

/** Reasons that lie in what was asked for, and those that lie in the machine. */
function reasonProblem({ code, text, detail }: Reason) {
  if (code === 'engine-missing') return fail('engine-missing', nothingWritten(text), detail);
  const failed = code === 'check-failed' || code === 'statement-lost';
  return fail(failed ? 'labelling-failed' : 'labelling-refused', nothingWritten(text), detail);
}

/** Every refusal says what happened to the data. */
function nothingWritten(why: Localized): Localized {
  const { en, 'zh-CN': chinese } = withFullStop(why);
  return localized(`${en} Nothing was written.`, `${chinese}未写入任何内容。`);
}

async function isA(kind: 'file' | 'folder', path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return kind === 'file' ? found.isFile() : found.isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

const noFile = localized('There is no such file, or it cannot be read.', '文件不存在或无法读取。');
const noFolder = localized(
  'The folder the output is to be written to does not exist.',
  '输出文件所在的文件夹不存在。',
);

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MarkedFile } from '#shared/domain/marking.ts';
import { fileChunks, hashChunks } from '../case/chunks.ts';
import { standsAt, syncDirectory } from '../case/folder.ts';
import { finishDraft, nameDraft } from '../draft-file.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { SigningIdentity } from '../provenance/sign/identity.ts';
import { enterPrints } from '../trace/fingerprints/entered-prints.ts';
import type { Register } from '../trace/register/register.ts';
import type { FinishedCopy } from '../trace/register/store.ts';
import { type Draft, makeDraft } from './mark-draft.ts';
import { MarkOrder } from './mark-order.ts';
import { fileProblem, refusal } from './task-problems.ts';

export type MarkPorts = Pick<Ports, 'id' | 'workers'> & { readonly paths: Pick<Ports['paths'], 'temporary'> };

export interface MarkMeans {
  readonly ports: MarkPorts;
  readonly register: Register;
  /** Who signs the copy, when that was ordered. */
  readonly signer: SigningIdentity | null;
}

/** The finished copy, as it is put down before it gets its name. */
export interface Sealed {
  /** Where it lies until then. */
  readonly draft: string;
  readonly marked: MarkedFile;
  /** What its entry is to be completed with; `null`: it is not entered. */
  readonly finished: FinishedCopy | null;
}

export interface MarkOptions {
  /** Part of the names of everything unfinished, so that it can be cleared after a crash. */
  readonly draftId?: string;
  readonly signal?: AbortSignal;
  onProgress?(fraction: number): void;
  /** Called with the finished copy before it is entered and named. */
  onSealed?(sealed: Sealed): Promise<void>;
}

/** Beginning of the names of everything unfinished that one order makes. */
export function draftPrefix(draftId: string): string {
  return `.${draftId}.`;
}

/** Whether an order can be carried out as far as can be told without looking into a file. */
export async function checkMarkOrder(given: MarkOrder): Promise<Result<MarkOrder>> {
  const { key, ...rest } = given;
  const parsed = MarkOrder.safeParse({
    ...rest,
    source: resolve(given.source),
    out: resolve(given.out),
  });
  if (!parsed.success) return problem('bad-request', parsed.error.issues[0]?.message);
  const order: MarkOrder = { ...parsed.data, key };
  if (!(await isA('file', order.source)))
    return refusal((await isA('folder', order.source)) ? noSingleFile : noFile, order.source);
  if (!(await readable(order.source))) return refusal(noFile, order.source);
  if (!(await isA('folder', dirname(order.out)))) return refusal(noFolder, dirname(order.out));
  if ((await standsAt(order.out)) !== 'missing') return problem('file-exists', order.out);
  return succeed(order);
}

/**
 * Write a marked copy of a file: label for people → mark → label in the metadata → credential, each made on what the
 * one before it left and each read from the finished copy. The source is only read; a file that stands at the target
 * stays; the copy gets its name when everything is in order, and otherwise nothing is left behind.
 */
export async function markFile(
  given: MarkOrder,
  means: MarkMeans,
  options: MarkOptions = {},
): Promise<Result<MarkedFile>> {
  const checked = await checkMarkOrder(given);
  if (!checked.ok) return checked;
  const order = checked.value;
  const id = options.draftId ?? means.ports.id();
  const draft = (purpose: string): string =>
    join(dirname(order.out), `${draftPrefix(id)}${purpose}${extname(order.out)}`);
  const drafts = {
    rendered: draft('rendering'),
    explicit: draft('explicit'),
    marked: draft('marking'),
    labelled: draft('labelling'),
    signed: draft('signing'),
  };
  const beside = ['.png', '.wav'].map((ending) => `${drafts.rendered}${ending}`);
  let entry: number | null = null;
  let named = false;
  try {
    const source = await hashOf(order.source, options.signal);
    const payload = order.payload ?? randomPayload();
    const made = await makeDraft({
      ...{ order: { ...order, payload }, source, drafts, means, signal: options.signal },
      onProgress: (fraction) => options.onProgress?.(fraction),
      onReserved(number) {
        entry = number;
      },
    });
    if (!made.ok) return made;
    const marked = await finish(order, made.value, means, options);
    named = marked.ok;
    return marked.ok ? await furnishEntry(marked.value, order.keep, means, options) : marked;
  } catch (error) {
    if (options.signal?.aborted === true) return problem('cancelled');
    return fileProblem(error, order.out);
  } finally {
    for (const path of [...Object.values(drafts), ...beside]) await rm(path, { force: true });
    // No copy, no entry: an identifier that stands for nothing would be looked for in every suspect.
    if (entry !== null && !named) await means.register.remove(entry);
  }
}

/**
 * The finished copy has its name and its entry: prints let it be found without its mark, a kept file lets suspects be laid
 * over it. Nothing is undone without them; done twice it changes nothing.
 */
export async function furnishEntry(
  marked: MarkedFile,
  keep: boolean,
  { register, ports }: Pick<MarkMeans, 'register' | 'ports'>,
  { signal }: Pick<MarkOptions, 'signal'>,
): Promise<Result<MarkedFile>> {
  if (marked.entry === null) return succeed(marked);
  const notes = [...marked.notes];
  const kept = keep ? await register.keep(marked.path, marked.sha256) : succeed({});
  if (!kept.ok) notes.push(notKept);
  const entered = await enterPrints(marked.entry, marked.path, register, ports, signal);
  if (!entered.ok) notes.push(noPrints);
  return succeed({ ...marked, notes });
}

/** Hash, write down, enter, name: in this order, so that a crash between any two leaves what the next start can finish. */
async function finish(
  order: MarkOrder,
  { path, marked, finished }: Draft,
  { register }: MarkMeans,
  { signal, onSealed, onProgress }: MarkOptions,
): Promise<Result<MarkedFile>> {
  const file = await finishDraft(path);
  signal?.throwIfAborted();
  const result: MarkedFile = {
    ...marked,
    ...file,
    path: order.out,
    signed: marked.signed === null ? null : { ...marked.signed, path: order.out },
  };
  const completed: FinishedCopy | null = finished === null ? null : { ...finished, copy: file.sha256 };
  await onSealed?.({ draft: path, marked: result, finished: completed });
  const placed = await placeCopy({ draft: path, marked: result, finished: completed }, register);
  onProgress?.(1);
  return placed;
}

/** Enter a sealed copy and give it its name; also the second half of one that a crash interrupted. */
export async function placeCopy(sealed: Sealed, register: Register): Promise<Result<MarkedFile>> {
  const entered = await enterCopy(sealed, register);
  if (!entered.ok) return entered;
  const { draft, marked } = sealed;
  await nameDraft(draft, marked.path);
  await syncDirectory(dirname(marked.path));
  return succeed(marked);
}

/** Complete the entry of a sealed copy; done twice it changes nothing. */
export async function enterCopy(
  { marked, finished }: Sealed,
  register: Register,
): Promise<Result<MarkedFile>> {
  if (marked.entry === null || finished === null) return succeed(marked);
  const entered = await register.complete(marked.entry, finished);
  return entered.ok ? succeed(marked) : entered;
}

/** SHA-256 and size of a file. */
export async function hashOf(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { sha256 } = await hashChunks(fileChunks(handle), { expected: size, whole: ['sha256'], signal });
    return { sha256, size };
  } finally {
    await handle.close();
  }
}

/** An identifier nobody chose: 64 random bits, so that two installations do not give away the same one. */
export function randomPayload(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

/** A title for the credential and the register: what its owner calls it, never a path. */
export function titleOf(order: Pick<MarkOrder, 'name' | 'source'>): string {
  return order.name ?? basename(order.source);
}

async function readable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
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
const noSingleFile = localized(
  'This is a folder. A folder is marked as a whole with all layers, file by file, into another folder.',
  '这是文件夹。文件夹须以完整的持久标识方式逐个文件处理，并写入另一个文件夹。',
);
const noFolder = localized(
  'The folder the output is to be written to does not exist.',
  '输出文件所在的文件夹不存在。',
);

const noPrints = localized(
  'The entry of the register has no fingerprints: they could not be made. The copy can be found by its mark and its hash only.',
  '无法生成指纹，登记册条目中没有指纹：该副本只能凭水印和哈希查找。',
);
const notKept = localized(
  'No copy of the file could be kept with its entry in the register: suspects cannot be laid over it.',
  '无法在登记册中保存该文件的副本：可疑文件无法与其叠合比对。',
);

import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import type { Problem, Result } from '#shared/contract/errors.ts';
import { succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { BatchFile, DurableRequest, MarkBatch, MarkedFile } from '#shared/domain/marking.ts';
import { standsAt } from '../case/folder.ts';
import { problem } from '../problems.ts';
import { lockBatch } from './batch-lock.ts';
import { makeCopyFolder, type PlannedCopy, planBatch } from './batch-plan.ts';
import { type Journal, type JournalLine, journalName, openJournal } from './journal.ts';
import type { MarkKey } from './key.ts';
import {
  draftPrefix,
  enterCopy,
  furnishEntry,
  hashOf,
  type MarkMeans,
  markFile,
  placeCopy,
  randomPayload,
} from './mark-file.ts';
import { fileProblem, refusal } from './task-problems.ts';

export interface BatchOrder {
  /** Files and folders. */
  readonly sources: readonly string[];
  /** Folder of the copies and of the journal; it is there already. */
  readonly out: string;
  readonly request: DurableRequest;
  readonly key: MarkKey;
}

export interface BatchOptions {
  readonly clock: () => Date;
  readonly signal?: AbortSignal;
  /** Files done, of all, and what is worked on; fractions of a file count. */
  onProgress?(done: number, total: number, name: string): void;
  onFile?(file: BatchFile): void;
}

/**
 * Mark many files one after another. What cannot be marked is told and does not stop the others; a batch that was
 * stopped, by whom or what ever, is taken up where it was: the journal in the output folder knows the finished
 * copies by the hash of their sources, and the identifiers that were drawn for unfinished ones.
 */
export async function markBatch(
  order: BatchOrder,
  means: MarkMeans,
  options: BatchOptions,
): Promise<Result<MarkBatch>> {
  const out = resolve(order.out);
  if ((await standsAt(out)) !== 'folder') return refusal(noFolder, out);
  const lock = await lockBatch(out);
  if (!lock.ok) return lock;
  try {
    return await markAll(order, out, means, options);
  } finally {
    lock.value.release();
  }
}

async function markAll(
  order: BatchOrder,
  out: string,
  means: MarkMeans,
  options: BatchOptions,
): Promise<Result<MarkBatch>> {
  let planned: PlannedCopy[];
  let journal: Journal;
  try {
    planned = await planBatch(order.sources, out, options.signal);
    if (planned.length > 1 && order.request.payload !== null) return refusal(oneIdentifier);
    journal = await openJournal(join(out, journalName));
  } catch (error) {
    return options.signal?.aborted === true ? problem('cancelled') : fileProblem(error, out);
  }
  const digest = orderDigest(order, means);
  const files: BatchFile[] = [];
  try {
    for (const copy of planned) {
      options.onProgress?.(files.length, planned.length, copy.name);
      const file = await markOne(copy, out, digest, journal, order, means, {
        ...options,
        onProgress: (fraction) => options.onProgress?.(files.length + fraction, planned.length, copy.name),
      });
      files.push(file);
      options.onFile?.(file);
    }
  } finally {
    await journal.close();
  }
  options.onProgress?.(files.length, planned.length, '');
  return succeed({ out, journal: journal.path, files });
}

interface OneOptions extends Pick<BatchOptions, 'clock' | 'signal'> {
  onProgress(fraction: number): void;
}

async function markOne(
  { source, name, reason }: PlannedCopy,
  out: string,
  order: string,
  journal: Journal,
  { request, key }: BatchOrder,
  means: MarkMeans,
  { clock, signal, onProgress }: OneOptions,
): Promise<BatchFile> {
  const notDone = (state: 'refused' | 'failed' | 'cancelled', why: Problem['message'], detail?: string) => ({
    ...{ source, state, marked: null, reason: why, detail: detail ?? null },
  });
  if (reason !== null) return notDone('refused', reason);
  if (signal?.aborted === true) return notDone('cancelled', cancelled);
  try {
    const { sha256 } = await hashOf(source, signal);
    const work = { out: name, sha256, order };
    const line = (): Pick<JournalLine, 'at' | 'out' | 'sha256' | 'order'> => ({
      at: clock().toISOString(),
      ...work,
    });
    const known = await takenUp(
      journal.last(work),
      { out, journal, line, keep: request.keep },
      means,
      signal,
    );
    if (known !== null) return copied(source, known, 'earlier');

    const payload = request.payload ?? drawnBefore(journal.last(work)) ?? randomPayload();
    const draft = means.ports.id();
    await journal.add({ ...line(), what: 'started', payload, draft });
    const made = await markFile(
      { ...request, payload, key, source, out: await makeCopyFolder(out, name), needs: 'layers' },
      means,
      {
        draftId: draft,
        ...(signal === undefined ? {} : { signal }),
        onProgress,
        onSealed: async (sealed) => journal.add({ ...line(), what: 'sealed', ...sealed }),
      },
    );
    if (made.ok) {
      await journal.add({ ...line(), what: 'done', marked: made.value });
      return copied(source, made.value, 'done');
    }
    const { code, message, detail } = made.problem;
    const state = code === 'cancelled' ? 'cancelled' : asked.has(code) ? 'refused' : 'failed';
    await journal.add({
      ...{ ...line(), what: 'not-done', state, reason: message, detail: detail ?? null },
    });
    return notDone(state, message, detail);
  } catch (error) {
    if (isAborted(signal)) return notDone('cancelled', cancelled);
    const { message, detail, code } = fileProblem(error, source).problem;
    return notDone(asked.has(code) ? 'refused' : 'failed', message, detail);
  }
}

function copied(source: string, marked: MarkedFile, state: 'done' | 'earlier'): BatchFile {
  const whole = marked.layers.every((layer) => layer.state === 'done' || layer.state === 'skipped');
  return { source, state: whole ? state : 'partly', marked, reason: null, detail: null };
}

/** Problems that lie in what was asked for, not in the machine. */
const asked: ReadonlySet<Problem['code']> = new Set([
  'marking-refused',
  'labelling-refused',
  'signing-refused',
  'file-exists',
  'identifier-taken',
]);

/** A copy an earlier run finished, or one it sealed and did not get to name; `null`: it has to be made. */
async function takenUp(
  last: JournalLine | null,
  {
    out,
    journal,
    line,
    keep,
  }: {
    readonly out: string;
    readonly journal: Journal;
    readonly keep: boolean;
    line(): Pick<JournalLine, 'at' | 'out' | 'sha256' | 'order'>;
  },
  means: MarkMeans,
  signal: AbortSignal | undefined,
): Promise<MarkedFile | null> {
  if (last === null || last.what === 'not-done') return null;
  if (last.what === 'done') return (await isCopy(last.marked.path, last.marked)) ? last.marked : null;
  if (last.what === 'sealed') {
    const { draft, finished, marked } = last;
    const named = await isCopy(marked.path, marked);
    const whole = named || (await isCopy(draft, marked));
    const placed = named
      ? await enterCopy({ draft, marked, finished }, means.register)
      : whole
        ? await placeCopy({ draft, marked, finished }, means.register)
        : null;
    await clearDrafts(dirname(draft), basename(draft).split('.')[1] ?? draft);
    if (placed?.ok !== true) return null;
    const furnished = await furnishEntry(placed.value, keep, means, { ...(signal && { signal }) });
    if (!furnished.ok) return null;
    await journal.add({ ...line(), what: 'done', marked: furnished.value });
    return furnished.value;
  }
  await clearDrafts(dirname(join(out, last.out)), last.draft);
  return null;
}

/** The identifier an earlier attempt at the same work drew: it may be in the register already. */
function drawnBefore(last: JournalLine | null): string | null {
  if (last === null || last.what === 'not-done') return null;
  return last.what === 'started' ? last.payload : (last.marked.mark?.payload ?? null);
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function isCopy(path: string, { sha256, size }: MarkedFile): Promise<boolean> {
  if ((await standsAt(path)) !== 'file') return false;
  const now = await hashOf(path, undefined);
  return now.sha256 === sha256 && now.size === size;
}

/** What a crash left unfinished, by the beginning of its name. */
async function clearDrafts(folder: string, draft: string): Promise<void> {
  if ((await standsAt(folder)) !== 'folder') return;
  for (const name of await readdir(folder))
    if (name.startsWith(draftPrefix(draft))) await rm(join(folder, basename(name)), { force: true });
}

/** What was asked for, as one value: another order makes other copies. */
function orderDigest({ request, key }: BatchOrder, { signer }: MarkMeans): string {
  const asked = { request, key: key.name, signer: signer?.signer.certificate ?? null };
  return createHash('sha256')
    .update(canonicalize(asked) ?? '')
    .digest('hex');
}

const noFolder = localized(
  'The folder the copies are to be written to does not exist.',
  '用于存放副本的文件夹不存在。',
);
const oneIdentifier = localized(
  'One identifier cannot stand for several works. Leave --id out, and each copy gets one of its own.',
  '一个标识符不能对应多件作品。请不要指定 --id，每个副本将自动获得各自的标识符。',
);
const cancelled = localized(
  'Cancelled before it was begun, or while it was made. Nothing of it was written.',
  '尚未开始或正在处理时被取消。未写入任何内容。',
);

import { existsSync } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import type { Acquisition, Evidence } from '#shared/domain/evidence.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type ChunkSource, streamChunks } from '../case/chunks.ts';
import { errorText } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { displayName, displayPath, lastName, pathBytes } from './names.ts';
import { type Prepared, prepareFile, prepareStream } from './prepare.ts';
import { installationFolder, NotTakenError, ownFolder, unreadable } from './reasons.ts';
import { type IdentifyContent, identifyCopy, recordCopy } from './record.ts';
import { type IntakeSource, type PlannedFile, planIntake } from './walk.ts';

export interface IntakeResult {
  /** Path as shown: escaped. */
  readonly source: string;
  /** The path's bytes, hexadecimal. */
  readonly sourceBytes: string;
  readonly outcome: 'added' | 'duplicate' | 'refused' | 'failed';
  /** Present when added or duplicate. */
  readonly evidence?: Evidence;
  /** Present when refused or failed; `cancelled` is one of the codes. */
  readonly reason?: Reason;
}

export interface IntakeProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** The file last worked on, escaped. */
  readonly current: string;
}

export interface IntakeSummary {
  /** In the order of the sources, folders in depth with names in byte order. */
  readonly results: readonly IntakeResult[];
  readonly cancelled: boolean;
  /** Files not begun because of the cancellation. */
  readonly notStarted: number;
}

export interface IntakeOptions {
  readonly identifyContent: IdentifyContent;
  onProgress?(progress: IntakeProgress): void;
  /** Each result as soon as it is final, in order. */
  onResult?(result: IntakeResult): void;
  readonly signal?: AbortSignal;
  /** Folder with the keys and settings of the installation: nothing is taken from it. */
  readonly installation?: string;
}

/** Files that may wait for their identification while the next one is being copied. */
const identifyAhead = 3;

/**
 * Take files and folders into a case. Sources are only read. Each file is copied, read back, identified, moved
 * to its address and recorded together with its custody event; what fails leaves nothing behind and does not
 * stop the others. Cancelling keeps what is already recorded.
 */
export async function intakeFiles(
  store: CaseStore,
  sources: readonly IntakeSource[],
  options: IntakeOptions,
): Promise<IntakeSummary> {
  assertWritable(store);
  const signal = options.signal ?? new AbortController().signal;
  const planned = await plan(store, sources, signal, options.installation);
  const progress = new ProgressCount(planned, options);
  const results: IntakeResult[] = [];

  // Recording keeps to the order of the sources, so that exhibit numbers do; copying runs a little ahead.
  let recorded: Promise<void> = Promise.resolve();
  const window: Promise<void>[] = [];
  let started = 0;
  try {
    for (const file of planned) {
      if (signal.aborted) break;
      started += 1;
      const shown = displayName(lastName(file.path));
      const onBytes = (count: number) => progress.bytes(count, shown);
      const prepared = await prepareFile(store, file, { onBytes, signal });
      const result = finish(store, prepared, file.path, options.identifyContent, signal, recorded);
      recorded = result.then((final) => {
        results.push(final);
        progress.file(shown);
        options.onResult?.(final);
      });
      // A bug in a callback surfaces where `recorded` is awaited; until then it must not count as unhandled.
      recorded.catch(() => undefined);
      window.push(recorded);
      if (window.length >= identifyAhead) await window.shift();
    }
  } finally {
    await recorded;
  }
  return { results, cancelled: signal.aborted, notStarted: planned.length - started };
}

export interface StreamOrigin {
  /** The name it is said to have; bytes are kept exactly. */
  readonly name: Uint8Array | string;
  readonly modifiedAt?: Date | null;
  /** Bytes, when announced; a stream of another length is then refused as incomplete. */
  readonly size?: number;
  readonly how?: Acquisition['how'];
}

/**
 * Take in bytes that do not come from a path: an upload. The same way as a file, from the copy on. Destroying
 * the stream when it is not read to its end is left to whoever opened it.
 */
export async function intakeStream(
  store: CaseStore,
  stream: AsyncIterable<Uint8Array>,
  origin: StreamOrigin,
  options: IntakeOptions,
): Promise<IntakeResult> {
  assertWritable(store);
  const signal = options.signal ?? new AbortController().signal;
  const name = pathBytes(origin.name);
  const shown = displayName(lastName(name));
  const planned: PlannedFile = { path: name, how: 'upload', size: origin.size ?? 0, problem: null };
  const progress = new ProgressCount([planned], options);
  const prepared = await prepareStream(
    store,
    announced(streamChunks(stream, signal), origin.size),
    { name, how: origin.how ?? 'upload', modifiedAt: origin.modifiedAt ?? null },
    { size: origin.size ?? null, onBytes: (count) => progress.bytes(count, shown), signal },
  );
  const result = await finish(store, prepared, name, options.identifyContent, signal, Promise.resolve());
  progress.file(shown);
  options.onResult?.(result);
  return result;
}

/** A connection that breaks must not leave the first half of a file as evidence. */
function announced(source: ChunkSource, size: number | undefined): ChunkSource {
  let received = 0;
  return async (buffer) => {
    let filled: number;
    try {
      filled = await source(buffer);
    } catch (error) {
      throw new NotTakenError(unreadable(errorText(error)));
    }
    received += filled;
    const ended = filled < buffer.length;
    if (size !== undefined && (received > size || (ended && received < size))) {
      throw new NotTakenError(unreadable(`${size} bytes were announced, ${received} arrived`));
    }
    return filled;
  };
}

async function finish(
  store: CaseStore,
  prepared: Prepared,
  path: Buffer,
  identifyContent: IdentifyContent,
  signal: AbortSignal,
  turn: Promise<void>,
): Promise<IntakeResult> {
  const result = { source: displayPath(path), sourceBytes: path.toString('hex') };
  if (prepared.state === 'not-taken') {
    await turn;
    return { ...result, outcome: prepared.outcome, reason: prepared.reason };
  }
  const identified = await identifyCopy(store, prepared, identifyContent, signal);
  await turn;
  return { ...result, ...(await recordCopy(store, prepared, identified, signal)) };
}

async function plan(
  store: CaseStore,
  sources: readonly IntakeSource[],
  signal: AbortSignal,
  installation: string | undefined,
): Promise<readonly PlannedFile[]> {
  const closed = [{ stats: await lstat(store.folder.directory, { bigint: true }), why: ownFolder }];
  if (installation !== undefined && existsSync(installation))
    closed.push({ stats: await stat(installation, { bigint: true }), why: installationFolder });
  try {
    return await planIntake(sources, closed, signal);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

function assertWritable(store: CaseStore): void {
  if (store.readOnly) throw new Error('The case is open read-only');
}

class ProgressCount {
  readonly #options: IntakeOptions;
  readonly #filesTotal: number;
  readonly #bytesTotal: number;
  #filesDone = 0;
  #bytesDone = 0;

  constructor(planned: readonly PlannedFile[], options: IntakeOptions) {
    this.#options = options;
    this.#filesTotal = planned.length;
    this.#bytesTotal = planned.reduce((sum, file) => sum + file.size, 0);
  }

  bytes(count: number, current: string): void {
    this.#bytesDone += count;
    this.#report(current);
  }

  file(current: string): void {
    this.#filesDone += 1;
    this.#report(current);
  }

  #report(current: string): void {
    this.#options.onProgress?.({
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      bytesDone: this.#bytesDone,
      bytesTotal: this.#bytesTotal,
      current,
    });
  }
}

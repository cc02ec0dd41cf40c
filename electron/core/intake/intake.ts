import type { Acquisition, ContentHash, Evidence } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { lstat } from 'node:fs/promises';
import { fileChunks, streamChunks } from '../case/chunks.ts';
import { standsAt } from '../case/folder.ts';
import { errorText } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { assertRoom, copyIn, discard, type Incoming, makeIncoming, place } from './copy.ts';
import { displayName, displayPath, lastName, pathBytes } from './names.ts';
import { cancelled, NotTakenError, unreadable } from './reasons.ts';
import { assertUnchanged, openSource } from './source.ts';
import { type IntakeSource, type PlannedFile, planIntake } from './walk.ts';

export interface IntakeResult {
  /** Path as shown: escaped. */
  readonly source: string;
  /** The path's bytes, hexadecimal. */
  readonly sourceBytes: string;
  readonly outcome: 'added' | 'duplicate' | 'refused' | 'failed';
  /** Present when added or duplicate. */
  readonly evidence?: Evidence;
  /** Present when refused or failed. */
  readonly reason?: Reason;
}

export interface IntakeProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** The file being copied, escaped; null between files and at the end. */
  readonly current: string | null;
}

export interface IntakeSummary {
  /** In the order of the sources. */
  readonly results: readonly IntakeResult[];
  readonly cancelled: boolean;
  /** Files not looked at because of the cancellation. */
  readonly notStarted: number;
}

export interface Identification {
  readonly media: Media;
  readonly content: ContentHash;
}

export interface IntakeOptions {
  /**
   * What the file is, by its content. `privatePath` is the only file in its folder, read-only and called
   * `evidence`; `name` is the escaped name, for comparing the extension. Runs in workers.
   */
  identifyContent(privatePath: string, name: string, signal: AbortSignal): Promise<Identification>;
  onProgress?(progress: IntakeProgress): void;
  /** Each result as soon as it is final, in order. */
  onResult?(result: IntakeResult): void;
  readonly signal?: AbortSignal;
}

/** Files that may wait for their identification while the next ones are being copied. */
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
  const signal = options.signal ?? new AbortController().signal;
  let planned: PlannedFile[];
  try {
    planned = await planIntake(sources, await lstat(store.folder.directory, { bigint: true }), signal);
  } catch (error) {
    if (signal.aborted) return { results: [], cancelled: true, notStarted: 0 };
    throw error;
  }
  const totals = { files: planned.length, bytes: planned.reduce((sum, file) => sum + file.size, 0) };
  let filesDone = 0;
  let bytesDone = 0;
  const report = (current: string | null) =>
    options.onProgress?.({ filesDone, filesTotal: totals.files, bytesDone, bytesTotal: totals.bytes, current });

  const results: IntakeResult[] = [];
  // Recording goes in order, so that exhibit numbers follow the sources; copying runs a little ahead of it.
  const waiting: Promise<Finish>[] = [];
  const settleFirst = async () => {
    const first = waiting.shift();
    if (first === undefined) return;
    const result = await (await first)();
    results.push(result);
    filesDone += 1;
    report(null);
    options.onResult?.(result);
  };
  let started = 0;
  for (const file of planned) {
    if (signal.aborted) break;
    started += 1;
    const shown = displayName(lastName(file.path));
    report(shown);
    const prepared = await prepareFile(store, file, signal, (count) => {
      bytesDone += count;
      report(shown);
    });
    waiting.push(identifyLater(store, prepared, options, signal));
    if (waiting.length >= identifyAhead || prepared.state === 'final') {
      while (waiting.length >= (prepared.state === 'final' ? 1 : identifyAhead)) await settleFirst();
    }
  }
  while (waiting.length > 0) await settleFirst();
  return { results, cancelled: signal.aborted, notStarted: planned.length - started };
}

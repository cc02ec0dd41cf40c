import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Job } from '#shared/contract/events.ts';
import { ContentHash } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { Media } from '#shared/domain/media.ts';
import { createCell, keepRoom } from '../analysis/cell.ts';
import type { CaseStore } from '../case/store.ts';
import { type IntakeResult, intakeFiles, intakeStream } from '../intake/intake.ts';
import type { Identification } from '../intake/record.ts';
import type { IntakeSource } from '../intake/walk.ts';
import { defaultLimits } from '../media/limits.ts';
import type { Ports, TaskFailure } from '../ports.ts';
import type { Jobs } from './jobs.ts';

/** What the cells of files being taken in are for: they share a room. */
const room = 'intake';

/** Take in files and folders as a job; refused and failed files are listed in the job's problems. */
export function startIntake(
  store: CaseStore,
  caseId: string,
  sources: readonly IntakeSource[],
  ports: Ports,
  jobs: Jobs,
  onResult?: (result: IntakeResult) => void,
): Job {
  return jobs.start('intake', caseId, 'bytes', async (job) => {
    const leave = keepRoom(store.folder.work, ports.id(), room);
    const summary = await intakeFiles(store, sources, {
      identifyContent: (path, name, signal) =>
        identifyInCell(path, name, store, { ports, priority: 'batch', signal }),
      signal: job.signal,
      installation: ports.paths.data,
      onProgress: (progress) => job.progress(progress.bytesDone, progress.bytesTotal, progress.current ?? ''),
      onResult(result) {
        if (result.reason !== undefined) job.problem(result.source, result.reason.text);
        announce(result, caseId, jobs);
        onResult?.(result);
      },
    }).finally(leave);
    if (summary.notStarted > 0) {
      job.problem(
        '',
        localized(`${summary.notStarted} files were not looked at`, `${summary.notStarted} 个文件未处理`),
      );
    }
  });
}

/** What a browser says about a file it sends. */
export interface UploadOrigin {
  readonly name: string;
  readonly modifiedAt: Date | null;
}

/** Take in one file whose bytes arrive as a stream (an upload from the browser). */
export async function takeInStream(
  store: CaseStore,
  caseId: string,
  origin: UploadOrigin,
  stream: Readable,
  ports: Ports,
  jobs: Jobs,
): Promise<IntakeResult> {
  const result = await intakeStream(store, stream, origin, {
    identifyContent: (path, shown, signal) =>
      identifyInCell(path, shown, store, { ports, priority: 'interactive', signal }),
  });
  announce(result, caseId, jobs);
  return result;
}

function announce(result: IntakeResult, caseId: string, jobs: Jobs): void {
  if (result.evidence === undefined) return;
  jobs.announce({ type: 'evidence-added', caseId, evidence: result.evidence.sha256 });
}

interface Asking {
  readonly ports: Ports;
  readonly priority: 'interactive' | 'batch';
  readonly signal: AbortSignal;
}

/**
 * Kind, format and content hash of a file being taken in. Its cell is in the one room of the intake: a worker there sees
 * the few files that are being taken in at the time, and need not be started anew for each.
 */
async function identifyInCell(
  path: string,
  name: string,
  store: CaseStore,
  asking: Asking,
): Promise<Identification> {
  const cell = await createCell(store.folder.work, asking.ports.id(), path, null, room);
  if (cell === null) throw new Error(`${path} was there a moment ago`);
  try {
    return await identifyInWorker(cell.evidence, name, asking);
  } finally {
    await cell.remove();
  }
}

/** Two tasks, so that a decoder that dies takes the content hash with it but not the identification. */
async function identifyInWorker(
  path: string,
  name: string,
  { ports, priority, signal }: Asking,
): Promise<Identification> {
  const options = { priority, limits: defaultLimits, signal, affinity: path };
  const identified = await ports.workers.run('identify', { path, name }, Media, options);
  if (!identified.ok) {
    signal.throwIfAborted();
    const unknown: Media = {
      kind: 'unknown',
      format: 'unknown',
      mime: 'application/octet-stream',
      extensionFits: null,
    };
    return { media: unknown, content: undetermined(identified.failure, ports) };
  }
  const media = identified.value;
  const content = await ports.workers.run(
    'content-hash',
    { path, media },
    z.object({ content: ContentHash }),
    options,
  );
  signal.throwIfAborted();
  return { media, content: content.ok ? content.value.content : undetermined(content.failure, ports) };
}

/** What a file holds stays open; a fault of ours is also said aloud. */
function undetermined(failure: TaskFailure, ports: Ports): ContentHash {
  if (failure.code === 'task-failed') ports.log('error', 'a file could not be identified', { ...failure });
  return {
    state: 'undetermined',
    reason: localized(
      `The content could not be decoded: ${failure.message}`,
      `无法解码内容：${failure.message}`,
    ),
  };
}

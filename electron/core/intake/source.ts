import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFlags } from '../case/chunks.ts';
import { errorCode, errorText } from '../case/problem.ts';
import { NotTakenError, sourceChanged, symbolicLink, unreadable } from './reasons.ts';
import { refusal } from './walk.ts';

/** A regular file held open for reading, and what the system said of it before the first byte was read. */
export interface OpenSource {
  readonly handle: FileHandle;
  readonly before: BigIntStats;
}

/** Coarsest step of file times on common kernels, milliseconds. */
const timestampStepMs = 20;

/** Open without following a link and, where the system allows it, without touching the access time. */
export async function openSource(path: Buffer): Promise<OpenSource> {
  const handle = await openQuietly(path);
  try {
    let before = await handle.stat({ bigint: true });
    const why = refusal(before);
    if (why !== null) throw new NotTakenError(why);
    const age = Date.now() - Number(before.ctimeMs);
    if (age >= 0 && age < timestampStepMs) {
      // Written just now: another write within the same clock step would leave the times as they are.
      await sleep(timestampStepMs + 5);
      before = await handle.stat({ bigint: true });
    }
    return { handle, before };
  } catch (error) {
    await handle.close();
    throw error instanceof NotTakenError ? error : new NotTakenError(unreadable(errorText(error)));
  }
}

async function openQuietly(path: Buffer): Promise<FileHandle> {
  const noAccessTime = constants.O_NOATIME ?? 0;
  try {
    return await open(path, readFlags | noAccessTime);
  } catch (error) {
    // Only the owner may read without leaving an access time (open(2), O_NOATIME).
    if (errorCode(error) !== 'EPERM' || noAccessTime === 0) throw notReadable(error);
  }
  try {
    return await open(path, readFlags);
  } catch (error) {
    throw notReadable(error);
  }
}

function notReadable(error: unknown): NotTakenError {
  // It was a file when it was listed: a link took its place since (open(2), O_NOFOLLOW).
  if (errorCode(error) === 'ELOOP') return new NotTakenError(symbolicLink);
  return new NotTakenError(unreadable(errorText(error)));
}

/** Throws when the file is no longer what it was when reading began. */
export async function assertUnchanged(source: OpenSource, bytesRead: number): Promise<void> {
  const { before } = source;
  const after = await source.handle.stat({ bigint: true });
  // The change time moves with every write, truncation, rename or replacement, and cannot be set back.
  const same =
    after.size === before.size &&
    after.mtimeNs === before.mtimeNs &&
    after.ctimeNs === before.ctimeNs &&
    BigInt(bytesRead) === before.size;
  if (!same) throw new NotTakenError(sourceChanged);
}

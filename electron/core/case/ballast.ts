import { randomFillSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { type CaseFolder, standsAt } from './folder.ts';
import { errorCode } from './problem.ts';

/**
 * Room set aside in a case: a file whose only worth is that it can be removed when the disk is full, so that what
 * has begun can still be recorded, the case closed and a report written.
 */

/** Set aside only when this many times as much is free: a small disk is not filled for the sake of a reserve. */
const plenty = 8;
const blockBytes = 1024 * 1024;

/** Have the reserve stand, if there is plenty of room. No failure: a case without it works as well. */
export async function setBallastAside(folder: CaseFolder, bytes: number): Promise<void> {
  const stands = await standsAt(folder.ballast);
  if (bytes === 0 || (stands !== 'missing' && stands !== 'file')) return;
  if (stands === 'file') {
    if ((await stat(folder.ballast)).size >= bytes) return;
    // Cut short by a crash, or of an earlier, smaller setting.
    await rm(folder.ballast);
  }
  const { bavail, bsize } = await statfs(folder.directory);
  if (bavail * bsize < plenty * bytes) return;
  try {
    await write(folder.ballast, bytes);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    await rm(folder.ballast, { force: true });
  }
}

/** Real bytes that no file system squeezes or leaves out: a hole would set nothing aside. */
async function write(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    const block = randomFillSync(Buffer.allocUnsafe(Math.min(blockBytes, bytes)));
    for (let at = 0; at < bytes; at += block.length) {
      block.writeUInt32LE(at / block.length);
      await handle.writeFile(block.subarray(0, Math.min(block.length, bytes - at)));
    }
  } finally {
    await handle.close();
  }
}

/** Give the room free; `false`: there was no reserve. Synchronous, for the moment a commit fails. */
export function releaseBallast(folder: CaseFolder): boolean {
  try {
    rmSync(folder.ballast);
    return true;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return false;
  }
}

/** Is it for lack of room that this failed? SQLite says so in its own words, and of its shared memory in others. */
export function isDiskFull(error: unknown): boolean {
  return ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'].includes(errorCode(error));
}

/** Too little for even one event and its log. */
export async function isAlmostFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < blockBytes;
}

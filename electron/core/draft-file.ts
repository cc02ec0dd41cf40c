import { constants, copyFile, link, open, rm, unlink } from 'node:fs/promises';
import { fileChunks, hashChunks } from './case/chunks.ts';

/** A new file is written beside its target under a name of its own, and gets its name when it is in order. */

/** Put the bytes on the disk and say what they are. */
export async function finishDraft(path: string): Promise<{ readonly sha256: string; readonly size: number }> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
    const { size } = await handle.stat();
    const { sha256 } = await hashChunks(fileChunks(handle), {
      expected: size,
      whole: ['sha256'],
      signal: undefined,
    });
    return { sha256: sha256 ?? '', size };
  } finally {
    await handle.close();
  }
}

/** Rename without replacing: a link fails where something stands; file systems without links get a copy. */
export async function nameDraft(draft: string, target: string): Promise<void> {
  try {
    await link(draft, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'EMLINK') throw error;
    await copyWhole(draft, target);
  }
  await unlink(draft);
}

async function copyWhole(draft: string, target: string): Promise<void> {
  // Fails without a trace when something stands there; after that the file is ours to take back.
  const handle = await open(target, 'wx');
  await handle.close();
  try {
    await copyFile(draft, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './case/folder.ts';

/** Write a file that must not exist yet; its bytes and its name are on the disk when this returns, or nothing is. */
export async function writeNew(path: string, bytes: Uint8Array, mode = 0o666): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncDirectory(dirname(path));
}

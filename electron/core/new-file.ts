import { open } from 'node:fs/promises';

/** Write a file that must not exist yet; its bytes are on the disk when this returns. */
export async function writeNew(path: string, bytes: Uint8Array, mode = 0o666): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

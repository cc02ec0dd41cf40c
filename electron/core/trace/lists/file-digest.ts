import { open } from 'node:fs/promises';
import { fileChunks, hashChunks } from '../../case/chunks.ts';

interface FileDigest {
  readonly size: number;
  readonly sha256: string;
}

/** Size and SHA-256 of a file; `onBytes` is told how many more were read. */
export async function digestOf(
  path: string,
  signal?: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<FileDigest> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { sha256 } = await hashChunks(fileChunks(handle), {
      ...{ expected: size, whole: ['sha256'], signal },
      ...(onBytes === undefined ? {} : { onBytes }),
    });
    return { size, sha256 };
  } finally {
    await handle.close();
  }
}

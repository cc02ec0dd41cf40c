import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readFlags } from '../case/chunks.ts';

const sliceBytes = 1024 * 1024;

export interface FileHashes {
  readonly size: number;
  /** By algorithm. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface HashingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where the bytes go as well. */
  sink?(slice: Buffer): Promise<void>;
}

/** Read a file once, its last component not a link, and hash it by several algorithms. */
export async function fileHashes(
  path: string,
  algorithms: readonly string[],
  options: HashingOptions = {},
): Promise<FileHashes> {
  const handle = await open(path, readFlags);
  try {
    if (!(await handle.stat()).isFile())
      throw Object.assign(new Error('not a regular file'), { code: 'EINVAL' });
    const running = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }));
    const buffer = Buffer.allocUnsafeSlow(sliceBytes);
    let size = 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, size);
      if (bytesRead === 0) break;
      const slice = buffer.subarray(0, bytesRead);
      for (const { hash } of running) hash.update(slice);
      await options.sink?.(slice);
      size += bytesRead;
    }
    return {
      size,
      hashes: Object.fromEntries(running.map(({ algorithm, hash }) => [algorithm, hash.digest('hex')])),
    };
  } finally {
    await handle.close();
  }
}

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Workers } from '#core/ports.ts';
import { createPool } from './pool.ts';
import { createForkTransport } from './transport-fork.ts';

/** JavaScript heap of one worker, MiB; pixels live outside it and count against the task's memory limit. */
const heapMebibytes = 1024;

/** The pool of the hosts that run in plain Node: one process per core but one, at least one. */
export function createNodeWorkers(
  temporary: string,
  environment: Readonly<Record<string, string>> = {},
  size = Math.max(1, availableParallelism() - 1),
): Workers {
  const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));
  return createPool({
    size,
    transport: createForkTransport({ entry, heapMebibytes, temporary, environment }),
  });
}

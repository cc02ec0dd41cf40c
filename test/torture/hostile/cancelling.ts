import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defaultLimits } from '#core/media/limits.ts';
import { createPool } from '#workers/pool.ts';
import { processTree } from '#workers/process-tree.ts';
import { emptyView } from '#workers/sandbox/view.ts';
import { createForkTransport } from '#workers/transport-fork.ts';
import type { TortureRow } from '../row.ts';
import { numbers } from './mutants.ts';

export interface CancelOptions {
  readonly cancels: number;
  readonly command: string;
}

/** Tasks that obey a cancel, ignore it, and ignore it with a child in another process group. */
const tasks = ['polite-hang', 'spin', 'spawn-and-spin'];

/** Seconds the child of the first task sleeps; each later one a second more, so that it is known among all processes. */
const firstNap = 86_400;

/** Children of our tasks that are no longer below this process, and still there. Linux only. */
function strays(cancels: number): number {
  if (process.platform !== 'linux') return 0;
  const naps = new Set(Array.from({ length: cancels }, (_, index) => `sleep\0${firstNap + index}\0`));
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return naps.has(readFileSync(`/proc/${name}/cmdline`, 'latin1'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return false;
      throw error;
    }
  }).length;
}

/** R8: time from a cancel until the task is settled, and what is still running afterwards. */
export async function cancelling({ cancels, command }: CancelOptions): Promise<TortureRow> {
  const temporary = await mkdtemp(join(tmpdir(), 'assay-cancel-'));
  const entry = fileURLToPath(new URL('../../support/misbehaving-worker.ts', import.meta.url));
  const transport = createForkTransport({ entry, heapMebibytes: 256, temporary });
  const pool = createPool({ size: 1, transport, viewOf: () => emptyView });
  const options = { priority: 'batch', limits: defaultLimits } as const;
  const next = numbers(8);
  const waits: number[] = [];
  try {
    for (let index = 0; index < cancels; index += 1) {
      await pool.run('echo', null, z.null(), options);
      const controller = new AbortController();
      const running = pool.run(tasks[index % tasks.length]!, firstNap + index, z.unknown(), {
        ...options,
        signal: controller.signal,
      });
      await new Promise((resolve) => setTimeout(resolve, 20 + (next() % 60)));
      const asked = performance.now();
      controller.abort();
      const answer = await running;
      if (answer.ok || answer.failure.code !== 'cancelled')
        throw new Error('a cancelled task was not cancelled');
      waits.push(performance.now() - asked);
    }
  } finally {
    await pool.close();
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const orphans = processTree(process.pid).length - 1 + strays(cancels);
  await rm(temporary, { recursive: true, force: true });
  const sorted = waits.toSorted((one, other) => one - other);
  const worst = Math.round(sorted.at(-1) ?? 0);
  return {
    goal: 'R8',
    target: 'cancel settled within 500 ms, no process left',
    reached: `${cancels} cancels: median ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms, slowest ${worst} ms, ${orphans} processes left`,
    passed: worst <= 500 && orphans === 0,
    command,
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setInterval } from 'node:timers';
import { residentMemory } from '#workers/process-tree.ts';
import type { TortureRow } from '../row.ts';
import { bombs, makeBombs } from './bombs.ts';
import { outcomeOf } from './outcomes.ts';
import { openHostileSession } from './session.ts';

const mebibyte = 1024 ** 2;
/** R7: one worker with what it started, and the whole program. */
const workerCeiling = 1536 * mebibyte;
const programCeiling = 3072 * mebibyte;

export interface BombOptions {
  readonly names?: readonly string[];
  readonly analyses: readonly string[];
  /** Hold the slowest run against ten seconds; not in tests, whose machine may be busy. */
  readonly timed: boolean;
  readonly command: string;
}

/** R7: memory of the workers and of the program while bombs are examined, and what is said of each bomb. */
export async function bombsWithinMemory(options: BombOptions): Promise<TortureRow> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bombs-'));
  const pids = new Set<number>();
  const session = await openHostileSession((transport) => ({
    ...transport,
    start(listener, purpose) {
      const child = transport.start({ ...listener, exit: gone }, purpose);
      const pid = child.pid;
      if (pid !== undefined) pids.add(pid);
      function gone(how: string): void {
        if (pid !== undefined) pids.delete(pid);
        listener.exit(how);
      }
      return child;
    },
  }));
  let worker = 0;
  let program = 0;
  const watch = setInterval(async () => {
    const each = await Promise.all([...pids].map(async (pid) => (await residentMemory(pid)) ?? 0));
    worker = Math.max(worker, ...each);
    program = Math.max(program, process.memoryUsage.rss() + each.reduce((sum, bytes) => sum + bytes, 0));
  }, 25);
  try {
    const files = makeBombs(folder, options.names ?? Object.keys(bombs));
    const examined = await session.examine(files, options.analyses);
    const said = examined.map(
      (one) => `${basename(one.evidence.name)}: ${outcomeOf(one, options.analyses) ?? '—'}`,
    );
    const runs = examined.flatMap((one) => one.runs);
    const slowest = runs.toSorted((one, other) => other.durationMs - one.durationMs)[0];
    if (slowest === undefined) throw new Error('no bomb was examined');
    return {
      goal: 'R7',
      target:
        'worker at most 1,536 MiB, program at most 3,072 MiB on every bomb, refused or done within 10 s',
      reached: `worker ${toMebibytes(worker)} MiB, program ${toMebibytes(program)} MiB, slowest run ${(slowest.durationMs / 1000).toFixed(1)} s (${slowest.analysis}); ${said.join(', ')}`,
      passed:
        worker <= workerCeiling &&
        program <= programCeiling &&
        (!options.timed || slowest.durationMs <= 10_000) &&
        examined.length === files.length &&
        examined.every((one) => outcomeOf(one, options.analyses) !== null),
      command: options.command,
    };
  } finally {
    clearInterval(watch);
    await session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function toMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte);
}

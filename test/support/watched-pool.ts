import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { PerformOutput } from '#core/analysis/perform.ts';
import { defaultLimits, type Limits } from '#core/media/limits.ts';
import type { TaskResult } from '#core/ports.ts';
import { Media } from '#shared/domain/media.ts';
import { createPool } from '#workers/pool.ts';
import { residentMemory } from '#workers/process-tree.ts';
import type { WorkerProcess } from '#workers/protocol.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

/** A run of `provenance.c2pa` in the real pool, and what its process took. */
export interface WatchedRun {
  /** `null`: the analysis does not apply to what the file is taken for. */
  readonly answer: TaskResult<PerformOutput> | null;
  /** Most resident memory of worker and children seen, bytes; sampled every 40 ms. */
  readonly peakBytes: number;
  readonly milliseconds: number;
}

export interface WatchedPool {
  run(path: string, signal?: AbortSignal): Promise<WatchedRun>;
  /** Processes started until now, those that replaced others included. */
  readonly started: readonly WorkerProcess[];
  readonly limits: Limits;
  close(): Promise<void>;
}

/** The product's pool with one worker, whose processes can be looked at from outside. */
export async function openWatchedPool(limits: Partial<Limits> = {}): Promise<WatchedPool> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-watched-'));
  const entry = fileURLToPath(new URL('../../electron/workers/worker.ts', import.meta.url));
  const transport = createForkTransport({ entry, heapMebibytes: 1024, temporary: folder });
  const started: WorkerProcess[] = [];
  const pool = createPool({
    size: 1,
    transport: {
      ...transport,
      start(listener, purpose) {
        const child = transport.start(listener, purpose);
        started.push(child);
        return child;
      },
    },
  });
  const applied: Limits = { ...defaultLimits, ...analysis.limits, ...limits };
  let count = 0;
  return {
    started,
    limits: applied,
    async run(path, signal) {
      const options = { priority: 'batch', limits: applied } as const;
      const identified = await pool.run('identify', { path, name: basename(path) }, Media, options);
      if (!identified.ok) return { answer: identified, peakBytes: 0, milliseconds: identified.durationMs };
      const media = identified.value;
      if (analysis.appliesTo(media) !== true) return { answer: null, peakBytes: 0, milliseconds: 0 };
      const scratch = join(folder, `scratch-${count}`);
      const artifacts = join(folder, `artifacts-${count}`);
      count += 1;
      await mkdir(scratch);
      await mkdir(artifacts);
      let peakBytes = 0;
      const watch = setInterval(async () => {
        const pid = started.at(-1)?.pid;
        const bytes = pid === undefined ? null : await residentMemory(pid);
        peakBytes = Math.max(peakBytes, bytes ?? 0);
      }, 40);
      const begun = performance.now();
      const answer = await pool.run(
        'analysis',
        {
          analysis: analysis.id,
          parameters: {},
          evidence: {
            path,
            sha256: createHash('sha256').update(path).digest('hex'),
            size: 0,
            media,
            companion: null,
          },
          scratch,
          artifacts,
        },
        PerformOutput,
        { ...options, ...(signal === undefined ? {} : { signal }) },
      );
      clearInterval(watch);
      await Promise.all([scratch, artifacts].map((path) => rm(path, { recursive: true, force: true })));
      return { answer, peakBytes, milliseconds: performance.now() - begun };
    },
    async close() {
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The outcome of the run in one word, or why there is none. */
export function outcomeOf({ answer }: WatchedRun): string {
  if (answer === null) return 'not-applicable';
  return answer.ok ? answer.value.outcome : answer.failure.code;
}

/** Is the process still there? A killed one may stay as a zombie for a moment. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

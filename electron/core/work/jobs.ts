import { EventPublisher } from '@orpc/server';
import type { Activity, Job } from '#shared/contract/events.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { diskProblem } from '../problems.ts';

/** A running job as its worker code sees it. */
export interface JobHandle {
  readonly signal: AbortSignal;
  /** Absolute values; listeners are told at most every 100 ms. */
  progress(done: number, total: number, note: string): void;
  problem(item: string, message: Localized): void;
}

export interface Jobs {
  list(): Job[];
  start(kind: Job['kind'], caseId: string, unit: Job['unit'], work: (job: JobHandle) => Promise<void>): Job;
  cancel(id: string): Job | null;
  /** Resolves when the job is over, whatever its end. */
  settled(id: string): Promise<Job>;
  announce(event: Activity): void;
  listen(signal: AbortSignal | undefined): AsyncGenerator<Activity>;
  /** Cancels everything of a case (or everything) and waits for the end. */
  stop(caseId?: string): Promise<void>;
}

const announceEveryMs = 100;
const keptAfterEnd = 50;
const problemsKept = 500;

interface Entry {
  job: Job;
  readonly controller: AbortController;
  readonly over: Promise<Job>;
}

/** Long work with progress and cancel, and the stream of events that tells every screen about it. */
export function createJobs(id: () => string, onBug: (error: unknown) => void): Jobs {
  const publisher = new EventPublisher<{ activity: Activity }>();
  const entries = new Map<string, Entry>();
  const announce = (event: Activity) => publisher.publish('activity', event);

  function forgetOld(): void {
    const ended = [...entries.values()].filter((entry) => entry.job.state !== 'running');
    for (const entry of ended.slice(0, Math.max(0, ended.length - keptAfterEnd)))
      entries.delete(entry.job.id);
  }

  function start(
    kind: Job['kind'],
    caseId: string,
    unit: Job['unit'],
    work: (job: JobHandle) => Promise<void>,
  ): Job {
    const controller = new AbortController();
    const first: Job = {
      id: id(),
      caseId,
      kind,
      state: 'running',
      done: 0,
      total: 0,
      unit,
      note: '',
      problems: [],
    };
    let last = 0;
    const update = (change: Partial<Job>, now = false) => {
      entry.job = { ...entry.job, ...change };
      const time = performance.now();
      if (!now && time - last < announceEveryMs) return;
      last = time;
      announce({ type: 'job', job: entry.job });
    };
    const run = async (): Promise<Job> => {
      let state: Job['state'] = 'done';
      try {
        await work({
          signal: controller.signal,
          progress: (done, total, note) => update({ done, total, note }),
          problem: (item, message) =>
            update({ problems: [...entry.job.problems, { item, message }].slice(-problemsKept) }),
        });
        if (controller.signal.aborted) state = 'cancelled';
      } catch (error) {
        state = controller.signal.aborted ? 'cancelled' : 'failed';
        if (state === 'failed') {
          const full = diskProblem(error);
          if (full === null) onBug(error);
          const text = error instanceof Error ? error.message : String(error);
          const message = full?.problem.message ?? { en: text, 'zh-CN': text };
          entry.job = { ...entry.job, problems: [...entry.job.problems, { item: kind, message }] };
        }
      }
      update({ state, note: '' }, true);
      forgetOld();
      return entry.job;
    };
    // The work begins in the next turn, so that the caller knows the job before its first event.
    const over = Promise.resolve().then(run);
    const entry: Entry = { job: first, controller, over };
    entries.set(first.id, entry);
    announce({ type: 'job', job: first });
    return first;
  }

  return {
    list: () => [...entries.values()].map((entry) => entry.job),
    start,
    cancel(jobId) {
      const entry = entries.get(jobId);
      entry?.controller.abort(new Error('cancelled by the user'));
      return entry?.job ?? null;
    },
    async settled(jobId) {
      const entry = entries.get(jobId);
      if (entry === undefined) throw new Error(`No job is called ${jobId}`);
      return entry.over;
    },
    announce,
    listen: (signal) =>
      publisher.subscribe('activity', {
        ...(signal === undefined ? {} : { signal }),
        maxBufferedEvents: 10_000,
      }),
    async stop(caseId) {
      const chosen = [...entries.values()].filter(
        (entry) => caseId === undefined || entry.job.caseId === caseId,
      );
      for (const entry of chosen) entry.controller.abort(new Error('the case is closing'));
      await Promise.all(chosen.map((entry) => entry.over));
    },
  };
}

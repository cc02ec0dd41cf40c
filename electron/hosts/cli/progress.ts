import { SingleBar } from 'cli-progress';
import type { App } from '#core/app-interface.ts';
import type { Job } from '#shared/contract/events.ts';

/**
 * Wait for a job, with a bar on a terminal. Nothing is drawn elsewhere: a log file has no use for it.
 */
export async function follow(app: App, job: Job, label: string): Promise<Job> {
  const over = app.jobs.settled(job.id);
  if (process.stderr.isTTY !== true) return over;
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} {note}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    formatValue: (value, _options, type) =>
      job.unit === 'bytes' && (type === 'value' || type === 'total')
        ? `${Math.round(value / 1e6)} MB`
        : String(value),
  });
  bar.start(1, 0, { note: '' });
  const stop = new AbortController();
  const watch = (async () => {
    for await (const event of app.jobs.listen(stop.signal)) {
      if (event.type !== 'job' || event.job.id !== job.id) continue;
      bar.setTotal(Math.max(1, event.job.total));
      bar.update(event.job.done, { note: event.job.note.slice(0, 40) });
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  const ended = await over;
  stop.abort();
  await watch;
  bar.stop();
  return ended;
}

/** A bar for work that is no job; nothing is drawn where there is no terminal. */
export function drawBar(label: string): {
  show(done: number, total: number, note: string): void;
  stop(): void;
} {
  if (process.stderr.isTTY !== true) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: `${label} {bar} {percentage} % {note}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(1, 0, { note: '' });
  return {
    show(done, total, note) {
      bar.setTotal(Math.max(1, total));
      bar.update(done, { note: note.slice(0, 40) });
    },
    stop: () => bar.stop(),
  };
}

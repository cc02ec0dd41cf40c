/**
 * Large movie bench: a signed movie of 1.1 GB read by path in a worker of the real pool: time, most resident
 * memory, and how long a cancel on the way takes until the process is gone.
 *
 *   node test/bench/credential-large.ts [--megabytes 1100] [--json]
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeLargeMovie } from '../fixtures/make/large-movie.ts';
import { makeAuthority } from '../fixtures/make/signed.ts';
import { alive, openWatchedPool, outcomeOf } from '../support/watched-pool.ts';

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '1100' }, json: { type: 'boolean', default: false } },
});
const folder = await mkdtemp(join(tmpdir(), 'assay-large-'));
const pool = await openWatchedPool();
try {
  const path = join(folder, 'large.mp4');
  const making = performance.now();
  writeLargeMovie(
    path,
    Number(values.megabytes) * 1_000_000,
    makeAuthority(folder, 'large', ['1.3.6.1.4.1.62558.2.1']),
  );
  const made = performance.now() - making;
  const whole = await pool.run(path);
  const controller = new AbortController();
  const cancelled = pool.run(path, controller.signal);
  // The file is in the system's cache now, and read faster than before.
  await wait(Math.min(500, whole.milliseconds / 4));
  const pid = pool.started.at(-1)?.pid ?? 0;
  const asked = performance.now();
  controller.abort();
  const last = await cancelled;
  const settled = performance.now() - asked;
  // A worker that answered politely lives on for the next task.
  while (outcomeOf(last) === 'cancelled' && alive(pid) && performance.now() - asked < 2000) await wait(5);
  const result = {
    bytes: (await stat(path)).size,
    madeSeconds: made / 1000,
    outcome: outcomeOf(whole),
    seconds: whole.milliseconds / 1000,
    peakMebibytes: Math.round(whole.peakBytes / 2 ** 20),
    cancel: {
      outcome: outcomeOf(last),
      settledMilliseconds: Math.round(settled),
      process: alive(pid) ? 'lives on, idle' : 'gone',
      goneMilliseconds: alive(pid) ? null : Math.round(performance.now() - asked),
    },
  };
  console.info(JSON.stringify(result, null, values.json ? 0 : 2));
} finally {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
}

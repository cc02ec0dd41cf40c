/** A worker that has been taken over, as far as a test can say so: it reads, writes, starts and asks what it is told to. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ToWorker } from '#workers/protocol.ts';
import { serveTasks } from '#workers/serve.ts';
import type { TaskFunction } from '#workers/tasks.ts';

/** What came of it: `done`, or the code of the system's refusal. */
function attempt(deed: () => unknown): string {
  try {
    deed();
    return 'done';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

const tasks = new Map<string, TaskFunction>([
  ['read', async (path) => attempt(() => readFileSync(String(path)))],
  ['list', async (path) => readdirSync(String(path))],
  ['write', async (path) => attempt(() => writeFileSync(String(path), 'x'))],
  [
    'alter',
    async (path) =>
      attempt(() => {
        chmodSync(String(path), 0o644);
        appendFileSync(String(path), 'altered');
      }),
  ],
  ['processes', async () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length],
  ['status', async () => readFileSync('/proc/self/status', 'latin1')],
  [
    'print',
    async (words) =>
      spawnSync((words as string[])[0]!, (words as string[]).slice(1), { encoding: 'utf8' }).stdout,
  ],
  ['run', async (words) => spawnSync((words as string[])[0]!, (words as string[]).slice(1)).status],
]);

const receive = serveTasks(tasks, (message) => process.send?.(message));
process.on('message', (message) => receive(message as ToWorker));
process.on('disconnect', () => process.exit(0));

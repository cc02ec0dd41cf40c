/** A worker whose tasks crash, hang, grow and try the network: what the pool's tests are about. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { LimitReached } from '#core/media/limits.ts';
import { watchHost } from '#workers/host-watch.ts';
import type { ToWorker } from '#workers/protocol.ts';
import { serveTasks } from '#workers/serve.ts';
import type { TaskFunction } from '#workers/tasks.ts';

const hoard: Buffer[] = [];

const tasks = new Map<string, TaskFunction>([
  ['echo', async (input) => input],
  ['environment', async () => Object.keys(process.env)],
  ['crash', async () => process.kill(process.pid, 'SIGSEGV')],
  [
    'crash-once',
    async (input) => {
      const mark = String(input);
      if (existsSync(mark)) return 'second try';
      writeFileSync(mark, '');
      return process.kill(process.pid, 'SIGKILL');
    },
  ],
  ['throw', async () => Promise.reject(new Error('a fault of the method'))],
  ['limit', async () => Promise.reject(new LimitReached('pixels', 'too many pixels'))],
  ['polite-hang', async (_input, { signal }) => wait(60_000, undefined, { signal })],
  [
    'spin',
    async () => {
      for (;;) Math.random();
    },
  ],
  [
    'spawn-and-spin',
    async (input) => {
      spawn('sleep', [String(input)], { detached: true, stdio: 'ignore' });
      for (;;) Math.random();
    },
  ],
  [
    'grow',
    async () => {
      for (;;) {
        hoard.push(Buffer.alloc(32 * 1024 * 1024, 1));
        await wait(10);
      }
    },
  ],
  [
    'complain',
    async () => {
      process.stderr.write('corrupt data, going on\n');
      return 'value';
    },
  ],
  [
    'progress',
    async (_input, { progress }) => {
      for (const fraction of [0.25, 0.5, 7, -1]) progress(fraction);
      return null;
    },
  ],
  [
    'connect',
    async (input) =>
      new Promise((resolve) => {
        const socket = connect(Number(input), '127.0.0.1');
        socket.on('connect', () => resolve('connected'));
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      }),
  ],
  ['interfaces', async () => Object.keys(networkInterfaces())],
]);

const receive = serveTasks(tasks, (message) => process.send?.(message));
process.on('message', (message) => receive(message as ToWorker));
process.on('disconnect', () => process.exit(0));
watchHost();

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTrace, tracing } from './traced.ts';

export interface Idle {
  readonly seconds: number;
  readonly calls: number;
  readonly processes: number;
  /** Internet sockets, connections and packets, but for the one the program listens at on loopback. */
  readonly network: number;
  /** It listened: a program that did not start is quiet too. */
  readonly listening: boolean;
}

/** Open the program for the browser, ask nothing of it for a while, and see whom it speaks to meanwhile. */
export async function idle(milliseconds: number): Promise<Idle> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-idle-'));
  const log = join(folder, 'trace');
  const entry = fileURLToPath(new URL('../../../electron/starter/launch.ts', import.meta.url));
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', entry, '--browser', '--quiet'];
  const begun = performance.now();
  const child = spawn('strace', [...tracing(log), ...node], {
    env: { ...process.env, ASSAY_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  try {
    const listening = await new Promise<boolean>((resolve) => {
      child.stdout.once('data', (bytes: Buffer) => resolve(bytes.includes('http://')));
      void closed.then(() => resolve(false));
    });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    // strace itself does not listen to it: the group is asked, and strace ends with the program.
    process.kill(-child.pid!, 'SIGTERM');
    await closed;
    const { calls, processes, network } = await readTrace(log, [], []);
    return { seconds: (performance.now() - begun) / 1000, calls, processes, network, listening };
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

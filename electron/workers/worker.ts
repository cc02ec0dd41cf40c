/**
 * Entry of a worker process. It holds no database handle, no secret and (where the system allows it)
 * no network; it reads one file in a private folder and answers over its message channel.
 */
import { watchHost } from './host-watch.ts';
import type { ToWorker } from './protocol.ts';
import { serveTasks } from './serve.ts';
import { tasks } from './tasks.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { data: ToWorker }) => void): void;
  postMessage(message: unknown): void;
}

// Electron's utility process gives `process.parentPort`; a forked Node gives `process.send`.
const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

if (parentPort !== undefined) {
  const receive = serveTasks(tasks, (message) => parentPort.postMessage(message));
  parentPort.on('message', (event) => receive(event.data));
} else {
  const receive = serveTasks(tasks, (message) => process.send?.(message));
  process.on('message', (message) => receive(message as ToWorker));
  // The host is gone: nobody will read what we find.
  process.on('disconnect', () => process.exit(0));
  watchHost();
}

// An unhandled fault must end the process, or the host would wait for a task that never answers.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}\n`);
  process.exit(70);
});

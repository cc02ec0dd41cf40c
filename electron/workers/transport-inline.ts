import type { Transport } from './protocol.ts';
import { serveTasks } from './serve.ts';
import { tasks } from './tasks.ts';

/** The worker's code in this very process: for unit tests and benches, never for evidence. */
export function createInlineTransport(): Transport {
  return {
    networkIsolation: false,
    start(listener) {
      const receive = serveTasks(tasks, (message) => queueMicrotask(() => listener.message(message)));
      return {
        pid: undefined,
        send: (message) => queueMicrotask(() => receive(message)),
        kill: () => queueMicrotask(() => listener.exit('stopped')),
      };
    },
  };
}

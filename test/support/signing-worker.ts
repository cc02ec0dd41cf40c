/** A worker that knows nothing but signing: starts fast, and shows that signing needs no analysis. */
import { buildForSigning } from '#core/provenance/sign/build-task.ts';
import { sealSigned } from '#core/provenance/sign/seal-task.ts';
import type { ToWorker } from '#workers/protocol.ts';
import { serveTasks } from '#workers/serve.ts';
import type { TaskFunction } from '#workers/tasks.ts';

const tasks = new Map<string, TaskFunction>([
  ['sign-build', buildForSigning],
  ['sign-seal', sealSigned],
]);
const receive = serveTasks(tasks, (message) => process.send?.(message));
process.on('message', (message) => receive(message as ToWorker));
process.on('disconnect', () => process.exit(0));

/** Makes the sample's case, waits until every method has run on every file of it, and leaves it in the folder named. */
import { cpSync } from 'node:fs';
import { createApp } from '#core/app.ts';
import { createNodePorts, streamLog } from '#core/node-ports.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { openSampleCase } from '../../../electron/starter/sample.ts';

const { ports, release } = await createNodePorts({
  host: 'loopback',
  log: streamLog(process.stderr, 'warn'),
  workers: createNodeWorkers,
});
const app = createApp(ports);
try {
  await openSampleCase(app);
  for (const { id, kind } of app.jobs.list()) {
    const { state } = await app.jobs.settled(id);
    if (state !== 'done') throw new Error(`the job “${kind}” of the sample ended ${state}`);
  }
  const { id, directory } = app.cases.opened()[0]!;
  await app.cases.close(id);
  cpSync(directory, process.argv[2]!, { recursive: true });
} finally {
  await app.close();
  await release();
}

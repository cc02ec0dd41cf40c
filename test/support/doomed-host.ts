/** A host that starts a worker which never pauses, says which processes those are, and waits to be killed. */
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defaultLimits } from '#core/media/limits.ts';
import { createPool } from '#workers/pool.ts';
import { processTree } from '#workers/process-tree.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

const entry = fileURLToPath(new URL('misbehaving-worker.ts', import.meta.url));
const transport = createForkTransport({ entry, heapMebibytes: 256, temporary: tmpdir() });
let worker = 0;
const pool = createPool({
  size: 1,
  transport: {
    ...transport,
    start(listener, purpose) {
      const child = transport.start(listener, purpose);
      worker = child.pid ?? 0;
      return child;
    },
  },
});
const options = { priority: 'batch', limits: defaultLimits } as const;
await pool.run('echo', null, z.null(), options);
void pool.run('spin', null, z.unknown(), options);
process.stdout.write(`${processTree(worker).join(' ')}\n`);

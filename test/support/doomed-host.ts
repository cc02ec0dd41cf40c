/** A host that starts a worker which never pauses, says who it is, and waits to be killed. */
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defaultLimits } from '#core/media/limits.ts';
import { createPool } from '#workers/pool.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

const entry = fileURLToPath(new URL('misbehaving-worker.ts', import.meta.url));
const transport = createForkTransport({ entry, heapMebibytes: 256, temporary: tmpdir() });
const pool = createPool({ size: 1, transport });
const options = { priority: 'batch', limits: defaultLimits } as const;
const pid = await pool.run('pid', null, z.number(), options);
void pool.run('spin', null, z.unknown(), options);
process.stdout.write(`${pid.ok ? pid.value : ''}\n`);

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '#shared/contract/errors.ts';
import type { Ports } from '../../ports.ts';
import { problem } from '../../problems.ts';
import type { Register } from '../register/register.ts';
import { readPrints } from './print-file.ts';
import { printLimits } from './print-limits.ts';
import { PrintOutput } from './print-task.ts';

/** Give the entry of a finished copy its prints, so that the copy is also found without its mark. */
export async function enterPrints(
  entry: number,
  path: string,
  register: Register,
  ports: Pick<Ports, 'workers' | 'id'> & { readonly paths: Pick<Ports['paths'], 'temporary'> },
  signal?: AbortSignal,
): Promise<Result<Record<string, never>>> {
  const out = join(ports.paths.temporary, `${ports.id()}.prints`);
  try {
    const made = await ports.workers.run('fingerprint', { path, media: null, out }, PrintOutput, {
      ...{ priority: 'batch', limits: printLimits },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!made.ok)
      return made.failure.code === 'cancelled'
        ? problem('cancelled')
        : problem('tracing-failed', made.failure.message);
    const prints = readPrints(await readFile(out));
    if (prints === null) throw new Error('a worker wrote prints that cannot be read');
    return await register.putPrints(entry, prints.prints);
  } finally {
    await rm(out, { force: true });
  }
}

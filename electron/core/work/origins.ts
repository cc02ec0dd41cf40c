import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Media } from '#shared/domain/media.ts';
import { createCell, evidenceMissing } from '../analysis/cell.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { OriginReading } from '../trace/origin-task.ts';

/** Many keys on a long film. */
const limits: Limits = { ...defaultLimits, timeMs: 900_000, memoryBytes: 4 * 1024 ** 3 };

export interface ReadFile {
  readonly path: string;
  readonly sha256: string;
  readonly media: Media;
  readonly name: string;
}

/** What a file carries of its origin, read by a worker in a cell of its own below `work`. */
export async function originOf(
  { path, sha256, media, name }: ReadFile,
  work: string,
  ports: Ports,
  signal?: AbortSignal,
): Promise<Result<OriginReading>> {
  const cell = await createCell(work, ports.id(), path);
  if (cell === null) return fail('input-output', evidenceMissing, name);
  try {
    const search = { keys: null, identifiers: true };
    const input = { path: cell.evidence, sha256, media, folder: join(cell.scratch, 'origin'), search };
    const read = await ports.workers.run('trace-origin', input, OriginReading, {
      ...{ priority: 'batch', limits, affinity: sha256 },
      ...(signal === undefined ? {} : { signal }),
    });
    if (read.ok) return succeed(read.value);
    const { code, message, detail } = read.failure;
    if (code === 'cancelled') return problem('cancelled');
    ports.log('error', 'the origin of a file could not be read', { message, detail });
    return problem('tracing-failed', `${name}: ${message}`);
  } finally {
    await cell.remove();
  }
}

import { createReadStream } from 'node:fs';
import type { TaskContext } from '../../media/task-context.ts';
import { dataHasher } from './data-unit.ts';
import { instanceHasher } from './instance-unit.ts';
import type { Unit } from './unit.ts';

const READ_BYTES = 1024 * 1024;

export interface FileUnits {
  readonly data: Unit;
  readonly instance: Unit;
  readonly size: number;
  /** Content-defined chunks of about 1,024 bytes. */
  readonly chunks: number;
}

/** The two units of any file, in one pass over its bytes. */
export async function fileUnits(path: string, { signal }: TaskContext): Promise<FileUnits> {
  const [data, instance] = await Promise.all([dataHasher(), instanceHasher()]);
  let size = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: READ_BYTES })) {
    signal.throwIfAborted();
    const piece = bytes as Uint8Array;
    data.push(piece);
    instance.push(piece);
    size += piece.length;
  }
  const { unit, chunks } = data.finish();
  return { data: unit, instance: instance.finish(), size, chunks };
}

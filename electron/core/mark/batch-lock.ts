import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { takeExclusively } from '../case/lock.ts';
import { problem } from '../problems.ts';
import { refusal } from './task-problems.ts';

/** Empty file beside the journal; it stays, because a lock whose file goes away can be taken twice. */
export const lockName = 'assay-marking.lock';

/**
 * One marking at a time in an output folder: two would take up each other's unfinished copies and write one journal.
 * As of a case the operating system drops the lock when its holder dies, however it dies: none is ever left behind
 * by a process that is gone, and none is taken from one that only looks so because its number was given away again.
 */
export async function lockBatch(out: string): Promise<Result<{ release(): void }>> {
  const path = join(out, lockName);
  const taken = await takeExclusively(path);
  if (taken.ok) return succeed({ release: () => taken.database.close() });
  return taken.busy ? refusal(inUse, out) : problem('input-output', `${path}: ${taken.detail}`);
}

const inUse = localized(
  'Files are being marked into this folder at this moment, by this program or by another process of it. Wait until that has ended, or choose another folder.',
  '本程序（或其另一进程）正在向此文件夹写入带水印的副本。请等待其结束，或另选文件夹。',
);

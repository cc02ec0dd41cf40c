import { mkdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { ownFolder } from '../intake/reasons.ts';
import { planIntake } from '../intake/walk.ts';
import { lockName } from './batch-lock.ts';
import { journalName } from './journal.ts';

/** One file of a batch, and where its copy goes. */
export interface PlannedCopy {
  readonly source: string;
  /** Name of the copy within the output folder. */
  readonly name: string;
  /** Why it cannot be taken. */
  readonly reason: Localized | null;
}

/**
 * Files and folders as intake takes them: folders in depth, names in byte order, links not followed. Copies keep the
 * names and folders they have under what was named. The output folder is never its own source.
 */
export async function planBatch(
  sources: readonly string[],
  out: string,
  signal?: AbortSignal,
): Promise<PlannedCopy[]> {
  const planned: PlannedCopy[] = [];
  const closed = [{ stats: await stat(out, { bigint: true }), why: ownFolder }];
  for (const source of sources) {
    const root = resolve(source);
    for (const { path, problem } of await planIntake([{ path: root, how: 'file' }], closed, signal)) {
      if (problem === ownFolder) continue;
      const text = path.toString('utf8');
      if (basename(text) === lockName) continue;
      const name = text === root ? basename(root) : relative(root, text);
      if (!Buffer.from(text, 'utf8').equals(path)) planned.push({ source: text, name, reason: badName });
      else if (basename(name) === journalName) planned.push({ source: text, name, reason: journalItself });
      else planned.push({ source: text, name, reason: problem?.reason.text ?? null });
    }
  }
  return planned;
}

/** The folder of a copy within the output folder. */
export async function makeCopyFolder(out: string, name: string): Promise<string> {
  const target = join(out, name);
  if (!target.startsWith(out + sep)) throw new Error('the copy would leave the output folder');
  await mkdir(join(target, '..'), { recursive: true });
  return target;
}

const badName = localized(
  'The name of the file is no valid text (UTF-8); rename it first.',
  '文件名不是有效的 UTF-8 文本，请先重命名。',
);
const journalItself = localized('It is the journal of an earlier marking.', '这是此前添加水印的日志文件。');

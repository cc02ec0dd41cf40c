import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { finishDraft, nameDraft } from '../../draft-file.ts';

/** Copies of entered files, each named after its SHA-256, so that a suspect can be laid over the original. */

/** Folder of the kept files of a register. */
export function keptFolder(database: string): string {
  return join(dirname(database), 'kept');
}

/** Copy a file into the folder; it gets its name when its hash is the one that was told. */
export async function keepFile(
  folder: string,
  source: string,
  sha256: string,
  id: string,
): Promise<Result<{ readonly size: number }>> {
  const target = join(folder, sha256);
  if ((await standsAt(target)) !== 'missing') return succeed({ size: (await stat(target)).size });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${id}`);
  try {
    await pipeline(createReadStream(source), createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
    const file = await finishDraft(draft);
    if (file.sha256 !== sha256) return fail('bad-request', changed, source);
    await nameDraft(draft, target);
    await syncDirectory(folder);
    return succeed({ size: file.size });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Remove kept files nobody needs any more. */
export async function dropKept(folder: string, hashes: readonly string[]): Promise<void> {
  for (const sha256 of hashes) await rm(join(folder, sha256), { force: true });
}

const changed = localized(
  'The file changed while it was being entered. Nothing was kept of it; try again.',
  '文件在登记过程中发生变化。未保留任何内容，请重试。',
);

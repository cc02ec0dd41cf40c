import { basename, dirname, extname, join } from 'node:path';
import { standsAt } from '../../case/folder.ts';

/** Name of a credential that by its name belongs to a file, kept beside it. */
export async function sidecarBeside(source: string): Promise<string | null> {
  const stem = basename(source, extname(source));
  for (const name of [`${basename(source)}.c2pa`, `${stem}.c2pa`])
    if ((await standsAt(join(dirname(source), name))) === 'file') return name;
  return null;
}

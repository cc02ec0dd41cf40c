import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { corpusRoot } from '../support/corpus.ts';

/** Larger ones take minutes for every method. */
const LARGEST = 1_500_000;

/**
 * `count` files of a folder (the shared corpus when none is named; nothing when that is absent), spread over folders and
 * kinds and always the same ones.
 */
export async function chosenFiles(folder = corpusRoot, count = 200): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const groups = new Map<string, string[]>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    if (size === 0 || size > LARGEST) continue;
    const group = `${entry.parentPath} ${extname(entry.name).toLowerCase()}`;
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  const queues = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, paths]) => paths.sort());
  const chosen: string[] = [];
  for (let round = 0; chosen.length < count && queues.some((paths) => round < paths.length); round += 1)
    for (const paths of queues) {
      const path = paths[round];
      if (path !== undefined && chosen.length < count) chosen.push(path);
    }
  return chosen;
}

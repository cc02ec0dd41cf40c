import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The shared corpus of real files, when this checkout stands beside it. Nothing of it is committed. */
export const corpusRoot = join(repository, '..', 'shared', 'corpus');
export const corpusPresent = existsSync(corpusRoot);

/** Path of a corpus file. Use under `describe.skipIf(!corpusPresent)`, so that the skip is reported. */
export function corpus(...segments: string[]): string {
  return join(corpusRoot, ...segments);
}

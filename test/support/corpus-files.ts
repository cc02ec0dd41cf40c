import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { corpusPresent, corpusRoot } from './corpus.ts';

/** Every file of the corpus, relative to its root, in a fixed order; empty when the corpus is absent. */
export function corpusFiles(...folders: readonly string[]): readonly string[] {
  if (!corpusPresent) return [];
  const roots = folders.length === 0 ? [corpusRoot] : folders.map((folder) => join(corpusRoot, folder));
  return roots
    .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(corpusRoot, join(entry.parentPath, entry.name)))
    .sort();
}

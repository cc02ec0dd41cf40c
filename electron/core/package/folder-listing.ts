import { hashOf } from './bag-text.ts';
import { deepestPath } from './layout.ts';

/**
 * A manifest says what has to be there, and `sha256sum --check` does not look for more. So a package holds the hash of
 * the names in it as a shell prints them, and a reader finds what was added without any other program.
 */

const levels = Array.from({ length: deepestPath }, (_, index) => index + 1);

/** Level by level: ordinary names, names of a dot and another character, names of a dot and at least two. */
export const listingCommand = `(LC_ALL=C; p=; for n in ${levels.join(' ')}; do printf '%s\\n' $p* $p.[!.]* $p.??*; p="$p*/"; done)`;

/** What `listingCommand` prints in a folder that holds these files. Package names never begin with a dot. */
function folderListing(files: Iterable<string>): string {
  const names = new Map<number, Set<string>>(levels.map((level) => [level, new Set()]));
  for (const path of files) {
    const parts = path.split('/');
    for (const level of levels.slice(0, parts.length)) names.get(level)?.add(parts.slice(0, level).join('/'));
  }
  const lines = [...names].flatMap(([level, inside]) => {
    const above = '*/'.repeat(level - 1);
    // A pattern that fits nothing stands for itself (POSIX, Shell Command Language §2.13.3).
    return [...(inside.size === 0 ? [`${above}*`] : [...inside].sort()), `${above}.[!.]*`, `${above}.??*`];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** The file that line of the recipe is held against; `-` is what `sha256sum` calls its input. */
export function listingFile(files: Iterable<string>): Buffer {
  return Buffer.from(`${hashOf(Buffer.from(folderListing(files)))}  -\n`);
}

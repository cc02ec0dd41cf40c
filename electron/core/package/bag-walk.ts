import { readdir } from 'node:fs/promises';
import { displayName, joinName } from '../intake/names.ts';

/** Everything a folder holds, links not followed. Paths are separated by `/` and relative to the folder. */
export interface BagWalk {
  readonly files: readonly string[];
  /** Folders with nothing in them: no manifest can name them. */
  readonly emptyFolders: readonly string[];
  /** Links, devices, pipes and sockets. */
  readonly others: readonly string[];
  /** Names whose bytes are not UTF-8, as shown: no manifest in UTF-8 can name them. */
  readonly unreadable: readonly string[];
  /** More than the limit: the walk was given up. */
  readonly tooMany: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A package has a few files per exhibit; a tree that never ends is nobody's package. */
const mostEntries = 2_000_000;
const deepest = 64;

export async function walkBag(directory: string): Promise<BagWalk> {
  const files: string[] = [];
  const emptyFolders: string[] = [];
  const others: string[] = [];
  const unreadable: string[] = [];
  let entries = 0;
  let tooMany = false;

  async function visit(path: Buffer, shown: string, depth: number): Promise<void> {
    const inside = await readdir(path, { encoding: 'buffer', withFileTypes: true });
    entries += inside.length;
    if (depth > deepest || entries > mostEntries) {
      tooMany = true;
      return;
    }
    if (inside.length === 0 && shown !== '') emptyFolders.push(shown);
    for (const entry of inside.sort((a, b) => Buffer.compare(a.name, b.name))) {
      const name = textOf(entry.name);
      if (name === null) {
        unreadable.push(join(shown, displayName(entry.name)));
        continue;
      }
      const inner = join(shown, name);
      if (entry.isFile()) files.push(inner);
      else if (entry.isDirectory()) await visit(joinName(path, entry.name), inner, depth + 1);
      else others.push(inner);
    }
  }

  await visit(Buffer.from(directory), '', 0);
  return { files, emptyFolders, others, unreadable, tooMany };
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function textOf(name: Buffer): string | null {
  try {
    return utf8.decode(name);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Equal for names that some file system takes for one: case and Unicode composition left out of account. */
export function foldedPath(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

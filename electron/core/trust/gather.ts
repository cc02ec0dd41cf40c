import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TrustRefusal } from '#shared/domain/trust.ts';
import { sha256Of } from './digest.ts';
import { listBytes } from './pem.ts';
import { refusal } from './texts.ts';

/** A file that may be a list or a part of one. */
export interface RawFile {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** The user named it; otherwise it was met in a folder, where other files are no surprise. */
  readonly named: boolean;
}

export interface Gathering {
  readonly files: readonly RawFile[];
  readonly refused: readonly TrustRefusal[];
  /** Files met in a folder that are nothing a trust list is kept in. */
  readonly ignored: readonly string[];
}

const fileCount = 200;
const folderDepth = 2;
/** Keys pinned for labels lie in the same folder and are no list; `media/label-keys.ts` reads them. */
const listNames = /^(?!label-keys\.json$).*\.(pem|crt|cer|der|json|cfg)$/i;
/** What belongs to a list and lies beside the file the user named. */
const companions: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^C2PA-TRUST-LIST\.pem$/i, ['C2PA-TRUST-LIST.json']],
  [/^C2PA-TSA-TRUST-LIST\.pem$/i, ['C2PA-TSA-TRUST-LIST.json']],
  [/^anchors\.pem$/i, ['allowed.pem', 'store.cfg']],
];

/**
 * Read the named files, and of the named folders all that may be lists, two levels down, sorted by path.
 *
 * @param skip names of folders that are not entered
 */
export async function gatherFiles(paths: readonly string[], skip = /^\./): Promise<Gathering> {
  const found = new Map<string, boolean>();
  const refused: TrustRefusal[] = [];
  const ignored: string[] = [];
  const take = (path: string, named: boolean): void => {
    if (found.size < fileCount) found.set(path, named || found.get(path) === true);
    else refused.push(refusal(basename(path), 'too-many', String(fileCount)));
  };
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const entry of (await readdir(folder, { withFileTypes: true })).sort(byName)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth > 0 && !skip.test(entry.name)) await walk(path, depth - 1);
      else if (entry.isFile() && listNames.test(entry.name)) take(path, false);
      else if (entry.isFile()) ignored.push(entry.name);
    }
  };
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) await walk(path, folderDepth);
      else {
        take(path, true);
        const beside = companions.find(([name]) => name.test(basename(path)))?.[1] ?? [];
        for (const name of beside)
          if (await isFile(join(dirname(path), name))) take(join(dirname(path), name), false);
      }
    } catch (error) {
      refused.push(refusal(basename(path), 'unreadable', systemCode(error)));
    }
  }
  const files: RawFile[] = [];
  for (const [path, named] of found) {
    try {
      const { size } = await stat(path);
      if (size > listBytes) {
        refused.push(refusal(basename(path), 'too-large'));
        continue;
      }
      const bytes = await readFile(path);
      const sha256 = sha256Of(bytes);
      files.push({ path, folder: dirname(path), name: basename(path), bytes, sha256, named });
    } catch (error) {
      refused.push(refusal(basename(path), 'unreadable', systemCode(error)));
    }
  }
  return { files, refused, ignored };
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    (error: unknown) => {
      systemCode(error);
      return false;
    },
  );
}

/** The code of a failed system call; anything else is a bug. */
function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

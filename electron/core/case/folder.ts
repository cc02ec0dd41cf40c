import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Where everything of a case lies. While a case is open, `database` and `lock` must only be touched through
 * SQLite: on POSIX systems closing any other descriptor of the same file drops the process's locks on it
 * (https://www.sqlite.org/howtocorrupt.html §2.2).
 */
export interface CaseFolder {
  readonly directory: string;
  readonly database: string;
  /** Empty file that carries the operating system's lock. */
  readonly lock: string;
  /** Who holds the lock, for the message to a second opener; means nothing without the lock. */
  readonly holder: string;
  /** Room set aside for a full disk; see `ballast.ts`. */
  readonly ballast: string;
  readonly evidence: string;
  readonly derived: string;
  /** Private cells of running tasks; on the evidence's file system, empty when nothing runs. */
  readonly work: string;
  readonly reports: string;
  /** Signed copies of evidence; made when the first one is. */
  readonly exports: string;
  /** Runs of the survival lab, one JSON file each; made when the first one is. */
  readonly survival: string;
  /** What suspects were traced to, one JSON file each. */
  readonly traces: string;
  /** Comparisons: one JSON file each, and a folder of the same name with its pictures. */
  readonly comparisons: string;
  readonly lineages: string;
  /** Fingerprints of the evidence, for searching; made anew when they are missing. */
  readonly prints: string;
}

export function caseFolder(directory: string): CaseFolder {
  return {
    directory,
    database: join(directory, 'case.db'),
    lock: join(directory, 'lock.db'),
    holder: join(directory, 'lock.json'),
    ballast: join(directory, 'ballast'),
    evidence: join(directory, 'evidence'),
    derived: join(directory, 'derived'),
    work: join(directory, 'derived', '.work'),
    reports: join(directory, 'reports'),
    exports: join(directory, 'exports'),
    survival: join(directory, 'survival'),
    traces: join(directory, 'traces'),
    comparisons: join(directory, 'comparisons'),
    lineages: join(directory, 'lineages'),
    prints: join(directory, 'derived', 'prints'),
  };
}

/** A folder name for a new case: the name without what some file system refuses, then `.case`. */
export function caseFolderName(name: string): string {
  const safe = name
    .normalize('NFC')
    // Control and reserved characters of Windows and POSIX; a leading dot would hide the folder.
    .replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '-')
    .replace(/^[.\s-]+|[.\s-]+$/gu, '');
  // 255 bytes is the common limit of one component; cut on a character boundary.
  let cut = '';
  for (const character of safe) {
    if (Buffer.byteLength(cut + character) > 200) break;
    cut += character;
  }
  return `${cut === '' ? 'case' : cut}.case`;
}

/** Folder of one file being taken in: it holds one file, `evidence`, until that moves to its address. */
export const incomingPrefix = 'incoming-';

/** Remove what an interrupted intake left in `evidence/`. Returns the names of the folders removed. */
export async function removeLeftovers(folder: CaseFolder): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(folder.evidence)) {
    if (!name.startsWith(incomingPrefix)) continue;
    await rm(join(folder.evidence, name), { recursive: true, force: true });
    removed.push(name);
  }
  if (removed.length > 0) await syncDirectory(folder.evidence);
  return removed.sort();
}

/** What stands at a path, links not followed; `missing` also for what may not be looked at. */
export async function standsAt(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const stats = await lstat(path);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (error instanceof Error) return 'missing';
    throw error;
  }
}

/** Make a rename or a new name in a folder durable. Windows has no such call and journals names itself. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Make a folder, and those above it that are missing; their names are durable when this returns. */
export async function makeFolder(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made))
    await syncDirectory(dirname(made));
}

/**
 * Move a finished folder of plain files to its place. What the files hold, and all names, are on the disk when this
 * returns: a renaming alone may survive a power cut that the bytes do not (fsync(2), rename(2)).
 */
export async function placeFolder(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to));
  await Promise.all((await readdir(from)).map((name) => syncFile(join(from, name))));
  await syncDirectory(from);
  await rename(from, to);
  await syncDirectory(dirname(to));
}

/** Windows flushes only what was opened for writing, which read-only files refuse. */
async function syncFile(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

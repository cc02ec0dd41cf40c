import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import type { Acquisition } from '#shared/domain/evidence.ts';
import { errorText } from '../case/problem.ts';
import { joinName, pathBytes } from './names.ts';
import {
  caseFolder,
  type NotTaken,
  noName,
  notRegular,
  symbolicLink,
  tooDeep,
  unreadable,
} from './reasons.ts';

export interface IntakeSource {
  /** A file or folder. Bytes are used exactly; a text is taken as UTF-8. */
  readonly path: Uint8Array | string;
  /** What is in a folder becomes `folder`, unless the source is a `sample`. */
  readonly how: Acquisition['how'];
}

/** One file to take in, or why something that was named cannot be. */
export interface PlannedFile {
  /** Absolute path, byte-exact. */
  readonly path: Buffer;
  readonly how: Acquisition['how'];
  /** Bytes, as far as known before opening; for progress. */
  readonly size: number;
  readonly problem: NotTaken | null;
}

/** A folder nothing is taken from, wherever it is met: the case's own, or the one with the installation's keys. */
export interface ClosedFolder {
  readonly stats: BigIntStats;
  readonly why: NotTaken;
}

const depthLimit = 256;

/**
 * List all files under the sources, folders in depth, each folder's names in byte order: the same tree always
 * gives the same order. Links are not followed. A case folder that is named itself is refused: what is meant is
 * the case, not its database as evidence.
 */
export async function planIntake(
  sources: readonly IntakeSource[],
  closed: readonly ClosedFolder[],
  signal?: AbortSignal,
): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const source of sources) {
    if (source.path.length === 0) {
      planned.push({ path: Buffer.alloc(0), how: source.how, size: 0, problem: noName });
      continue;
    }
    // A stack instead of recursion: the last pushed is the next visited.
    const waiting = [{ path: absolute(pathBytes(source.path)), how: source.how, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      signal?.throwIfAborted();
      const { path, how, depth } = next;
      const problem = (why: NotTaken) => planned.push({ path, how, size: 0, problem: why });
      const looked = await look(path);
      const barred = looked.ok && closed.find(({ stats }) => sameFile(stats, looked.stats));
      if (!looked.ok) problem(looked.why);
      else if (!looked.stats.isDirectory()) {
        const why = refusal(looked.stats);
        planned.push({ path, how, size: why === null ? Number(looked.stats.size) : 0, problem: why });
      } else if (barred) problem(barred.why);
      else if (depth >= depthLimit) problem(tooDeep);
      else {
        const listed = await list(path);
        if (!listed.ok) problem(listed.why);
        else if (depth === 0 && listed.names.some((name) => name.equals(databaseName))) problem(caseFolder);
        else {
          const inside = how === 'sample' ? 'sample' : 'folder';
          for (const name of listed.names.sort(Buffer.compare).reverse()) {
            waiting.push({ path: joinName(path, name), how: inside, depth: depth + 1 });
          }
        }
      }
    }
  }
  return planned;
}

const databaseName = Buffer.from('case.db');

function sameFile(one: BigIntStats, other: BigIntStats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** Why something is not a file that can be taken in, or null. */
export function refusal(stats: BigIntStats): NotTaken | null {
  if (stats.isFile()) return null;
  if (stats.isSymbolicLink()) return symbolicLink;
  if (stats.isFIFO()) return notRegular({ en: 'a named pipe', chinese: '命名管道' });
  if (stats.isSocket()) return notRegular({ en: 'a socket', chinese: '套接字' });
  if (stats.isBlockDevice() || stats.isCharacterDevice())
    return notRegular({ en: 'a device', chinese: '设备' });
  if (stats.isDirectory()) return notRegular({ en: 'a folder', chinese: '文件夹' });
  return notRegular({ en: 'of an unknown kind', chinese: '未知类型的对象' });
}

function absolute(path: Buffer): Buffer {
  const text = path.toString('latin1');
  if (text.startsWith('/') || (process.platform === 'win32' && /^([a-z]:[\\/]|[\\/]{2})/i.test(text)))
    return path;
  return joinName(Buffer.from(process.cwd()), path);
}

type Looked =
  | { readonly ok: true; readonly stats: BigIntStats }
  | { readonly ok: false; readonly why: NotTaken };

async function look(path: Buffer): Promise<Looked> {
  // A zero byte ends a path for the system: it would look at another file than the one named.
  if (path.includes(0)) return { ok: false, why: unreadable('the path contains a zero byte') };
  try {
    return { ok: true, stats: await lstat(path, { bigint: true }) };
  } catch (error) {
    return { ok: false, why: unreadable(errorText(error)) };
  }
}

type Listed =
  | { readonly ok: true; readonly names: Buffer[] }
  | { readonly ok: false; readonly why: NotTaken };

async function list(path: Buffer): Promise<Listed> {
  try {
    return { ok: true, names: await readdir(path, { encoding: 'buffer' }) };
  } catch (error) {
    return { ok: false, why: unreadable(errorText(error)) };
  }
}

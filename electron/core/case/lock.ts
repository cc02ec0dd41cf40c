import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { displayName } from '../intake/names.ts';
import type { CasePorts } from './case-ports.ts';
import { type Database, openDatabase } from './database.ts';
import { type CaseFolder, standsAt } from './folder.ts';
import { type CaseResult, caseProblem, errorCode, errorText } from './problem.ts';

/**
 * One writer per case. The lock is SQLite's exclusive lock on the empty file `lock.db`: the operating system
 * drops it when the holder dies, however it dies, so there is no stale lock to judge by process numbers.
 * `lock.json` only names the holder for the message. Readers take no lock: WAL lets them read the last
 * committed state beside the writer, and they write nothing, not even a custody event.
 * Network file systems without working locks are not protected.
 */
export interface CaseLock {
  release(): Promise<void>;
}

const Holder = z.object({
  actor: z.string(),
  session: z.string(),
  host: z.string(),
  process: z.number().int(),
  since: z.string(),
});
type Holder = z.infer<typeof Holder>;

const attempts = 4;
const pauseMs = 50;

export async function acquireLock(folder: CaseFolder, ports: CasePorts): Promise<CaseResult<CaseLock>> {
  const stands = await standsAt(folder.lock);
  if (
    stands === 'folder' ||
    stands === 'other' ||
    (stands === 'file' && (await stat(folder.lock)).size > 0)
  ) {
    // We never write to it: content, or a link, was put there by someone else.
    return caseProblem('damaged', 'The lock file of the case was altered', '案件的锁文件被改动过');
  }
  for (let attempt = 1; ; attempt++) {
    const taken = await takeExclusively(folder.lock);
    if (taken.ok) {
      try {
        await writeHolder(folder, ports);
        return { ok: true, value: { release: () => releaseLock(folder, taken.database) } };
      } catch (error) {
        // SQLite locks a file it may only read all the same; the folder says no here.
        taken.database.close();
        if (errorCode(error) === '') throw error;
        return notWritable(errorText(error));
      }
    }
    if (!taken.busy) return notWritable(taken.detail);
    if (attempt === attempts) return lockedProblem(await readHolder(folder));
    await sleep(pauseMs);
  }
}

function notWritable(detail: string): CaseResult<never> {
  return caseProblem(
    'not-writable',
    'The case folder cannot be written; open it read-only',
    '案件文件夹不可写；请以只读方式打开',
    detail,
  );
}

type Taken =
  | { readonly ok: true; readonly database: Database }
  | { readonly ok: false; readonly busy: boolean; readonly detail: string };

/** SQLite's exclusive lock on an empty file, until the database is closed or its process ends. */
export async function takeExclusively(path: string): Promise<Taken> {
  let database: Database | null = null;
  try {
    database = await openDatabase(path, 'create');
    database.pragma('busy_timeout = 0');
    // Nothing is ever written in this transaction, so a crash leaves no journal behind.
    database.exec('BEGIN EXCLUSIVE');
    return { ok: true, database };
  } catch (error) {
    database?.close();
    if (errorCode(error) === '') throw error;
    return { ok: false, busy: errorCode(error).startsWith('SQLITE_BUSY'), detail: errorText(error) };
  }
}

/** Does anybody, this process included, have the case open for writing? */
export async function isLockHeld(folder: CaseFolder): Promise<boolean> {
  if ((await standsAt(folder.lock)) !== 'file') return false;
  const taken = await takeExclusively(folder.lock);
  if (taken.ok) taken.database.close();
  return !taken.ok && taken.busy;
}

async function releaseLock(folder: CaseFolder, database: Database): Promise<void> {
  // The name goes first: while the lock is held, nobody else's can be there.
  await rm(folder.holder, { force: true });
  database.close();
}

async function writeHolder(folder: CaseFolder, ports: CasePorts): Promise<void> {
  const holder: Holder = {
    actor: ports.actor,
    session: ports.session,
    host: hostname(),
    process: process.pid,
    since: ports.clock().toISOString(),
  };
  // Made anew each time: whatever a stranger put under this name, a link for instance, is not written through.
  await rm(folder.holder, { force: true });
  const handle = await open(folder.holder, 'wx', 0o644);
  try {
    await handle.writeFile(`${JSON.stringify(holder)}\n`);
  } finally {
    await handle.close();
  }
}

async function readHolder(folder: CaseFolder): Promise<Holder | null> {
  try {
    if ((await stat(folder.holder)).size > 4096) return null;
    return Holder.parse(JSON.parse(await readFile(folder.holder, 'utf8')));
  } catch (error) {
    // The holder is between taking the lock and writing its name, or the file is not ours.
    if (error instanceof Error) return null;
    throw error;
  }
}

function lockedProblem(holder: Holder | null): CaseResult<never> {
  if (holder === null) {
    return caseProblem(
      'locked',
      'The case is open in another process; close it there, or open it read-only',
      '案件已在另一个进程中打开；请先在那里关闭，或以只读方式打开',
    );
  }
  const actor = displayName(Buffer.from(holder.actor));
  const host = displayName(Buffer.from(holder.host));
  const since = displayName(Buffer.from(holder.since));
  return caseProblem(
    'locked',
    `The case is open for ${actor} on ${host} (process ${holder.process}) since ${since}; close it there, or open it read-only`,
    `案件已由 ${actor} 在 ${host} 上打开（进程 ${holder.process}，始于 ${since}）；请先在那里关闭，或以只读方式打开`,
    `session ${holder.session}`,
  );
}

import { open } from 'node:fs/promises';
import type BetterSqlite3 from 'better-sqlite3';

export type Database = BetterSqlite3.Database;

/** `ASSY` in ASCII: marks a SQLite file as ours (`PRAGMA application_id`). */
export const applicationId = 0x41535359;

/** Below this, WAL databases could be corrupted in rare races (https://www.sqlite.org/wal.html, "the WAL-reset bug"). */
const oldestSqlite = [3, 51, 3] as const;

/** The only place that loads the native module, and only when a case is really opened. */
async function loadSqlite(): Promise<typeof BetterSqlite3> {
  return (await import('better-sqlite3')).default;
}

export async function openDatabase(
  path: string,
  mode: 'create' | 'write' | 'read' | 'image',
): Promise<Database> {
  const Sqlite = await loadSqlite();
  const database =
    mode === 'image'
      ? new Sqlite(await databaseImage(path), { readonly: true })
      : new Sqlite(path, { readonly: mode === 'read', fileMustExist: mode !== 'create', timeout: 5000 });
  try {
    hardenDatabase(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/**
 * A connection for reading that sees the database as it is now until it is closed, whatever is written meanwhile
 * (https://www.sqlite.org/isolation.html: a WAL reader keeps the snapshot its transaction began with).
 */
export async function openAtThisMoment(path: string): Promise<Database> {
  const database = await openDatabase(path, 'read');
  try {
    database.exec('BEGIN');
    // A transaction takes its snapshot with the first thing it reads.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The whole database as it is now, in memory and on its own; `null`: it is too large for that. */
export async function databaseCopy(database: Database): Promise<Database | null> {
  const pages = Number(database.pragma('page_count', { simple: true }));
  if (pages * Number(database.pragma('page_size', { simple: true })) > imageLimit) return null;
  const Sqlite = await loadSqlite();
  const copy = new Sqlite(withoutLog(database.serialize()));
  hardenDatabase(copy);
  return copy;
}

/** Larger databases are not read into memory. */
const imageLimit = 1024 * 1024 * 1024;

/**
 * The whole database in memory. A WAL database on a medium nobody can write cannot be opened in place: SQLite
 * would put its shared-memory file beside it.
 */
async function databaseImage(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > imageLimit) {
      throw Object.assign(new Error('The database is too large to be read from a read-only medium'), {
        code: 'EFBIG',
      });
    }
    return withoutLog(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/**
 * The two bytes that say "WAL" are set to "rollback journal", which is right as long as no log belongs to the image
 * (https://www.sqlite.org/fileformat2.html §1.3.3).
 */
function withoutLog(image: Buffer): Buffer {
  return image.length >= 100 ? image.fill(1, 18, 20) : image;
}

/** A scratch database in memory, to know the schema a list of migrations makes. */
export async function openMemoryDatabase(): Promise<Database> {
  const Sqlite = await loadSqlite();
  return new Sqlite(':memory:');
}

/** Settings of every connection, for files that may come from a stranger. */
function hardenDatabase(database: Database): void {
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('mmap_size = 0');
  database.pragma('foreign_keys = ON');
  // Without it REPLACE would delete rows past the append-only triggers (https://www.sqlite.org/lang_conflict.html).
  database.pragma('recursive_triggers = ON');
  if (database.readonly) database.pragma('query_only = ON');
}

/**
 * Acknowledged work survives a power cut: WAL with `synchronous=FULL`. SQLite's library is built with
 * NORMAL for WAL, so the setting is read back. `fullfsync` matters on macOS only.
 */
export function makeDurable(database: Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  const journal = database.pragma('journal_mode', { simple: true });
  const synchronous = database.pragma('synchronous', { simple: true });
  if (journal !== 'wal' || synchronous !== 2) {
    throw new Error(`SQLite refused durable settings: journal ${journal}, synchronous ${synchronous}`);
  }
}

/** The version of SQLite when it is too old to be trusted with a case, else null. */
export function outdatedSqlite(database: Database): string | null {
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least ? version : null;
  }
  return null;
}

/** `PRAGMA integrity_check`: as `quickCheck`, and whether the indexes hold what the tables hold. */
export function integrityCheck(database: Database): string[] {
  return checkLines(database, 'integrity_check');
}

/** `PRAGMA quick_check`: what SQLite finds wrong with the file, at most twenty lines; empty when sound. */
export function quickCheck(database: Database): string[] {
  return checkLines(database, 'quick_check');
}

function checkLines(database: Database, check: 'quick_check' | 'integrity_check'): string[] {
  const lines = database.prepare<[], string>(`PRAGMA ${check}(20)`).pluck().all();
  return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
}

import { rmSync } from 'node:fs';
import { type Database, openMemoryDatabase } from './database.ts';
import { errorText } from './problem.ts';

/** One change of the schema. `apply` runs inside a transaction with foreign keys off, and must not end it. */
export interface Migration {
  /** `0001-name`; recorded in the file, never changed once published. */
  readonly id: string;
  apply(database: Database): void;
}

export interface MigrationProblem {
  /**
   * - `newer`: the file has migrations this program does not know
   * - `diverged`: the applied ones are not the beginning of our list
   * - `backup` / `failed` / `foreign-keys`: the upgrade was given up; the file is as it was
   */
  readonly code: 'newer' | 'diverged' | 'backup' | 'failed' | 'foreign-keys';
  /** The migration concerned, when it is one. */
  readonly migration?: string;
  readonly detail: string;
}

export type MigrationResult =
  | {
      readonly ok: true;
      readonly applied: readonly string[];
      /** Where the file before the upgrade was kept; null for a new or unchanged database. */
      readonly backup: string | null;
    }
  | { readonly ok: false; readonly problem: MigrationProblem };

export interface MigrationOptions {
  /** Path for the backup of a file that has the first `applied` migrations; must not exist yet. `null`: none is needed. */
  backupPath(applied: number): string | null;
  now(): Date;
}

/**
 * Bring a database to the newest schema, all or nothing, in the order SQLite documents for schema changes
 * (https://www.sqlite.org/lang_altertable.html §7): prefix check → backup by VACUUM INTO → foreign keys off →
 * exclusive transaction → changes → foreign_key_check → record → commit.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  options: MigrationOptions,
): MigrationResult {
  const compared = compareApplied(database, migrations);
  if (!compared.ok) return compared;
  const pending = migrations.slice(compared.applied);
  if (pending.length === 0) return { ok: true, applied: [], backup: null };

  let backup: string | null = null;
  if (compared.applied > 0) {
    backup = options.backupPath(compared.applied);
    try {
      if (backup !== null) database.prepare('VACUUM INTO ?').run(backup);
    } catch (error) {
      return { ok: false, problem: { code: 'backup', detail: errorText(error) } };
    }
  }
  const problem = applyAll(database, pending, compared.applied, options.now());
  if (problem !== null) {
    // Rolled back: the file is what the backup holds, so a second copy would only pile up.
    if (backup !== null) rmSync(backup, { force: true });
    return { ok: false, problem };
  }
  return { ok: true, applied: pending.map((migration) => migration.id), backup };
}

/** How many of our migrations the file has, or why it cannot be used with our list. Reads only. */
export function compareApplied(
  database: Database,
  migrations: readonly Migration[],
):
  | { readonly ok: true; readonly applied: number }
  | { readonly ok: false; readonly problem: MigrationProblem } {
  const applied = appliedMigrations(database);
  const version = database.pragma('user_version', { simple: true });
  for (const [index, migration] of migrations.entries()) {
    const id = applied[index];
    if (id !== undefined && id !== migration.id) {
      const detail = `position ${index + 1} is ${id}, expected ${migration.id}`;
      return { ok: false, problem: { code: 'diverged', migration: id, detail } };
    }
  }
  const first = applied[migrations.length];
  if (first !== undefined) {
    const detail = `the file has ${applied.length} migrations, this version knows ${migrations.length}`;
    return { ok: false, problem: { code: 'newer', migration: first, detail } };
  }
  if (version !== applied.length) {
    // An unknown future version may keep its list elsewhere: a higher number alone means "newer".
    const code = Number(version) > migrations.length ? 'newer' : 'diverged';
    const detail = `user_version is ${version}, ${applied.length} migrations are recorded`;
    return { ok: false, problem: { code, detail } };
  }
  return { ok: true, applied: applied.length };
}

function appliedMigrations(database: Database): string[] {
  const table = database
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'")
    .get();
  if (table === undefined) return [];
  return database.prepare<[], string>('SELECT id FROM migration ORDER BY position').pluck().all();
}

function applyAll(
  database: Database,
  pending: readonly Migration[],
  already: number,
  now: Date,
): MigrationProblem | null {
  // Inside a transaction this pragma does nothing, hence before it.
  database.pragma('foreign_keys = OFF');
  let current: string | undefined;
  try {
    database.exec('BEGIN EXCLUSIVE');
    database.exec(
      `CREATE TABLE IF NOT EXISTS migration (
        position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, applied_at TEXT NOT NULL
      ) STRICT`,
    );
    const record = database.prepare('INSERT INTO migration (position, id, applied_at) VALUES (?, ?, ?)');
    for (const [index, migration] of pending.entries()) {
      current = migration.id;
      migration.apply(database);
      if (!database.inTransaction) throw new Error(`${migration.id} ended the transaction it was given`);
      record.run(already + index + 1, migration.id, now.toISOString());
    }
    current = undefined;
    const orphans = database.pragma('foreign_key_check') as readonly unknown[];
    if (orphans.length > 0) {
      return { code: 'foreign-keys', detail: `${orphans.length} rows refer to rows that do not exist` };
    }
    database.pragma(`user_version = ${already + pending.length}`);
    database.exec('COMMIT');
    return null;
  } catch (error) {
    const detail = errorText(error);
    return current === undefined
      ? { code: 'failed', detail }
      : { code: 'failed', migration: current, detail };
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.pragma('foreign_keys = ON');
  }
}

/**
 * Compare the file's schema with the one our migrations make. A case from a stranger may bring views or
 * triggers of its own; none is accepted. Returns the names that are extra, missing or different.
 */
export async function schemaDifferences(
  database: Database,
  migrations: readonly Migration[],
): Promise<string[]> {
  const reference = await openMemoryDatabase();
  try {
    const made = applyAll(reference, migrations, 0, new Date(0));
    if (made !== null) throw new Error(`the migrations do not run on an empty database: ${made.detail}`);
    const expected = schemaOf(reference);
    const actual = schemaOf(database);
    const names = new Set([...expected.keys(), ...actual.keys()]);
    return [...names].filter((name) => expected.get(name) !== actual.get(name)).sort();
  } finally {
    reference.close();
  }
}

function schemaOf(database: Database): Map<string, string> {
  const rows = database
    .prepare<[], { type: string; name: string; tbl_name: string; sql: string | null }>(
      'SELECT type, name, tbl_name, sql FROM sqlite_schema',
    )
    .all();
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, `${row.tbl_name}\n${row.sql ?? ''}`]));
}

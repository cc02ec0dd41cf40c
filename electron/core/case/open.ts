import { lstat, mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isAlmostFull, releaseBallast, setBallastAside } from './ballast.ts';
import type { CasePorts } from './case-ports.ts';
import {
  applicationId,
  type Database,
  makeDurable,
  openDatabase,
  outdatedSqlite,
  quickCheck,
} from './database.ts';
import { type CaseFolder, caseFolder, removeLeftovers, standsAt } from './folder.ts';
import { acquireLock, type CaseLock } from './lock.ts';
import {
  compareApplied,
  type Migration,
  type MigrationProblem,
  migrate,
  schemaDifferences,
} from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { type CaseProblem, type CaseResult, caseProblem, errorCode, errorText } from './problem.ts';
import { isReceived } from './received.ts';
import { CaseStore } from './store.ts';
import { upgradedCopy } from './upgraded-copy.ts';

export type OpenedCase =
  | { readonly ok: true; readonly store: CaseStore }
  | { readonly ok: false; readonly problem: CaseProblem };

export interface OpenOptions {
  /**
   * Only look: no lock, no event, no upgrade of the file (a case of an older schema is read from a copy in memory).
   * Allowed beside a writer. SQLite may leave its two empty helper
   * files (`-wal`, `-shm`) beside the database; the next writer removes them.
   */
  readonly readOnly?: boolean;
  /** With `readOnly`: open in spite of damage, so that it can be verified; see `CaseStore.damage`. */
  readonly tolerant?: boolean;
  /** Another list of migrations than the program's own, so that a test can make an old case. */
  readonly migrations?: readonly Migration[];
}

export async function openCase(
  directory: string,
  ports: CasePorts,
  options: OpenOptions = {},
): Promise<OpenedCase> {
  const folder = caseFolder(resolve(directory));
  if ((await standsAt(folder.directory)) !== 'folder' || (await standsAt(folder.database)) !== 'file') {
    return caseProblem('not-a-case', 'There is no case at this place', '该位置没有案件');
  }
  for (const inner of [folder.evidence, folder.derived, folder.reports]) {
    const stands = await standsAt(inner);
    // A link in place of any of these would lead reading and writing out of the case.
    if (stands === 'file' || stands === 'other')
      return damagedProblem([`${basename(inner)} is not a folder`]);
  }
  // What came out of a package is what somebody signed: it is only read.
  if (options.readOnly === true || (await isReceived(folder.directory)))
    return openForReading(folder, ports, options);
  const migrations = options.migrations ?? allMigrations;
  const opened = await openForWriting(folder, ports, migrations);
  const forLackOfRoom =
    !opened.ok && opened.problem.code === 'not-writable' && (await isAlmostFull(folder.directory));
  return forLackOfRoom && releaseBallast(folder) ? openForWriting(folder, ports, migrations) : opened;
}

async function openForWriting(
  folder: CaseFolder,
  ports: CasePorts,
  migrations: readonly Migration[],
): Promise<OpenedCase> {
  const lock = await acquireLock(folder, ports);
  if (!lock.ok) return lock;
  const opened = await connect(folder, 'write');
  if (!opened.ok) {
    await lock.value.release();
    return opened;
  }
  const prepared = await prepareForWriting(folder, opened.value, ports, migrations, lock.value);
  if (!prepared.ok) {
    opened.value.close();
    await lock.value.release();
  }
  return prepared;
}

async function prepareForWriting(
  folder: CaseFolder,
  database: Database,
  ports: CasePorts,
  migrations: readonly Migration[],
  lock: CaseLock,
): Promise<OpenedCase> {
  try {
    const damage = inspect(database);
    if (damage !== null) return damage;
    const compared = compareApplied(database, migrations);
    if (!compared.ok) return migrationProblem(compared.problem);
    // Checked before the upgrade as well as after: our statements must not run over a stranger's triggers.
    const before = await schemaDifferences(database, migrations.slice(0, compared.applied));
    if (before.length > 0) return damagedProblem(before);
    const upgraded = migrate(database, migrations, {
      backupPath: (applied) => join(folder.directory, `case-v${applied}-${stamp(ports.clock())}.db`),
      now: () => ports.clock(),
    });
    if (!upgraded.ok) return migrationProblem(upgraded.problem);
    makeDurable(database);
    // Archivers drop empty folders.
    for (const inner of [folder.evidence, folder.derived, folder.reports])
      await mkdir(inner, { recursive: true });
    const store = new CaseStore({ folder, database, ports, lock, damage: [] });
    const leftovers = await clearCrash(store);
    store.recordOpened({ migrations: upgraded.applied, leftoversRemoved: leftovers });
    await setBallastAside(folder, ports.ballastBytes ?? 0);
    return { ok: true, store };
  } catch (error) {
    return unexpected(error);
  }
}

/** Undo what an interrupted intake left: unfinished copies, and finished ones that never got their row. */
async function clearCrash(store: CaseStore): Promise<string[]> {
  const leftovers = await removeLeftovers(store.folder);
  for (const sha256 of store.placements()) {
    if ((await standsAt(store.evidencePath(sha256))) !== 'file') continue;
    await rm(store.evidencePath(sha256));
    leftovers.push(sha256);
  }
  store.forgetPlacements();
  return leftovers;
}

async function openForReading(
  folder: CaseFolder,
  ports: CasePorts,
  options: OpenOptions,
): Promise<OpenedCase> {
  const opened = await connect(folder, 'read');
  if (!opened.ok) return opened;
  let database = opened.value;
  const migrations = options.migrations ?? allMigrations;
  const tolerant = options.tolerant === true;
  try {
    const inspected = await inspectForReading(database, migrations, tolerant);
    if (!inspected.ok) {
      database.close();
      return inspected;
    }
    const { damage, older } = inspected.value;
    if (older) {
      const copied = await upgradedCopy(database, migrations, ports.clock);
      database.close();
      if (!copied.ok) return copied;
      database = copied.value;
    }
    return { ok: true, store: new CaseStore({ folder, database, ports, lock: null, damage }) };
  } catch (error) {
    database.close();
    return unexpected(error);
  }
}

async function inspectForReading(
  database: Database,
  migrations: readonly Migration[],
  tolerant: boolean,
): Promise<CaseResult<{ readonly damage: readonly string[]; readonly older: boolean }>> {
  const damage = inspect(database);
  if (damage !== null && !(tolerant && damage.problem.code === 'damaged')) return damage;
  const compared = compareApplied(database, migrations);
  if (!compared.ok) return migrationProblem(compared.problem);
  const differences = await schemaDifferences(database, migrations.slice(0, compared.applied));
  if (differences.length > 0 && !tolerant) return damagedProblem(differences);
  const lines = damage === null ? [] : (damage.problem.detail ?? '').split('\n');
  return {
    ok: true,
    value: {
      damage: [...lines, ...differences.map((name) => `schema: ${name}`)],
      older: compared.applied < migrations.length,
    },
  };
}

/** Open the file and make sure SQLite can read it at all. */
async function connect(folder: CaseFolder, mode: 'write' | 'read'): Promise<CaseResult<Database>> {
  try {
    return { ok: true, value: await openReadable(folder, mode) };
  } catch (error) {
    const unwritable = /^SQLITE_(CANTOPEN|READONLY)/.test(errorCode(error));
    // Without its log the database alone is not the last state: never ignore one that holds something.
    if (mode === 'write' || !unwritable || (await holdsSomething(`${folder.database}-wal`)))
      return unexpected(error);
  }
  try {
    return { ok: true, value: await openReadable(folder, 'image') };
  } catch (error) {
    return unexpected(error);
  }
}

async function openReadable(folder: CaseFolder, mode: 'write' | 'read' | 'image'): Promise<Database> {
  const database = await openDatabase(folder.database, mode);
  try {
    database.pragma('schema_version');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function holdsSomething(path: string): Promise<boolean> {
  const stands = await standsAt(path);
  return stands !== 'missing' && (stands !== 'file' || (await lstat(path)).size > 0);
}

/** Is it ours, sound, and is the library fit to handle it? Null when all is well. */
function inspect(database: Database): ReturnType<typeof caseProblem> | null {
  const outdated = outdatedSqlite(database);
  if (outdated !== null) {
    return caseProblem(
      'engine',
      `SQLite ${outdated} is too old for evidence`,
      `SQLite ${outdated} 版本过旧，不能用于保存证据`,
    );
  }
  if (database.pragma('application_id', { simple: true }) !== applicationId) {
    return caseProblem('not-a-case', 'The database here is not a case', '此处的数据库不是案件');
  }
  const damage = quickCheck(database);
  return damage.length > 0 ? damagedProblem(damage) : null;
}

function damagedProblem(lines: readonly string[]): ReturnType<typeof caseProblem> {
  return caseProblem(
    'damaged',
    'The case database is damaged or was altered; verify it before anything else',
    '案件数据库已损坏或被改动；请先进行核验',
    lines.join('\n'),
  );
}

function migrationProblem(problem: MigrationProblem): ReturnType<typeof caseProblem> {
  if (problem.code === 'newer') {
    return caseProblem(
      'newer',
      'The case was last used by a newer version; this version cannot open it',
      '该案件由更新的版本使用过，当前版本无法打开',
      problem.detail,
    );
  }
  if (problem.code === 'diverged') return damagedProblem([problem.detail]);
  return caseProblem(
    'upgrade-failed',
    'The case could not be upgraded; it is as it was',
    '案件升级失败；案件内容保持原样',
    problem.detail,
  );
}

/** SQLite's and the system's failures are answers; anything else is a bug. */
function unexpected(error: unknown): ReturnType<typeof caseProblem> {
  const code = errorCode(error);
  if (code === '') throw error;
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return damagedProblem([errorText(error)]);
  if (code.startsWith('SQLITE_BUSY')) {
    return caseProblem(
      'locked',
      'Another program is using the case database',
      '案件数据库正被其他程序使用',
      errorText(error),
    );
  }
  return caseProblem(
    'not-writable',
    'The case folder cannot be used',
    '无法使用案件文件夹',
    errorText(error),
  );
}

/** Time for a file name: `20260131T235959Z`. */
function stamp(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

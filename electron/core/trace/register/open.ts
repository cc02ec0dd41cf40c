import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { type Database, makeDurable, openDatabase, outdatedSqlite, quickCheck } from '../../case/database.ts';
import { standsAt } from '../../case/folder.ts';
import { compareApplied, migrate, schemaDifferences } from '../../case/migrate.ts';
import { errorCode, errorText } from '../../case/problem.ts';
import { nameDraft } from '../../draft-file.ts';
import { problem } from '../../problems.ts';
import { migrations } from './migrations/index.ts';

/** `ASRG` in ASCII: marks a SQLite file as a register of ours. */
export const registerApplicationId = 0x41535247;

export interface RegisterPorts {
  clock(): Date;
  id(): string;
}

/** Open the register; `null`: there is none and none was to be made. */
export async function openRegister(
  path: string,
  ports: RegisterPorts,
  make: boolean,
): Promise<Result<Database | null>> {
  try {
    if ((await standsAt(path)) === 'missing') {
      if (!make) return succeed(null);
      await makeRegister(path, ports);
    }
    const database = await openDatabase(path, 'write');
    const opened = await prepare(path, database, ports);
    if (!opened.ok) database.close();
    return opened;
  } catch (error) {
    return registerFault(error, path);
  }
}

/** Under a name of its own until it is whole: another process may be making one as well, and the first one stays. */
async function makeRegister(path: string, ports: RegisterPorts): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${ports.id()}`;
  try {
    const database = await openDatabase(draft, 'create');
    try {
      database.pragma(`application_id = ${registerApplicationId}`);
      const made = migrate(database, migrations, { backupPath: () => '', now: () => ports.clock() });
      if (!made.ok) throw new Error(`A new register cannot be made: ${made.problem.detail}`);
    } finally {
      database.close();
    }
    await nameDraft(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    for (const leftover of [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`])
      await rm(leftover, { force: true });
  }
}

async function prepare(path: string, database: Database, ports: RegisterPorts): Promise<Result<Database>> {
  if (outdatedSqlite(database) !== null) return problem('engine-missing', 'SQLite');
  if (database.pragma('application_id', { simple: true }) !== registerApplicationId)
    return damaged(path, 'application_id');
  const lines = quickCheck(database);
  if (lines.length > 0) return damaged(path, lines.join('\n'));
  const compared = compareApplied(database, migrations);
  if (!compared.ok && compared.problem.code === 'newer') return newer(path);
  if (!compared.ok) return damaged(path, compared.problem.detail);
  const before = await schemaDifferences(database, migrations.slice(0, compared.applied));
  if (before.length > 0) return damaged(path, before.join(', '));
  const stamp = ports
    .clock()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  const upgraded = migrate(database, migrations, {
    backupPath: (applied) => `${path}-v${applied}-${stamp}`,
    now: () => ports.clock(),
  });
  if (!upgraded.ok) return damaged(path, upgraded.problem.detail);
  makeDurable(database);
  return succeed(database);
}

/** SQLite's and the system's failures are answers; anything else is a bug. */
export function registerFault(error: unknown, path: string) {
  const code = errorCode(error);
  if (code === '') throw error;
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return damaged(path, errorText(error));
  return problem(
    code === 'SQLITE_FULL' || code === 'ENOSPC' ? 'disk-full' : 'input-output',
    `${path}: ${errorText(error)}`,
  );
}

function damaged(path: string, detail: string) {
  return fail(
    'register-unusable',
    localized(
      'The register of this installation is damaged, or is not one. Nothing was changed; put a copy of it from a backup in its place.',
      '本机登记册已损坏，或并非登记册。未做任何更改；请用备份副本替换。',
    ),
    `${path}: ${detail}`,
  );
}

function newer(path: string) {
  return fail(
    'register-unusable',
    localized(
      'The register was written by a newer version of Assay. Update Assay to use it; nothing was changed.',
      '登记册由更新版本的 Assay 写入。请更新 Assay 后再使用；未做任何更改。',
    ),
    path,
  );
}

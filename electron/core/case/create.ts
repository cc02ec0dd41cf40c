import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CasePorts } from './case-ports.ts';
import { CustodyLog } from './custody-log.ts';
import { applicationId, makeDurable, openDatabase } from './database.ts';
import { type CaseFolder, caseFolder, standsAt, syncDirectory } from './folder.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { type OpenedCase, type OpenOptions, openCase } from './open.ts';
import { caseProblem, errorCode, errorText } from './problem.ts';

/**
 * Make a case folder and open it. `directory` is the case folder itself (see `caseFolderName`); it must not
 * exist yet, or be empty. It appears complete or not at all.
 */
export async function createCase(
  directory: string,
  name: string,
  ports: CasePorts,
  options: Pick<OpenOptions, 'migrations'> = {},
): Promise<OpenedCase> {
  const target = resolve(directory);
  const stands = await standsAt(target);
  if (
    stands === 'file' ||
    stands === 'other' ||
    (stands === 'folder' && (await readdir(target)).length > 0)
  ) {
    return caseProblem('exists', 'There is something at this place already', '该位置已有其他内容');
  }
  const building = caseFolder(join(dirname(target), `.${basename(target)}.${ports.id()}`));
  try {
    await mkdir(dirname(target), { recursive: true });
    for (const folder of [building.directory, building.evidence, building.derived, building.reports])
      await mkdir(folder);
    await writeNewDatabase(building, name, ports, options.migrations ?? allMigrations);
    await syncDirectory(building.directory);
    if (stands === 'folder') await rmdir(target);
    await rename(building.directory, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    await rm(building.directory, { recursive: true, force: true });
    if (errorCode(error) === '') throw error;
    return caseProblem(
      'not-writable',
      'The case folder cannot be written',
      '无法写入案件文件夹',
      errorText(error),
    );
  }
  return openCase(target, ports, options);
}

async function writeNewDatabase(
  folder: CaseFolder,
  name: string,
  ports: CasePorts,
  migrations: readonly Migration[],
): Promise<void> {
  const database = await openDatabase(folder.database, 'create');
  try {
    database.pragma(`application_id = ${applicationId}`);
    makeDurable(database);
    const made = migrate(database, migrations, { backupPath: () => '', now: () => ports.clock() });
    if (!made.ok) throw new Error(`A new case cannot be made: ${made.problem.detail}`);
    const id = ports.id();
    database
      .transaction(() => {
        database
          .prepare('INSERT INTO case_info (singleton, id, name, created_at) VALUES (1, ?, ?, ?)')
          .run(id, name.toWellFormed(), ports.clock().toISOString());
        new CustodyLog(database, ports).append('case.created', id, { name: name.toWellFormed() });
      })
      .immediate();
  } finally {
    database.close();
  }
}

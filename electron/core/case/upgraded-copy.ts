import { type Database, databaseCopy } from './database.ts';
import { type Migration, migrate } from './migrate.ts';
import { type CaseResult, caseProblem } from './problem.ts';

/**
 * A case of an older schema as this version reads it: the whole database in memory, brought to the newest schema there.
 * The file stays as it is, to the byte. What came out of a package is only ever read, and never upgraded in place.
 */
export async function upgradedCopy(
  database: Database,
  migrations: readonly Migration[],
  now: () => Date,
): Promise<CaseResult<Database>> {
  const copy = await databaseCopy(database);
  if (copy === null) {
    return caseProblem(
      'older',
      'The case was made by an older version and is too large to be upgraded in memory; copy the folder, open the copy for writing once, and use that',
      '该案件由旧版本创建，且过大而无法在内存中升级；请复制案件文件夹，以可写方式打开副本一次，然后使用该副本',
    );
  }
  const upgraded = migrate(copy, migrations, { backupPath: () => null, now });
  if (upgraded.ok) {
    copy.pragma('query_only = ON');
    return { ok: true, value: copy };
  }
  copy.close();
  return caseProblem(
    'damaged',
    'The case database is damaged or was altered; verify it before anything else',
    '案件数据库已损坏或被改动；请先进行核验',
    upgraded.problem.detail,
  );
}

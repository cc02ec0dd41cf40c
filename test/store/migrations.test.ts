import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createCase } from '#core/case/create.ts';
import { openDatabase } from '#core/case/database.ts';
import { type Migration, migrate } from '#core/case/migrate.ts';
import { initial } from '#core/case/migrations/0001-initial.ts';
import { migrations } from '#core/case/migrations/index.ts';
import { openCase } from '#core/case/open.ts';
import { verifyCase } from '#core/case/verify.ts';
import type { DutyChoice } from '#shared/domain/obligation.ts';
import { Publication } from '#shared/domain/publication.ts';
import {
  fakeEvidence,
  newCase,
  problemOf,
  reopen,
  someAcquisition,
  temporaryFolder,
  testPorts,
} from './support/case.ts';

const fileHash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

const next: Migration = {
  id: '0004-note',
  apply: (database) => {
    database.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT');
  },
};
const failing: Migration = {
  id: '0004-failing',
  apply: (database) => {
    database.exec('CREATE TABLE half (a INTEGER) STRICT');
    database.exec('INSERT INTO evidence SELECT * FROM no_such_table');
  },
};
const orphaning: Migration = {
  id: '0004-orphaning',
  apply: (database) => {
    database.exec(`INSERT INTO run (id, evidence, analysis, version, key, outcome, started_at, record)
      VALUES ('r', 'nobody', 'a.b', 1, 'k', 'found', 't', '{}')`);
  },
};
const committing: Migration = {
  id: '0004-committing',
  apply: (database) => {
    database.exec('CREATE TABLE loose (a INTEGER) STRICT; COMMIT');
  },
};

/** A closed case with one evidence row, of the schema of today. */
async function closedCase() {
  const store = await newCase();
  store.addEvidence(fakeEvidence(1), someAcquisition);
  await store.close();
  return store.folder;
}

/** A closed case of the first schema, with one evidence row. */
async function firstCase() {
  const made = await createCase(join(temporaryFolder(), 'first.case'), 'First', testPorts(), {
    migrations: [initial],
  });
  if (!made.ok) throw new Error(made.problem.message.en);
  made.store.addEvidence(fakeEvidence(1), someAcquisition);
  await made.store.close();
  return made.store.folder;
}

describe('0001-initial', () => {
  test('makes STRICT tables, versioned and marked as ours', async () => {
    const folder = await firstCase();
    const database = new Sqlite(folder.database, { readonly: true });
    const tables = database.pragma('table_list') as { name: string; strict: number; schema: string }[];
    const ours = tables.filter((table) => table.schema === 'main' && !table.name.startsWith('sqlite_'));
    expect(ours.map((table) => table.name).sort()).toEqual([
      'acquisition',
      'case_info',
      'custody',
      'evidence',
      'migration',
      'placement',
      'run',
      'setting',
    ]);
    expect(ours.every((table) => table.strict === 1)).toBe(true);
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    // "ASSY"
    expect(database.pragma('application_id', { simple: true })).toBe(0x41535359);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.prepare('SELECT position, id FROM migration').all()).toEqual([
      { position: 1, id: '0001-initial' },
    ]);
    database.close();
  });

  for (const table of ['evidence', 'acquisition', 'run', 'custody']) {
    test(`rows of ${table} can only be added`, async () => {
      const folder = await closedCase();
      const database = await openDatabase(folder.database, 'write');
      if (table === 'run') {
        database.exec(`INSERT INTO run (id, evidence, analysis, version, key, outcome, started_at, record)
          SELECT 'r', sha256, 'a.b', 1, 'k', 'found', 't', '{}' FROM evidence`);
      }
      expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('only ever added');
      const column =
        table === 'custody' || table === 'acquisition' ? 'actor' : table === 'run' ? 'outcome' : 'name';
      expect(() => database.exec(`UPDATE ${table} SET ${column} = 'x'`)).toThrow('only ever added');
      expect(() => database.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('only ever added');
      database.close();
    });
  }

  test('ids are unique and numbered in order', () => {
    expect(migrations.map((migration) => migration.id.slice(0, 4))).toEqual(
      migrations.map((_, index) => String(index + 1).padStart(4, '0')),
    );
  });
});

describe('0002-publications-and-duties', () => {
  const choice: DutyChoice = { jurisdictions: ['CN'], roles: ['platform'], date: '2026-11-22', copies: [] };

  test('brings a case of the first schema up to date and keeps what it holds', async () => {
    const folder = await firstCase();
    const store = await reopen(folder.directory);
    expect(store.evidence(fakeEvidence(1).sha256)?.name).toBe('photo-1.jpg');
    expect(store.publication(fakeEvidence(1).sha256)).toBeNull();
    expect(store.dutyChoice()).toBeNull();
    store.recordPublication(fakeEvidence(1).sha256, Publication.parse({ platform: 'somewhere' }));
    store.chooseDuties(choice);
    expect(store.dutyChoice()).toEqual(choice);
    expect((await verifyCase(store)).problems.map(({ code }) => code)).toEqual(['evidence-missing']);
    await store.close();
    const database = new Sqlite(folder.database, { readonly: true });
    const tables = database.pragma('table_list') as { name: string; strict: number }[];
    for (const name of ['publication', 'duty_choice'])
      expect(tables.find((table) => table.name === name)?.strict).toBe(1);
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(database.prepare('SELECT id FROM migration ORDER BY position').pluck().all()).toEqual(
      migrations.map(({ id }) => id),
    );
    database.close();
    expect(readdirSync(folder.directory).filter((name) => name.startsWith('case-v1-'))).toHaveLength(1);
  });

  for (const table of ['publication', 'duty_choice']) {
    test(`rows of ${table} can only be added`, async () => {
      const store = await newCase();
      store.addEvidence(fakeEvidence(1), someAcquisition);
      store.recordPublication(fakeEvidence(1).sha256, Publication.parse({}));
      store.chooseDuties(choice);
      await store.close();
      const database = await openDatabase(store.folder.database, 'write');
      expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('only ever added');
      expect(() => database.exec(`UPDATE ${table} SET record = 'x'`)).toThrow('only ever added');
      expect(() => database.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('only ever added');
      database.close();
    });
  }
});

describe('upgrading', () => {
  test('keeps the rows, records the migration and leaves a backup that is the case before', async () => {
    const folder = await closedCase();
    const store = await reopen(folder.directory, { migrations: [...migrations, next] });
    expect(store.evidence(fakeEvidence(1).sha256)?.name).toBe('photo-1.jpg');
    expect(store.custody(0, 100).at(-1)?.detail).toEqual({ migrations: [next.id], leftoversRemoved: [] });
    await store.close();
    const backups = readdirSync(folder.directory).filter((name) =>
      name.startsWith(`case-v${migrations.length}-`),
    );
    expect(backups).toHaveLength(1);
    const backup = new Sqlite(join(folder.directory, backups[0]!), { readonly: true });
    expect(backup.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(backup.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(backup.prepare('SELECT count(*) FROM evidence').pluck().get()).toBe(1);
    backup.close();
    // Nothing to do the second time.
    await (await reopen(folder.directory, { migrations: [...migrations, next] })).close();
    expect(readdirSync(folder.directory).filter((name) => name.startsWith('case-v'))).toHaveLength(1);
  });

  test('a new case leaves no backup', async () => {
    const folder = await closedCase();
    expect(readdirSync(folder.directory).sort()).toEqual([
      'case.db',
      'derived',
      'evidence',
      'lock.db',
      'reports',
    ]);
  });

  for (const [name, migration] of Object.entries({ failing, orphaning })) {
    test(`a ${name} migration leaves the file and the folder as they were`, async () => {
      const folder = await closedCase();
      const before = fileHash(folder.database);
      const opened = await openCase(folder.directory, testPorts(), {
        migrations: [...migrations, next, migration],
      });
      expect(opened).toMatchObject({ ok: false, problem: { code: 'upgrade-failed' } });
      expect(fileHash(folder.database)).toBe(before);
      expect(readdirSync(folder.directory).sort()).toEqual([
        'case.db',
        'derived',
        'evidence',
        'lock.db',
        'reports',
      ]);
      await (await reopen(folder.directory)).close();
    });
  }

  test('a migration that ends the transaction it was given is told so', async () => {
    const folder = await closedCase();
    const opened = await openCase(folder.directory, testPorts(), { migrations: [...migrations, committing] });
    expect(opened.ok ? '' : opened.problem.detail).toContain('ended the transaction');
  });

  test('a backup that cannot be written stops the upgrade', async () => {
    const folder = await closedCase();
    const occupied = join(folder.directory, 'occupied.db');
    writeFileSync(occupied, 'something');
    const database = new Sqlite(folder.database);
    const result = migrate(database, [...migrations, next], {
      backupPath: () => occupied,
      now: () => new Date(),
    });
    expect(result).toMatchObject({ ok: false, problem: { code: 'backup' } });
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(readFileSync(occupied, 'utf8')).toBe('something');
    database.close();
  });

  test('foreign keys are on again after success and after failure', () => {
    for (const list of [migrations, [...migrations, failing]]) {
      const database = new Sqlite(':memory:');
      migrate(database, list, { backupPath: () => '', now: () => new Date() });
      expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(database.inTransaction).toBe(false);
      database.close();
    }
  });
});

describe('what is refused', () => {
  test('a newer case, by its migrations or its version alone; the file is untouched', async () => {
    const folder = await closedCase();
    await (await reopen(folder.directory, { migrations: [...migrations, next] })).close();
    const before = fileHash(folder.database);
    expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('newer');
    expect(await problemOf(openCase(folder.directory, testPorts(), { readOnly: true }))).toBe('newer');
    expect(fileHash(folder.database)).toBe(before);

    const other = await closedCase();
    const database = new Sqlite(other.database);
    database.pragma('user_version = 99');
    database.close();
    expect(await problemOf(openCase(other.directory, testPorts()))).toBe('newer');
  });

  test('applied migrations that are not the beginning of ours', async () => {
    const folder = await closedCase();
    const renamed: Migration = { ...initial, id: '0001-another' };
    const opened = await openCase(folder.directory, testPorts(), { migrations: [renamed] });
    expect(opened).toMatchObject({ ok: false, problem: { code: 'damaged' } });
    expect(opened.ok ? '' : opened.problem.detail).toContain('position 1 is 0001-initial');
  });

  const additions: Record<string, string> = {
    trigger: 'CREATE TRIGGER evil AFTER INSERT ON custody BEGIN DELETE FROM setting; END',
    view: 'CREATE VIEW evil AS SELECT 1',
    table: 'CREATE TABLE evil (a)',
    index: 'CREATE INDEX evil ON evidence (name)',
    'missing trigger': 'DROP TRIGGER custody_no_update',
    'changed table': 'ALTER TABLE setting ADD COLUMN evil TEXT',
  };
  for (const [kind, sql] of Object.entries(additions)) {
    test(`a stranger's ${kind} in the schema`, async () => {
      const folder = await closedCase();
      const database = new Sqlite(folder.database);
      database.exec(sql);
      database.close();
      expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('damaged');
      expect(await problemOf(openCase(folder.directory, testPorts(), { readOnly: true }))).toBe('damaged');
    });
  }

  test('what is not a case', async () => {
    const folder = temporaryFolder();
    expect(await problemOf(openCase(join(folder, 'missing'), testPorts()))).toBe('not-a-case');
    expect(await problemOf(openCase(folder, testPorts()))).toBe('not-a-case');
    const foreign = await closedCase();
    const database = new Sqlite(foreign.database);
    database.pragma('application_id = 1');
    database.close();
    expect(await problemOf(openCase(foreign.directory, testPorts()))).toBe('not-a-case');
  });

  test('a database that is damaged', async () => {
    const folder = await closedCase();
    const whole = readFileSync(folder.database);
    const damages: Record<string, Buffer> = {
      'not a database': Buffer.from('this is no database at all, only text'.repeat(200)),
      'cut in the middle': whole.subarray(0, 4096 * 3),
      'page overwritten': Buffer.concat([
        whole.subarray(0, 4096 * 2),
        Buffer.alloc(4096, 0xff),
        whole.subarray(4096 * 3),
      ]),
    };
    for (const bytes of Object.values(damages)) {
      writeFileSync(folder.database, bytes);
      expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('damaged');
    }
    writeFileSync(folder.database, whole);
    await (await reopen(folder.directory)).close();
  });

  test('making a case where something is; an empty folder is fine', async () => {
    const folder = temporaryFolder();
    const made = await createCase(folder, 'Empty folder', testPorts());
    expect(made.ok).toBe(true);
    if (made.ok) await made.store.close();
    expect(await problemOf(createCase(folder, 'Twice', testPorts()))).toBe('exists');
    const file = join(temporaryFolder(), 'file');
    copyFileSync('/dev/null', file);
    expect(await problemOf(createCase(file, 'File', testPorts()))).toBe('exists');
    expect(existsSync(file)).toBe(true);
  });
});

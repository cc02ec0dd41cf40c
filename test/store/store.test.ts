import { mkdirSync, readdirSync, rmdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { outdatedSqlite } from '#core/case/database.ts';
import { openCase } from '#core/case/open.ts';
import { RecordDamaged } from '#core/case/rows.ts';
import {
  fakeEvidence,
  fakeRun,
  newCase,
  problemOf,
  reopen,
  someAcquisition,
  tamper,
  temporaryFolder,
  testPorts,
} from './support/case.ts';

describe('a case', () => {
  test('tells about itself, wherever its folder is moved', async () => {
    const store = await newCase(testPorts(), '案件 \u202E 1');
    expect(store.info()).toMatchObject({
      name: '案件 \u202E 1',
      directory: store.folder.directory,
      evidenceCount: 0,
      readOnly: false,
    });
    const { id } = store.info();
    await store.close();
    const moved = join(temporaryFolder(), 'elsewhere.case');
    const { renameSync } = await import('node:fs');
    renameSync(store.folder.directory, moved);
    expect((await reopen(moved)).info()).toMatchObject({ id, directory: moved });
  });

  test('is durable by the settings it really has', async () => {
    const store = await newCase();
    // The reader's connection tells what the file says; the writer's was read back when it was opened.
    const reader = new Sqlite(store.folder.database, { readonly: true });
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
    reader.close();
    await store.close();
    // Closed properly: one plain file.
    expect(readdirSync(store.folder.directory).sort()).toEqual([
      'case.db',
      'derived',
      'evidence',
      'lock.db',
      'reports',
    ]);
  });

  test('closing twice is harmless', async () => {
    const store = await newCase();
    await store.close();
    await store.close();
  });

  test('the library at hand is new enough, an old one is told', () => {
    const database = new Sqlite(':memory:');
    expect(outdatedSqlite(database)).toBeNull();
    for (const [version, old] of [
      ['3.51.2', true],
      ['3.51.3', false],
      ['3.9.9', true],
      ['4.0.0', false],
      ['3.52.0', false],
    ] as const) {
      database.function('sqlite_version', () => version);
      expect(outdatedSqlite(database)).toBe(old ? version : null);
    }
    database.close();
  });

  test('empty folders lost by an archiver come back; links in their place are refused', async () => {
    const store = await newCase();
    await store.close();
    for (const folder of ['evidence', 'derived', 'reports']) rmdirSync(join(store.folder.directory, folder));
    await (await reopen(store.folder.directory)).close();
    expect(readdirSync(store.folder.directory)).toContain('evidence');
    rmdirSync(store.folder.evidence);
    const outside = temporaryFolder();
    symlinkSync(outside, store.folder.evidence);
    expect(await problemOf(openCase(store.folder.directory, testPorts()))).toBe('damaged');
    expect(await problemOf(openCase(store.folder.directory, testPorts(), { readOnly: true }))).toBe(
      'damaged',
    );
  });
});

describe('evidence', () => {
  test('comes back as it was put, with number and acquisition, and one event', async () => {
    const store = await newCase();
    const added = store.addEvidence(fakeEvidence(1), someAcquisition);
    expect(added.outcome).toBe('added');
    const { chunks: _, ...record } = fakeEvidence(1);
    expect(added.evidence).toEqual({ ...record, number: 1, acquisitions: [someAcquisition] });
    expect(store.evidence(record.sha256)).toEqual(added.evidence);
    expect(store.evidence('f'.repeat(64))).toBeNull();
    expect(store.custody(2, 10)).toMatchObject([
      {
        action: 'evidence.added',
        object: record.sha256,
        detail: { number: 1, size: 1, acquisition: someAcquisition },
      },
    ]);
  });

  test('taken in twice is one evidence with two acquisitions', async () => {
    const store = await newCase();
    store.addEvidence(fakeEvidence(1), someAcquisition);
    const again = store.addEvidence(fakeEvidence(1), { ...someAcquisition, how: 'upload' });
    expect(again.outcome).toBe('duplicate');
    expect(again.evidence.acquisitions.map((acquisition) => acquisition.how)).toEqual(['file', 'upload']);
    expect(store.info().evidenceCount).toBe(1);
    expect(store.custody(3, 10).map((event) => event.action)).toEqual(['evidence.acquired-again']);
  });

  test('and its event are both there or neither', async () => {
    const store = await newCase();
    const before = store.custodyCount();
    // Two digits short: the table's own check refuses the row after nothing but the number was known.
    expect(() => store.addEvidence({ ...fakeEvidence(1), sha512: 'ab' }, someAcquisition)).toThrow('CHECK');
    // An event that cannot be written (the detail has no canonical form) takes the row back.
    expect(() => store.addEvidence(fakeEvidence(1), someAcquisition, { bad: Number.NaN })).toThrow();
    expect(() => store.addAcquisition('f'.repeat(64), someAcquisition)).toThrow('FOREIGN KEY');
    expect(store.info().evidenceCount).toBe(0);
    expect(store.custodyCount()).toBe(before);
  });

  test('of the same content is found by its decoded hash', async () => {
    const store = await newCase();
    for (const number of [2, 3, 4]) store.addEvidence(fakeEvidence(number), someAcquisition);
    const second = store.evidence(fakeEvidence(2).sha256)!;
    expect(store.sameContent(second).map((evidence) => evidence.number)).toEqual([2]);
    expect(store.sameContent(store.evidence(fakeEvidence(4).sha256)!)).toEqual([]);
  });

  test('10,000 rows list in pages, and are searched', { timeout: 120_000 }, async () => {
    const store = await newCase();
    // One transaction a row as in earnest would take half a minute of flushing: fill the table from outside.
    await store.close();
    const { evidenceRow, acquisitionRow } = await import('#core/case/rows.ts');
    const database = new Sqlite(store.folder.database);
    const evidence =
      database.prepare(`INSERT INTO evidence VALUES (@number, @sha256, @sha512, @size, @chunks, @name,
      @name_bytes, @kind, @format, @media, @content, @content_sha256)`);
    const acquisition =
      database.prepare(`INSERT INTO acquisition (evidence, how, path, path_bytes, modified_at, acquired_at, actor)
      VALUES (@evidence, @how, @path, @path_bytes, @modified_at, @acquired_at, @actor)`);
    database.transaction(() => {
      for (let number = 1; number <= 10_000; number++) {
        const row = evidenceRow(fakeEvidence(number), number);
        evidence.run(row);
        acquisition.run(acquisitionRow(someAcquisition, row.sha256));
      }
    })();
    database.close();

    const again = await reopen(store.folder.directory);
    const pages = [0, 5_000, 9_900].map((offset) => again.listEvidence({ offset, limit: 100 }));
    expect(pages.map((page) => [page.items.length, page.total, page.items[0]?.number])).toEqual([
      [100, 10_000, 1],
      [100, 10_000, 5_001],
      [100, 10_000, 9_901],
    ]);
    const filtered = again.listEvidence({
      offset: 0,
      limit: 10,
      filter: { kind: 'image', text: 'PHOTO-999' },
    });
    expect(filtered.total).toBe(11);
    expect(filtered.items[0]?.name).toBe('photo-999.jpg');
    expect(again.listEvidence({ offset: 0, limit: 10, filter: { kind: 'video' } })).toEqual({
      items: [],
      total: 0,
    });
    const prefix = fakeEvidence(77).sha256.toUpperCase();
    expect(again.listEvidence({ offset: 0, limit: 10, filter: { text: prefix } }).items[0]?.number).toBe(77);
    // Characters that mean something in a pattern mean themselves here.
    expect(again.listEvidence({ offset: 0, limit: 10, filter: { text: '%' } }).total).toBe(0);
  });
});

describe('runs', () => {
  const evidence = fakeEvidence(1).sha256;

  test('are kept one beside the other; the latest of each analysis and key is found', async () => {
    const store = await newCase();
    store.addEvidence(fakeEvidence(1), someAcquisition);
    const failed = fakeRun(evidence, 'run-1', {
      outcome: 'failed',
      reason: { code: 'worker-crashed', text: { en: 'x', 'zh-CN': '崩' } },
    });
    const good = fakeRun(evidence, 'run-2', { outcome: 'found', warnings: ['odd'] });
    const other = fakeRun(evidence, 'run-3', { analysis: 'metadata.fields', key: 'b'.repeat(64) });
    for (const run of [failed, good, other]) store.recordRun(run);
    expect(store.runById('run-1')).toEqual(failed);
    expect(store.runById('nothing')).toBeNull();
    expect(store.findRunByKey(good.key)).toEqual(good);
    expect(store.findRunByKey('c'.repeat(64))).toBeNull();
    expect(store.runs(evidence).map((run) => run.id)).toEqual(['run-1', 'run-2', 'run-3']);
    expect(store.latestRuns(evidence).map((run) => run.id)).toEqual(['run-2', 'run-3']);
    expect(store.outcomeCounts([evidence, 'f'.repeat(64)])).toEqual(
      new Map([
        [evidence, { [good.outcome]: 1, [other.outcome]: 1 }],
        ['f'.repeat(64), {}],
      ]),
    );
    expect(store.custody(3, 10)).toMatchObject([
      { action: 'run.recorded', object: 'run-1', detail: { outcome: 'failed', evidence } },
      { action: 'run.recorded', object: 'run-2' },
      { action: 'run.recorded', object: 'run-3' },
    ]);
  });

  test('told twice change nothing', async () => {
    const store = await newCase();
    store.addEvidence(fakeEvidence(1), someAcquisition);
    store.recordRun(fakeRun(evidence, 'run-1'));
    const count = store.custodyCount();
    store.recordRun(fakeRun(evidence, 'run-1'));
    expect(store.custodyCount()).toBe(count);
  });

  test('of unknown evidence or of another shape are bugs', async () => {
    const store = await newCase();
    expect(() => store.recordRun(fakeRun(evidence, 'run-1'))).toThrow('FOREIGN KEY');
    expect(() => store.recordRun({ ...fakeRun(evidence, 'run-1'), key: 'short' })).toThrow();
  });

  test('keep hostile text exactly: lone surrogates, zero characters, keys of objects', async () => {
    const store = await newCase();
    store.addEvidence(fakeEvidence(1), someAcquisition);
    const result = JSON.parse(
      '{"__proto__":{"polluted":true},"a":"\\ud800","b":"x\\u0000y","c":"\\u202e"}',
    ) as unknown;
    store.recordRun(fakeRun(evidence, 'run-1', { result }));
    expect(JSON.stringify(store.runById('run-1')?.result)).toBe(JSON.stringify(result));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('settings', () => {
  test('come back as they were put and leave no event', async () => {
    const store = await newCase();
    expect(store.setting('examiner')).toBeNull();
    store.putSetting('examiner', { name: '检验员' });
    store.putSetting('examiner', { name: 'B' });
    expect(store.setting('examiner')).toEqual({ name: 'B' });
    expect(store.custodyCount()).toBe(2);
  });
});

describe('a stranger’s case', () => {
  test('a row that does not fit its schema is named, not shown', async () => {
    const store = await newCase();
    store.addEvidence(fakeEvidence(1), someAcquisition);
    await store.close();
    tamper(store, `UPDATE evidence SET media = '{"kind":"gas"}'`);
    const again = await reopen(store.folder.directory);
    expect(() => again.listEvidence({ offset: 0, limit: 10 })).toThrow(RecordDamaged);
  });

  test('an address never leads out of the folder', async () => {
    const store = await newCase();
    for (const address of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(64)}/..`]) {
      expect(() => store.evidencePath(address)).toThrow(RecordDamaged);
      expect(() => store.derivedPath(`${address}/.`)).toThrow(RecordDamaged);
    }
    expect(store.evidencePath('a'.repeat(64))).toBe(join(store.folder.evidence, 'a'.repeat(64)));
  });

  test('an unfinished making is never seen as a case', async () => {
    const parent = temporaryFolder();
    mkdirSync(join(parent, 'x.case'));
    expect(await problemOf(openCase(join(parent, 'x.case'), testPorts()))).toBe('not-a-case');
  });
});

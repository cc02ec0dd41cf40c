import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#core/case/database.ts';
import { RecordDamaged } from '#core/case/rows.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { judgeGeometry, saveGeometry } from '#core/work/geometry.ts';
import { Geometry, GeometryRecord } from '#shared/domain/geometry.ts';
import { fakeEvidence, newCase, reopen, someAcquisition, tamper, testPorts } from './support/case.ts';

const photo = fakeEvidence(1).sha256;
const drawn = Geometry.parse({ note: 'one', groups: [{ id: 'sun', kind: 'light', marks: [] }] });

async function caseWithPhoto(ports = testPorts()): Promise<CaseStore> {
  const store = await newCase(ports);
  store.addEvidence(fakeEvidence(1), someAcquisition);
  return store;
}

describe('what is drawn on a picture', () => {
  test('is kept in versions; the latest counts; the same again adds nothing', async () => {
    const store = await caseWithPhoto(testPorts(() => new Date('2026-11-22T10:00:00Z')));
    expect(store.geometry(photo)).toBeNull();
    const first = store.recordGeometry(photo, drawn);
    expect(GeometryRecord.parse(first)).toEqual(first);
    expect(first).toMatchObject({ version: 1, at: '2026-11-22T10:00:00.000Z', actor: 'Examiner 检验员' });
    const second = store.recordGeometry(photo, { ...drawn, uncertainty: 5 });
    expect(second.version).toBe(2);
    expect(store.recordGeometry(photo, second.geometry)).toEqual(second);
    expect(store.geometry(photo)).toEqual(second);
    expect(store.geometryVersions(photo)).toEqual([first, second]);
    const events = store.custody(0, 100).filter(({ action }) => action === 'geometry.recorded');
    expect(events.map(({ object, detail }) => [object, detail.version])).toEqual([
      [photo, 1],
      [photo, 2],
    ]);
    const rows = store.tables.geometries.rowsAfter(0, 10);
    expect(events.map(({ detail }) => detail.record)).toEqual(
      rows.map(({ record }) => createHash('sha256').update(record).digest('hex')),
    );
  });

  test('needs a picture whose size is known', async () => {
    const store = await caseWithPhoto();
    const evidence = store.evidence(photo)!;
    const { width: _, ...without } = evidence.media;
    expect(judgeGeometry({ ...evidence, media: without }, drawn)).toMatchObject({
      ok: false,
      problem: { code: 'not-viewable' },
    });
    expect(saveGeometry(store, '0'.repeat(64), drawn)).toMatchObject({ problem: { code: 'not-found' } });
  });

  test('rows can only be added', async () => {
    const store = await caseWithPhoto();
    store.recordGeometry(photo, drawn);
    await store.close();
    const database = await openDatabase(store.folder.database, 'write');
    expect(() => database.exec('DELETE FROM geometry')).toThrow('only ever added');
    expect(() => database.exec("UPDATE geometry SET record = 'x'")).toThrow('only ever added');
    expect(() => database.exec('REPLACE INTO geometry SELECT * FROM geometry')).toThrow('only ever added');
    database.close();
  });

  test('what is misnamed is refused', () => {
    const parallel = (id: string) => ({ id, kind: 'parallel', marks: [] });
    const groups = ['a', 'b', 'c'].map(parallel);
    expect(Geometry.safeParse({ groups, orthogonal: ['a', 'b', 'c'] }).success).toBe(true);
    for (const orthogonal of [
      ['a', 'b', 'b'],
      ['a', 'b', 'd'],
    ])
      expect(Geometry.safeParse({ groups, orthogonal }).success).toBe(false);
    expect(Geometry.safeParse({ groups: [...groups, parallel('a')] }).success).toBe(false);
    expect(Geometry.safeParse({ uncertainty: 0 }).success).toBe(false);
  });
});

describe('verification', () => {
  const address = `${photo}/geometry/1`;

  test.each([
    ["UPDATE geometry SET record = replace(record, 'one', 'two')", [['record-changed', address]]],
    ['DELETE FROM geometry', [['record-missing', address]]],
    ['UPDATE geometry SET version = 1', []],
  ])('finds: %s', async (sql, expected) => {
    const store = await caseWithPhoto();
    store.recordGeometry(photo, drawn);
    await store.close();
    tamper(store, sql);
    const { problems } = await verifyCase(await reopen(store.folder.directory));
    const found = problems.filter(({ code }) => code !== 'evidence-missing');
    expect(found.map(({ code, object }) => [code, object])).toEqual(expected);
  });

  test('a record that says something else than its row is damaged, not believed', async () => {
    const store = await caseWithPhoto();
    store.recordGeometry(photo, drawn);
    await store.close();
    tamper(store, "UPDATE geometry SET record = '{'");
    const again = await reopen(store.folder.directory);
    expect(() => again.geometry(photo)).toThrow(RecordDamaged);
  });
});

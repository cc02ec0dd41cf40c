import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#core/case/database.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { saveRegions } from '#core/work/regions.ts';
import { AnalystRegion, AnalystRegions, RegionRecord } from '#shared/domain/region.ts';
import { fakeEvidence, newCase, reopen, someAcquisition, tamper } from './support/case.ts';

const photo = fakeEvidence(1).sha256;
const corners = { from: { x: 1, y: 2 }, to: { x: 30, y: 40 } };
const sign = AnalystRegion.parse({ id: '1', name: 'sign', shape: { kind: 'rectangle', ...corners } });

async function caseWithPhoto(): Promise<CaseStore> {
  const store = await newCase();
  store.addEvidence(fakeEvidence(1), someAcquisition);
  return store;
}

describe('regions of the analyst', () => {
  test('are kept in versions that can only be added to, each in the custody chain', async () => {
    const store = await caseWithPhoto();
    expect(store.regions(photo)).toBeNull();
    const first = store.recordRegions(photo, [sign]);
    expect(RegionRecord.parse(first)).toEqual(first);
    const second = store.recordRegions(photo, []);
    expect(store.recordRegions(photo, [])).toEqual(second);
    expect(store.regionVersions(photo)).toEqual([first, second]);
    const events = store.custody(0, 100).filter(({ action }) => action === 'regions.recorded');
    const rows = store.tables.regions.rowsAfter(0, 10);
    expect(events.map(({ object, detail }) => [object, detail.version, detail.record])).toEqual(
      rows.map(({ record }, index) => [photo, index + 1, createHash('sha256').update(record).digest('hex')]),
    );
    expect(saveRegions(store, '0'.repeat(64), [])).toMatchObject({ problem: { code: 'not-found' } });
    await store.close();
    const database = await openDatabase(store.folder.database, 'write');
    for (const change of ['DELETE FROM regions', "UPDATE regions SET record = 'x'"])
      expect(() => database.exec(change)).toThrow('only ever added');
    database.close();
  });

  test('with one id twice, or a line of two points, are refused', () => {
    expect(AnalystRegions.safeParse([sign, { ...sign, name: 'again' }]).success).toBe(false);
    const line = { kind: 'outline', rings: [[corners.from, corners.to]] };
    expect(AnalystRegion.safeParse({ id: 'a', shape: line }).success).toBe(false);
  });

  test.each([
    ["UPDATE regions SET record = replace(record, 'sign', 'sigh')", 'record-changed'],
    ['DELETE FROM regions', 'record-missing'],
  ])('verification finds: %s', async (sql, code) => {
    const store = await caseWithPhoto();
    store.recordRegions(photo, [sign]);
    await store.close();
    tamper(store, sql);
    const { problems } = await verifyCase(await reopen(store.folder.directory));
    const found = problems.filter((problem) => problem.code !== 'evidence-missing');
    expect(found).toMatchObject([{ code, object: `${photo}/regions/1` }]);
  });
});

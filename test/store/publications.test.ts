import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { RecordDamaged } from '#core/case/rows.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { chooseDuties, evaluateDuties } from '#core/work/duties.ts';
import { survivalOfCopies } from '#core/work/labels.ts';
import type { DutyChoice } from '#shared/domain/obligation.ts';
import { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import { fakeEvidence, newCase, reopen, someAcquisition, tamper, testPorts } from './support/case.ts';

const photo = fakeEvidence(1).sha256;
const choice: DutyChoice = {
  jurisdictions: ['CN', 'EU'],
  roles: ['platform'],
  date: '2026-11-22',
  copies: [],
};

async function caseWithPhoto(ports = testPorts()): Promise<CaseStore> {
  const store = await newCase(ports);
  store.addEvidence(fakeEvidence(1), someAcquisition);
  return store;
}

describe('publication records', () => {
  test('are kept in versions; the latest counts; the same again adds nothing', async () => {
    const store = await caseWithPhoto(testPorts(() => new Date('2026-11-22T10:00:00Z')));
    expect(store.publication(photo)).toBeNull();
    const first = store.recordPublication(photo, Publication.parse({ platform: '某平台' }));
    expect(PublicationRecord.parse(first)).toEqual(first);
    expect(first).toMatchObject({ version: 1, at: '2026-11-22T10:00:00.000Z', actor: 'Examiner 检验员' });
    const second = store.recordPublication(
      photo,
      Publication.parse({ platform: '某平台', displayed: { notice: 'suspected' } }),
    );
    expect(second.version).toBe(2);
    expect(store.recordPublication(photo, second.publication)).toEqual(second);
    expect(store.publication(photo)).toEqual(second);
    expect(store.publicationVersions(photo)).toEqual([first, second]);
    const events = store.custody(0, 100).filter(({ action }) => action === 'publication.recorded');
    expect(events.map(({ object, detail }) => [object, detail.version])).toEqual([
      [photo, 1],
      [photo, 2],
    ]);
    // The custody event keeps the hash of the very text that is stored.
    const rows = store.tables.publications.rowsAfter(0, 10);
    expect(events.map(({ detail }) => detail.record)).toEqual(
      rows.map(({ record }) => createHash('sha256').update(record).digest('hex')),
    );
  });

  // Measures for Labeling, Art. 9: at least six months. Days by hand, from the calendar.
  test.each([
    ['2025-09-01', '2026-03-01'],
    ['2025-08-31', '2026-02-28'],
    ['2027-08-31', '2028-02-29'],
    ['2026-03-31', '2026-09-30'],
    ['2026-12-15', '2027-06-15'],
    ['2026-07-01T23:30:00+08:00', '2027-01-01'],
  ])('a delivery without a label on %s asks for its log until %s', async (on, until) => {
    const store = await caseWithPhoto();
    const record = (agreed: 'yes' | 'no') =>
      store.recordPublication(
        photo,
        Publication.parse({ unlabelledDelivery: { agreed, logged: 'yes', on } }),
      );
    expect(record('yes').keepLogUntil).toBe(until);
    expect(record('no').keepLogUntil).toBeNull();
  });
});

describe('the choice of duties', () => {
  test('is kept with who chose it; the same again adds nothing', async () => {
    const store = await caseWithPhoto();
    expect(store.dutyChoice()).toBeNull();
    store.chooseDuties(choice);
    store.chooseDuties(choice);
    store.chooseDuties({ ...choice, date: '2027-01-01' });
    expect(store.dutyChoice()?.date).toBe('2027-01-01');
    const events = store.custody(0, 100).filter(({ action }) => action === 'duties.chosen');
    expect(events.map(({ object, detail }) => [object, detail.number])).toEqual([
      [store.info().id, 1],
      [store.info().id, 2],
    ]);
  });

  test('assumed copies are part of it', async () => {
    const store = await caseWithPhoto();
    store.chooseDuties(choice);
    const copies = [{ evidence: photo, from: fakeEvidence(2).sha256 }];
    store.chooseDuties({ ...choice, copies });
    expect(store.dutyChoice()?.copies).toEqual(copies);
    store.chooseDuties(choice);
    expect(store.tables.dutyChoices.rowsAfter(0, 10)).toHaveLength(3);
  });

  test('copies that cannot be true together, or are not in the case, are refused in words', async () => {
    const store = await caseWithPhoto();
    const second = fakeEvidence(2).sha256;
    const copy = (evidence: string, from: string) => ({ evidence, from });
    const problems = (copies: (typeof choice)['copies']) =>
      [
        chooseDuties(store, { ...choice, copies }),
        evaluateDuties(store, { evidence: [], choice: { ...choice, copies } }),
      ].map((answer) => (answer.ok ? null : answer.problem));
    for (const refused of problems([copy(photo, second)]))
      expect(refused).toMatchObject({ code: 'not-found', detail: second });
    store.addEvidence(fakeEvidence(2), someAcquisition);
    for (const refused of problems([copy(photo, second), copy(second, photo)])) {
      expect(refused).toMatchObject({ code: 'bad-request' });
      expect(refused?.message['zh-CN']).toContain('循环');
    }
    expect(store.dutyChoice()).toBeNull();
    expect(problems([copy(photo, second)])).toEqual([null, null]);
    expect(store.dutyChoice()?.copies).toEqual([copy(photo, second)]);
    // What the report prints of it: nothing was examined, so nothing is called lost.
    const survival = survivalOfCopies(store, [copy(photo, second)]);
    expect(survival?.files.map(({ sha256, state }) => [sha256, state])).toEqual([
      [photo, 'undetermined'],
      [second, 'undetermined'],
    ]);
    expect(survival?.passages).toMatchObject([{ from: second, to: photo, labels: [] }]);
    expect(survivalOfCopies(store, [])).toBeNull();
  });

  test('one that was recorded before copies were part of it has none', async () => {
    const store = await caseWithPhoto();
    await store.close();
    const database = new Sqlite(store.folder.database);
    const { copies: _, ...before } = choice;
    database
      .prepare('INSERT INTO duty_choice (at, actor, record) VALUES (?, ?, ?)')
      .run('2026-11-22T10:00:00.000Z', 'someone', JSON.stringify(before));
    database.close();
    const again = await reopen(store.folder.directory);
    expect(again.dutyChoice()).toEqual(choice);
  });
});

describe('verification', () => {
  async function recorded(): Promise<CaseStore> {
    const store = await caseWithPhoto();
    store.recordPublication(photo, Publication.parse({ platform: 'one' }));
    store.chooseDuties(choice);
    return store;
  }
  /** Problems beside the file that the fake evidence does not have. */
  async function problemsOf(store: CaseStore): Promise<string[][]> {
    const { problems } = await verifyCase(store);
    return problems
      .filter(({ code }) => code !== 'evidence-missing')
      .map(({ code, object }) => [code, object]);
  }
  async function edited(store: CaseStore, sql: string): Promise<CaseStore> {
    await store.close();
    tamper(store, sql);
    return reopen(store.folder.directory);
  }
  const address = `${photo}/publication/1`;

  test('finds nothing in a sound case', async () => {
    expect(await problemsOf(await recorded())).toEqual([]);
  });

  test.each([
    ["UPDATE publication SET record = replace(record, 'one', 'two')", [['record-changed', address]]],
    ["UPDATE duty_choice SET record = replace(record, 'platform', 'user')", [['record-changed', 'duties/1']]],
    ["UPDATE duty_choice SET actor = 'Nobody'", [['record-changed', 'duties/1']]],
    ['DELETE FROM publication', [['record-missing', address]]],
    ['DELETE FROM duty_choice', [['record-missing', 'duties/1']]],
    [
      'INSERT INTO publication (evidence, version, record) SELECT evidence, 2, replace(record, \'"version":1\', \'"version":2\') FROM publication',
      [['record-changed', `${photo}/publication/2`]],
    ],
    [
      'UPDATE publication SET version = 7',
      [
        ['record-changed', `${photo}/publication/7`],
        ['record-missing', address],
      ],
    ],
  ])('finds: %s', async (sql, expected) => {
    expect(await problemsOf(await edited(await recorded(), sql))).toEqual(expected);
  });

  test('a record that says something else than its row is damaged, not believed', async () => {
    const store = await edited(await recorded(), "UPDATE publication SET record = '{'");
    expect(() => store.publication(photo)).toThrow(RecordDamaged);
    const other = await edited(await recorded(), "UPDATE duty_choice SET record = '{}'");
    expect(() => other.dutyChoice()).toThrow(RecordDamaged);
  });
});

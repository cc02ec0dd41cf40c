import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#core/case/database.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import {
  conclusionOf,
  coveredOf,
  saveAssignment,
  saveOpinion,
  switchGuard,
  uncover,
} from '#core/work/conclusions.ts';
import { recordReview } from '#core/work/reviews.ts';
import { Assignment, isAnyCovered } from '#shared/domain/assignment.ts';
import { Conclusion, Opinion, type PairRatio, type ReviewEntry, verbalTerm } from '#shared/domain/opinion.ts';
import { fakeEvidence, fakeRun, newCase, reopen, someAcquisition, tamper } from './support/case.ts';

const photo = fakeEvidence(1).sha256;
const other = fakeEvidence(2).sha256;
const camera = { sha256: 'c'.repeat(64), name: 'Camera A' };
const pair = { id: 'p1', propositions: ['taken with camera A', 'taken with another camera'], exhibit: photo };
const assigned = Assignment.parse({ request: { from: 'Court 4' }, pairs: [pair] });
const supported = {
  ...{ scale: 'support' as const, pair: 'p1', degree: 'support' as const, proposition: 0 },
  reasons: 'The noise fits.',
};
const opinion = (conclusion: object = supported, name = 'A. Examiner') =>
  Opinion.parse({ examiner: { name }, conclusions: [conclusion] });

async function caseWithTwo(): Promise<CaseStore> {
  const store = await newCase();
  for (const number of [1, 2]) store.addEvidence(fakeEvidence(number), someAcquisition);
  return store;
}

function value<T>(result: { ok: true; value: T } | { ok: false; problem: { message: { en: string } } }): T {
  if (!result.ok) throw new Error(result.problem.message.en);
  return result.value;
}

describe('notes about the case as a whole', () => {
  test('are kept in versions that can only be added to, each in the custody chain', async () => {
    const store = await caseWithTwo();
    const first = value(saveAssignment(store, assigned));
    expect(value(saveAssignment(store, assigned))).toEqual(first);
    value(saveAssignment(store, { ...assigned, pairs: [] }));
    const rows = store.caseNotes.rowsAfter(0, 10);
    const events = store.custody(0, 100).filter(({ action }) => action === 'assignment.recorded');
    expect(events.map(({ object, detail }) => [object, detail.version, detail.record])).toEqual(
      rows.map(({ record }, index) => [
        store.info().id,
        index + 1,
        createHash('sha256').update(record).digest('hex'),
      ]),
    );
    await store.close();
    const database = await openDatabase(store.folder.database, 'write');
    for (const change of ['DELETE FROM case_note', "UPDATE case_note SET record = 'x'"])
      expect(() => database.exec(change)).toThrow('only ever added');
    database.close();
  });

  test.each([
    ["UPDATE case_note SET record = replace(record, 'Court 4', 'Court 5')", 'record-changed'],
    ['DELETE FROM case_note', 'record-missing'],
  ])('verification finds: %s', async (sql, code) => {
    const store = await caseWithTwo();
    value(saveAssignment(store, assigned));
    await store.close();
    tamper(store, sql);
    const { problems } = await verifyCase(await reopen(store.folder.directory));
    const found = problems.filter((problem) => problem.code !== 'evidence-missing');
    expect(found).toMatchObject([{ code, object: 'case/assignment/1' }]);
  });
});

describe('the cover over results', () => {
  test('lies until propositions concern the exhibit, or until it is lifted with a reason that is logged', async () => {
    const store = await caseWithTwo();
    const any = () => {
      const { guard, assignment } = conclusionOf(store);
      return isAnyCovered(guard?.note ?? null, assignment?.note ?? null, 2);
    };
    expect([coveredOf(store, [photo, other]), any()]).toEqual([[], false]);
    value(switchGuard(store, true, ''));
    expect([coveredOf(store, [photo, other]), any()]).toEqual([[photo, other], true]);
    value(saveAssignment(store, assigned));
    expect([coveredOf(store, [photo, other]), any()]).toEqual([[other], true]);
    expect(uncover(store, [other], '  ').ok).toBe(false);
    value(uncover(store, [other], 'triage on the day of receipt'));
    expect([coveredOf(store, [photo, other]), any()]).toEqual([[], false]);
    const logged = store.custody(0, 100).filter(({ action }) => action === 'guard.recorded');
    expect(logged.at(-1)?.detail).toMatchObject({
      uncovered: [other],
      reason: 'triage on the day of receipt',
    });
    expect(switchGuard(store, false, '').ok).toBe(false);
    value(switchGuard(store, false, 'no bias to guard against'));
    expect(store.caseNotes.guard.latest()?.note).toMatchObject({
      on: false,
      uncovered: [{ exhibit: other, actor: 'Examiner 检验员' }],
    });
  });
});

describe('conclusions', () => {
  test('have reasons, and no default', () => {
    expect(Opinion.parse({})).toMatchObject({ findings: [], conclusions: [], limitations: '' });
    for (const change of [
      { reasons: ' ' },
      { proposition: null },
      { degree: 'inconclusive' },
      { degree: undefined },
    ])
      expect(Conclusion.safeParse({ ...supported, ...change }).success, JSON.stringify(change)).toBe(false);
  });

  // ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), table in 2.4.
  test.each([
    [1, 'neither', null],
    [2, 'weak', 0],
    [9.9, 'weak', 0],
    [80, 'moderate', 0],
    [500, 'moderately-strong', 0],
    [5000, 'strong', 0],
    [500_000, 'very-strong', 0],
    [2_000_000, 'extremely-strong', 0],
    [1 / 80, 'moderate', 1],
    [0.9, 'neither', null],
  ])('a ratio of %d is “%s”', (ratio, term, proposition) => {
    expect(verbalTerm(ratio)).toEqual({ term, proposition });
  });

  test('use the verbal scale only on a calibrated ratio of the camera the pair names, and only its term', async () => {
    const store = await caseWithTwo();
    value(saveAssignment(store, { ...assigned, pairs: [{ ...assigned.pairs[0]!, camera }] }));
    const verbal = {
      ...{ scale: 'verbal' as const, pair: 'p1', run: 'noise-1', term: 'moderate' as const },
      ...{ proposition: 0 as const, reasons: 'LR at least 80' },
    };
    const withoutRun = saveOpinion(store, opinion(verbal));
    expect(withoutRun).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    const comparison = {
      ...{
        sha256: camera.sha256,
        name: 'Camera A',
        make: null,
        model: null,
        references: 20,
        turns: 0,
        scale: 1,
      },
      ...{ x: 0, y: 0, pce: 900, correlation: 0.1, lattice: 1, lines: 1, trials: 1, log10: -9 },
    };
    const result = (sha256: string, likelihood: number | null) => ({
      ...{
        width: 512,
        height: 512,
        threshold: 60,
        usable: 1,
        floor: 6,
        unfit: [],
        missing: null,
        likelihood,
      },
      comparisons: [{ ...comparison, sha256 }],
      doubts: { others: 0, lattice: false, lines: false, computed: false, zoomed: false },
    });
    const run = (id: string, made: object) => ({
      ...fakeRun(photo, id),
      ...{ analysis: 'pixels.sensor-noise', version: 2, key: createHash('sha256').update(id).digest('hex') },
      result: made,
    });
    for (const [id, made] of [
      ['other-camera', result('d'.repeat(64), 80)],
      ['doubtful', result(camera.sha256, null)],
    ] as const) {
      store.recordRun(run(id, made));
      expect(saveOpinion(store, opinion({ ...verbal, run: id })).ok, id).toBe(false);
    }
    store.recordRun(run('noise-1', result(camera.sha256, 80)));
    expect(conclusionOf(store).ratios).toEqual<PairRatio[]>([
      { pair: 'p1', run: 'noise-1', ratio: 80, ceiling: true },
    ]);
    for (const change of [{ term: 'strong' }, { term: 'weak' }, { proposition: 1 }])
      expect(saveOpinion(store, opinion({ ...verbal, ...change })).ok).toBe(false);
    expect(value(saveOpinion(store, opinion(verbal))).note.assignment).toBe(1);
  });

  test('and findings speak of what is in the case', async () => {
    const store = await caseWithTwo();
    expect(saveOpinion(store, opinion()).ok).toBe(false);
    value(saveAssignment(store, assigned));
    expect(saveOpinion(store, opinion({ ...supported, proposition: 2 })).ok).toBe(false);
    expect(saveOpinion(store, opinion({ ...supported, pair: 'p9' })).ok).toBe(false);
    const finding = {
      ...{
        id: 'f1',
        pair: 'p1',
        exhibit: photo,
        proposition: 1,
        bearing: 'contradicts',
        words: 'no such trace',
      },
      source: { kind: 'run', run: 'nowhere', code: 'a.b', place: 0 },
    };
    expect(saveOpinion(store, Opinion.parse({ findings: [finding] }))).toMatchObject({
      problem: { code: 'not-found' },
    });
    const seen = { ...finding, source: { kind: 'observation' } };
    expect(saveOpinion(store, Opinion.parse({ findings: [seen] })).ok).toBe(true);
  });
});

describe('a review by a second examiner', () => {
  const reviewer = { name: 'B. Reviewer', position: '', organisation: '' };
  const begun: ReviewEntry = { step: 'begun', review: 'r1', reviewer, mode: 'blind', opinion: 1 };
  const own = { ...supported, degree: 'inconclusive' as const, proposition: null };
  const concluded: ReviewEntry = { step: 'concluded', review: 'r1', conclusions: [own], remarks: '' };
  const compared: ReviewEntry = {
    ...{ step: 'compared', review: 'r1' },
    answers: [{ pair: 'p1', answer: 'disagree', reasons: 'too small a crop' }],
  };

  test('is begun, concluded and compared, in this order, by another person', async () => {
    const store = await caseWithTwo();
    expect(recordReview(store, begun).ok).toBe(false);
    value(saveAssignment(store, assigned));
    value(saveOpinion(store, opinion()));
    for (const name of [' a.  EXAMINER', 'examiner 检验员'])
      expect(recordReview(store, { ...begun, reviewer: { ...reviewer, name } }).ok, name).toBe(false);
    expect(recordReview(store, concluded).ok).toBe(false);
    value(recordReview(store, begun));
    expect(recordReview(store, begun).ok).toBe(false);
    expect(recordReview(store, compared).ok).toBe(false);
    expect(recordReview(store, { ...concluded, conclusions: [] }).ok).toBe(false);
    value(recordReview(store, concluded));
    expect(recordReview(store, { ...concluded, conclusions: [supported] }).ok).toBe(false);
    expect(recordReview(store, { ...compared, answers: [] }).ok).toBe(false);
    value(recordReview(store, compared));
    const steps = store.custody(0, 100).filter(({ action }) => action === 'review.recorded');
    expect(steps.map(({ detail }) => detail.step)).toEqual(['begun', 'concluded', 'compared']);
  });
});

import { describe, expect, test } from 'vitest';
import { localized } from '#shared/domain/localized.ts';
import type { Duty, DutyCell, DutyMatrix, DutyOutcome } from '#shared/domain/obligation.ts';
import {
  asksTheSame,
  bounds,
  byPack,
  countOutcomes,
  dutiesShown,
  isComplete,
  missingAnalyses,
  numberRanges,
  toggled,
} from '../../../renderer/src/stages/conclude/duties/matrix-view.ts';
import {
  columnWidth,
  edges,
  matrixStep,
  scrolledTo,
  visiblePlaces,
} from '../../../renderer/src/ui/matrix-window.ts';

const words = localized('x', '某');
const exhibits = [1, 2].map((number) => ({ sha256: String(number).repeat(64), number, name: `${number}` }));

function duty(id: string, pack: string, changes: Partial<Duty> = {}): Duty {
  return {
    id,
    pack,
    jurisdiction: 'CN',
    title: words,
    gist: words,
    quote: null,
    citation: { instrument: words, clause: words, authority: words, source: 's' },
    standing: 'primary',
    wording: 'official',
    force: 'in-force',
    appliesFrom: '2025-09-01',
    appliesTo: null,
    roles: ['provider'],
    ...changes,
  };
}

function cells(id: string, ...outcomes: DutyOutcome[]): DutyCell[] {
  return outcomes.map((outcome, index) => ({
    duty: id,
    evidence: exhibits[index]!.sha256,
    outcome,
    reasoning: [words],
    support: [],
  }));
}

const matrix: DutyMatrix = {
  choice: { jurisdictions: ['CN'], roles: ['provider'], date: '2026-09-01', copies: [] },
  duties: [duty('CN-A', 'one'), duty('CN-B', 'two'), duty('CN-C', 'one')],
  exhibits,
  cells: [
    ...cells('CN-A', 'pass', 'pass'),
    ...cells('CN-B', 'not-applicable', 'not-applicable'),
    ...cells('CN-C', 'pass', 'undetermined'),
  ],
};

describe('the matrix of duties', () => {
  test('rows are kept when one exhibit has an answer of the wanted kind', () => {
    const ids = (rows: 'all' | 'applicable' | 'open') => dutiesShown(matrix, rows).map(({ id }) => id);
    expect(ids('all')).toEqual(['CN-A', 'CN-B', 'CN-C']);
    expect(ids('applicable')).toEqual(['CN-A', 'CN-C']);
    expect(ids('open')).toEqual(['CN-C']);
  });

  test('duties stand under their packs, in the order of the packs', () => {
    expect(byPack(matrix.duties, undefined).map(({ id, duties }) => [id, duties.length])).toEqual([
      ['one', 2],
      ['two', 1],
    ]);
  });

  test('answers are counted by outcome', () => {
    expect(countOutcomes(matrix.cells)).toEqual({
      pass: 3,
      fail: 0,
      warn: 0,
      undetermined: 1,
      'not-applicable': 2,
    });
  });

  test('only analyses without a run are missing, and only where they would answer something', () => {
    const support = (analysis: string, run: string | null) => ({
      kind: 'run' as const,
      what: words,
      analysis,
      run,
      bytes: null,
    });
    const resting = (cell: DutyCell, ...of: ReturnType<typeof support>[]): DutyCell => ({
      ...cell,
      support: of,
    });
    const [open, passed] = [cells('CN-A', 'undetermined')[0]!, cells('CN-B', 'pass')[0]!];
    expect(
      missingAnalyses({
        ...matrix,
        cells: [
          resting(open, support('labels.visible', null), support('labels.declared', 'r1')),
          resting(passed, support('labels.audible', null)),
        ],
      }),
    ).toEqual({ analyses: ['labels.visible'], exhibits: [exhibits[0]] });
  });

  test('what keeps a duty from “fail”', () => {
    expect(bounds(duty('CN-A', 'one'))).toEqual([]);
    expect(bounds(duty('X-01', 'one', { standing: 'secondary', wording: 'transcribed' }))).toEqual([
      'secondary',
    ]);
    expect(bounds(duty('X-02', 'one', { wording: 'transcribed', force: 'voluntary' }))).toEqual([
      'transcribed',
      'voluntary',
    ]);
  });

  test('a question is complete only when every part of it was chosen', () => {
    const whole = { ...matrix.choice, exhibits: null };
    expect(isComplete(whole, 3)).toBe(true);
    expect(isComplete(whole, 201)).toBe(false);
    expect(isComplete({ ...whole, exhibits: [] }, 3)).toBe(false);
    expect(isComplete({ ...whole, exhibits: ['a'] }, 5000)).toBe(true);
    expect(isComplete({ ...whole, roles: [] }, 3)).toBe(false);
    expect(isComplete({ ...whole, date: '' }, 3)).toBe(false);
  });

  test('the order of ticking makes no other question', () => {
    const one = { ...matrix.choice, jurisdictions: ['CN', 'EU'] as const, exhibits: null };
    expect(asksTheSame(one, { ...one, jurisdictions: ['EU', 'CN'] })).toBe(true);
    expect(asksTheSame(one, { ...one, exhibits: ['a'] })).toBe(false);
    expect(toggled(['a', 'b', 'c'], ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(toggled(['a', 'b', 'c'], ['a', 'c'], 'a', false)).toEqual(['c']);
  });

  test('numbers in a row are drawn together', () => {
    expect(numberRanges([1, 2, 3, 5, 7, 8])).toEqual(['1–3', '5', '7', '8']);
    expect(numberRanges([])).toEqual([]);
  });
});

describe('the part of a matrix that is on screen', () => {
  const tops = edges([28, 44, 44, 28, 44]);

  test('is found by edges of different heights', () => {
    expect(tops).toEqual([0, 28, 72, 116, 144, 188]);
    expect(visiblePlaces(tops, 0, 72, 0)).toEqual([0, 1]);
    expect(visiblePlaces(tops, 30, 60, 0)).toEqual([1, 2]);
    expect(visiblePlaces(tops, 116, 200, 1)).toEqual([2, 4]);
    expect(visiblePlaces(edges([]), 0, 100, 3)).toEqual([0, -1]);
  });

  test('moves only as far as is needed', () => {
    expect(scrolledTo(100, 120, 40, 200)).toBe(100);
    expect(scrolledTo(100, 60, 40, 200)).toBe(60);
    expect(scrolledTo(100, 300, 40, 200)).toBe(140);
  });

  test('columns are neither too narrow to read nor wider than their words', () => {
    expect(columnWidth(1000, 3, 118, 190)).toBe(190);
    expect(columnWidth(450, 3, 118, 190)).toBe(150);
    expect(columnWidth(1000, 50, 118, 190)).toBe(118);
  });

  test('keys lead from cell to cell and stay inside', () => {
    const step = (key: string, at: readonly [number, number] | null, ctrlKey = false) =>
      matrixStep({ key, ctrlKey }, at, 10, 4, 5);
    expect(step('ArrowRight', null)).toEqual([0, 0]);
    expect(step('ArrowRight', [2, 3])).toEqual([2, 3]);
    expect(step('PageDown', [7, 1])).toEqual([9, 1]);
    expect(step('End', [2, 0])).toEqual([2, 3]);
    expect(step('End', [2, 0], true)).toEqual([9, 3]);
    expect(step('Home', [2, 2], true)).toEqual([0, 0]);
    expect(step('a', [0, 0])).toBeNull();
    expect(matrixStep({ key: 'End', ctrlKey: false }, null, 0, 4, 5)).toBeNull();
  });
});

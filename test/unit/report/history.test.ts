import { expect, test } from 'vitest';
import { Assignment } from '#shared/domain/assignment.ts';
import type { Versioned } from '#shared/domain/opinion.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { assignmentParts, changesOf } from '../../../renderer/src/stages/conclude/opinion/history-changes.ts';

const version = (number: number, from: string, ...pairs: unknown[]): Versioned<Assignment> => ({
  version: number,
  at: `2026-03-0${number}T05:00:00.000Z`,
  actor: 'L. Meier',
  note: Assignment.parse({ request: { from }, pairs }),
});
const pair = (id: string, second: string) => ({ id, propositions: ['It is whole', second] });

test('the history of a note says of each version who, when, and what was before and after', () => {
  const versions = [
    version(1, 'Court 4', pair('p1', 'It was cut')),
    version(2, 'Court 4', pair('p1', 'A part was cut out'), pair('p2', 'It is older')),
    version(3, 'Court 5', pair('p2', 'It is older')),
  ];
  const [third, second, first] = changesOf(versions, (note) =>
    assignmentParts(
      note,
      (words, values = {}) => fillPlaceholders(words.en, values),
      () => 'exhibit',
    ),
  );
  expect(first).toMatchObject({ version: 1, actor: 'L. Meier', at: '2026-03-01T05:00:00.000Z' });
  expect(first?.changes.every(({ before }) => before === null)).toBe(true);
  expect(second?.changes.map(({ name, before, after }) => [name, before, after])).toEqual([
    ['Group 1 · H2', 'It was cut', 'A part was cut out'],
    ['Group 2 · H1', null, 'It is whole'],
    ['Group 2 · H2', null, 'It is older'],
    ['Group 2 · Concerns', null, 'the whole case'],
  ]);
  expect(third?.changes.map(({ name, before, after }) => [name, before, after])).toEqual([
    ['Requested by', 'Court 4', 'Court 5'],
    ['Group 1 · H1', 'It is whole', null],
    ['Group 1 · H2', 'A part was cut out', null],
    ['Group 1 · Concerns', 'the whole case', null],
  ]);
});

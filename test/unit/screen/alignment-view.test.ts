import { describe, expect, test } from 'vitest';
import type { Change, ComparisonListing, TextTransform } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import {
  cornerOf,
  newestOf,
  outlinesIn,
  partsOf,
  passageRows,
  rowOf,
  shortened,
} from '../../../renderer/src/stages/compare/alignment/alignment-view.ts';

const words = localized('', '');

function change(
  kind: Change['kind'],
  where: Change['in'],
  place: Change['place'],
  from: Change['from'] = null,
): Change {
  return { kind, in: where, place, from, strength: 1, statement: words };
}

describe('outlines of changes', () => {
  const here: [number, number][] = [
    [4, 9],
    [8, 3],
    [9, 9],
  ];
  const there: [number, number][] = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];

  test('a moved part is outlined in both pictures, others in the one they are in', () => {
    const changes = [
      change('cropped', 'first', { kind: 'whole' }),
      change('moved', 'second', { kind: 'region', polygon: here }, there),
      change('removed', 'first', { kind: 'region', polygon: there }),
    ];
    expect(outlinesIn(changes, 'second').map(({ index }) => index)).toEqual([1]);
    expect(outlinesIn(changes, 'first')).toEqual([
      { index: 1, polygon: there },
      { index: 2, polygon: there },
    ]);
    expect(cornerOf(here)).toEqual([4, 3]);
  });
});

test('a pair has a direction, and its newest comparison is the first in the list', () => {
  const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
  const listing = (id: string, first: string, second: string) =>
    ({ id, first: { sha256: first }, second: { sha256: second } }) as ComparisonListing;
  const list = [listing('c', other, one), listing('b', one, other), listing('a', one, other)];
  expect(newestOf(list, one, other)?.id).toBe('b');
  expect(newestOf(list, other, one)?.id).toBe('c');
  expect(newestOf(list, one, one)).toBeNull();
});

describe('texts side by side', () => {
  // Alpha and gamma are common and changed places; beta stands in the first only, delta in the second only.
  const first = 'Alpha one. Beta two. Gamma tree.';
  const second = 'Gamma three. Delta four. Alpha one.';
  const transform: TextTransform = {
    kind: 'text',
    passages: [
      { first: [0, 10], second: [25, 35], how: 'same', similarity: 1 },
      { first: [21, 32], second: [0, 12], how: 'edited', similarity: 0.9 },
    ],
    cover: [0.66, 0.63],
  };
  const changes = [
    change('changed', 'second', { kind: 'passage', characters: [6, 11], instead: [27, 31] }),
    change('added', 'second', { kind: 'passage', characters: [13, 24] }),
    change('removed', 'first', { kind: 'passage', characters: [11, 20] }),
  ];
  const rows = passageRows({ first, second }, transform, changes);
  const joined = (side: 'first' | 'second') =>
    rows.map((row) => (row[side] ?? []).map(({ text }) => text).join('')).join('|');

  test('rows follow the second text, and nothing of either is lost', () => {
    expect(rows.map(({ how }) => how)).toEqual(['only-first', 'edited', 'only-second', 'same']);
    expect(joined('second')).toBe('|Gamma three.| Delta four. |Alpha one.');
    expect(joined('first')).toBe(' Beta two. |Gamma tree.||Alpha one.');
  });

  test('a replaced word is marked on both sides and leads to its row', () => {
    const row = rows[1]!;
    expect(row.second?.find((part) => part.change === 0)?.text).toBe('three');
    expect(row.first?.find((part) => part.change === 0)?.text).toBe('tree');
    expect(rowOf(rows, 0)).toBe(1);
    expect(rowOf(rows, 2)).toBe(0);
    expect(rowOf(rows, 9)).toBe(-1);
  });

  test('overlapping marks and marks that reach beyond a stretch repeat nothing', () => {
    const parts = partsOf(
      'abcdefgh',
      [2, 7],
      [
        { span: [0, 4], change: 0 },
        { span: [3, 6], change: 1 },
      ],
    );
    expect(parts).toEqual([
      { text: 'cd', change: 0 },
      { text: 'ef', change: 1 },
      { text: 'g', change: null },
    ]);
  });

  test('what is long is cut between words', () => {
    const long = shortened('one two three four five six seven eight nine ten', 24);
    expect(long).toBe('one two […] nine ten');
    expect(shortened('短'.repeat(40), 20)).toBe(`${'短'.repeat(10)} […] ${'短'.repeat(10)}`);
    expect(shortened('short', 20)).toBe('short');
  });
});

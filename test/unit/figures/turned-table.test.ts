import { expect, test } from 'vitest';
import type { FigureOf } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { turnedTable } from '../../../renderer/src/figures/turned-table.ts';

type Table = FigureOf<'table'>;

function table(columns: number, rows: Table['rows']): Table {
  return {
    kind: 'table',
    id: 'table',
    title: localized('t', '表'),
    columns: Array.from({ length: columns }, (_, place) => ({
      ...{ key: `k${place}`, title: localized(`c${place}`, `列${place}`) },
      ...{ align: 'start' as const, code: false },
    })),
    rows,
  };
}
const cells = (columns: number, of: string) =>
  Array.from({ length: columns }, (_, place) => (place % 2 === 0 ? `${of}${place}` : place));

test('few rows with many columns are turned: every value stands under its row’s head', () => {
  const turned = turnedTable(table(9, [{ cells: cells(9, 'a') }, { cells: cells(9, 'b') }]));
  expect(turned.columns.map(({ title }) => title.en)).toEqual(['c0', 'a0', 'b0']);
  expect(turned.rows).toHaveLength(8);
  expect(turned.rows[1]?.cells).toEqual([localized('c2', '列2'), 'a2', 'b2']);
  expect(turned.rows[2]?.cells).toEqual([localized('c3', '列3'), 3, 3]);
});

test('other tables stay as they are', () => {
  const narrow = table(8, [{ cells: cells(8, 'a') }]);
  expect(turnedTable(narrow)).toBe(narrow);
  const long = table(
    9,
    Array.from({ length: 4 }, () => ({ cells: cells(9, 'a') })),
  );
  expect(turnedTable(long)).toBe(long);
  const pointing = table(9, [{ cells: cells(9, 'a'), bytes: [0, 1] }]);
  expect(turnedTable(pointing)).toBe(pointing);
  const empty = table(9, []);
  expect(turnedTable(empty)).toBe(empty);
});

import type { Cell, FigureOf } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

type Table = FigureOf<'table'>;

/** So many columns do not fit beside each other, and so few rows do. */
const manyColumns = 9;
const fewRows = 3;

/**
 * A table of few rows and many columns with the two swapped, so that nothing is cut off: the first column becomes the
 * heads, every other column a row. A table whose rows point at bytes or ask for attention stays as it is.
 */
export function turnedTable(figure: Table): Table {
  const { columns, rows } = figure;
  const [first, ...others] = columns;
  const fits =
    rows.length > 0 &&
    rows.length <= fewRows &&
    columns.length >= manyColumns &&
    rows.every((row) => row.flag === undefined && row.bytes === undefined);
  if (first === undefined || !fits) return figure;
  const column = (key: string, title: Localized) => ({ key, title, align: 'start' as const, code: false });
  return {
    ...figure,
    columns: [
      column('property', first.title),
      ...rows.map((row, place) => column(`row-${place}`, words(row.cells[0]))),
    ],
    rows: others.map(({ title }, place) => ({
      cells: [title, ...rows.map((row) => row.cells[place + 1] ?? null)],
    })),
  };
}

function words(cell: Cell | undefined): Localized {
  if (cell === null || cell === undefined) return localized('', '');
  return typeof cell === 'object' ? cell : localized(String(cell), String(cell));
}

import type { Cell, FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';

export type TableRow = FigureOf<'table'>['rows'][number];

export interface TableOrder {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** Text of a cell, as shown and searched. */
export function cellText(cell: Cell | undefined, words: CellWords): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'string') return visibleText(cell);
  if (typeof cell === 'number') return words.number(cell);
  if (typeof cell === 'boolean') return cell ? words.yes : words.no;
  return words.pick(cell);
}

export interface CellWords {
  readonly number: (value: number) => string;
  readonly pick: (text: Exclude<Cell, string | number | boolean | null>) => string;
  readonly yes: string;
  readonly no: string;
}

/** Places of the rows that have all words of `search`, in the wanted order; equal rows keep theirs. */
export function arrangeRows(
  rows: readonly TableRow[],
  search: string,
  order: TableOrder | null,
  words: CellWords,
): readonly number[] {
  const wanted = search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const places = rows.flatMap((row, place) => {
    if (wanted.length === 0) return [place];
    const text = row.cells
      .map((cell) => cellText(cell, words))
      .join('\n')
      .toLowerCase();
    return wanted.every((word) => text.includes(word)) ? [place] : [];
  });
  if (order === null) return places;
  const sign = order.direction === 'ascending' ? 1 : -1;
  return places.sort(
    (one, other) =>
      sign * compareCells(rows[one]?.cells[order.column], rows[other]?.cells[order.column], words) ||
      one - other,
  );
}

/** Numbers by value, everything else by its text with numbers in it by value; empty cells last. */
function compareCells(one: Cell | undefined, other: Cell | undefined, words: CellWords): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const a = cellText(one, words);
  const b = cellText(other, words);
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return collator.compare(a, b);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

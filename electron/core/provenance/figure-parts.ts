import type { Cell, FigureOf } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';

/** Rows of one table; a store may hold far more than anybody reads. */
export const ROWS = 2000;

export const column = (key: string, en: string, chinese: string, code = false) => ({
  key,
  title: localized(en, chinese),
  align: 'start' as const,
  code,
});

/** A table figure, its rows cut to what is shown. */
export function table(
  id: string,
  title: readonly [en: string, chinese: string],
  columns: FigureOf<'table'>['columns'],
  rows: FigureOf<'table'>['rows'],
): FigureOf<'table'> {
  return { kind: 'table', id, title: localized(title[0], title[1]), columns, rows: rows.slice(0, ROWS) };
}

/** Items of a cell, joined for one line. */
export function joined(items: readonly string[]): Cell {
  return items.length === 0 ? null : items.join(', ');
}

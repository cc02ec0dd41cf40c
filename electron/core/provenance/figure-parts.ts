import type { CredentialResult } from '#shared/domain/credential.ts';
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

/** The column that names a manifest by its number in the table of signatures: labels are long. */
export const manifestColumn = column('manifest', 'Manifest no.', '清单序号', true);

/** A table figure: its rows cut to what is shown, without the columns in which no row says anything. */
export function table(
  id: string,
  title: readonly [en: string, chinese: string],
  columns: FigureOf<'table'>['columns'],
  rows: FigureOf<'table'>['rows'],
): FigureOf<'table'> {
  const shown = rows.slice(0, ROWS);
  const used = columns.map((_, index) =>
    shown.some(({ cells }) => cells[index] !== null && cells[index] !== undefined && cells[index] !== ''),
  );
  return {
    kind: 'table',
    id,
    title: localized(title[0], title[1]),
    columns: columns.filter((_, index) => used[index]),
    rows: shown.map((row) => ({ ...row, cells: row.cells.filter((_, index) => used[index]) })),
  };
}

/** Items of a cell, joined for one line. */
export function joined(items: readonly string[]): Cell {
  return items.length === 0 ? null : items.join(', ');
}

export const yesNo = (value: boolean | null): Cell =>
  value === null ? null : value ? localized('yes', '是') : localized('no', '否');

/**
 * Number of each manifest in the report: 1 is the active one. Those the report does not list are numbered on,
 * in the order our own reading has them.
 */
export function manifestNumbers(result: CredentialResult): ReadonlyMap<string, number> {
  if (result.state !== 'present') return new Map();
  const labels = [...result.store.manifests, ...result.details].map(({ label }) => label);
  return new Map([...new Set(labels)].map((label, index) => [label, index + 1]));
}

/** The number, or the label itself where there is none. */
export const numberOf = (numbers: ReadonlyMap<string, number>, label: string | null): Cell =>
  label === null ? null : (numbers.get(label) ?? label);

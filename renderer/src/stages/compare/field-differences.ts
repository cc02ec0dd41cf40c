import type { Cell, FigureOf } from '#shared/domain/figure.ts';

type Table = FigureOf<'table'>;

/** One value of a field in one exhibit. */
export interface FieldValue {
  readonly readable: Cell;
  readonly raw: Cell;
}

/** One metadata field over all exhibits; `null` where an exhibit does not have it. */
export interface FieldRow {
  readonly key: string;
  readonly place: string;
  readonly name: string;
  readonly personal: boolean;
  readonly values: readonly (FieldValue | null)[];
  readonly differs: boolean;
}

/**
 * Lay the field tables of `metadata.fields` side by side. A field is the same when its place, tag and name
 * are; a repeated field is told apart by its count. Values are compared as stored.
 */
export function fieldRows(tables: readonly (Table | null)[]): readonly FieldRow[] {
  const rows = new Map<
    string,
    { place: string; name: string; personal: boolean; values: (FieldValue | null)[] }
  >();
  tables.forEach((table, exhibit) => {
    if (table === null) return;
    const column = (key: string) => table.columns.findIndex((one) => one.key === key);
    const [place, id, name, readable, raw] = ['place', 'id', 'name', 'readable', 'raw'].map(column) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const seen = new Map<string, number>();
    for (const { cells, flag } of table.rows) {
      const base = [place, id, name].map((at) => String(cells[at] ?? '')).join('\u0000');
      const count = seen.get(base) ?? 0;
      seen.set(base, count + 1);
      const key = `${base}\u0000${count}`;
      let row = rows.get(key);
      if (row === undefined) {
        row = {
          place: String(cells[place] ?? ''),
          name: String(cells[name] ?? ''),
          personal: false,
          values: tables.map(() => null),
        };
        rows.set(key, row);
      }
      row.personal ||= flag === 'personal';
      row.values[exhibit] = { readable: cells[readable] ?? null, raw: cells[raw] ?? null };
    }
  });
  return [...rows].map(([key, row]) => ({ key, ...row, differs: valuesDiffer(row.values) }));
}

function valuesDiffer(values: readonly (FieldValue | null)[]): boolean {
  const [first] = values;
  return values.some((value) => {
    if (value === null || first === null || first === undefined) return value !== first;
    return comparable(value) !== comparable(first);
  });
}

/** The stored value, or the readable one where none is stored apart. */
function comparable(value: FieldValue): string {
  return JSON.stringify(value.raw === null || value.raw === '' ? value.readable : value.raw);
}

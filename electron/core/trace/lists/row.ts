import type { RowFault } from '#shared/domain/hash-list.ts';
import type { Columns } from './columns.ts';
import type { CsvRecord } from './csv-records.ts';
import type { ListEntry } from './entry-file.ts';
import {
  kindOfValue,
  leastQuality,
  readSignal,
  type Signal,
  type SignalKind,
  signalKind,
} from './signals.ts';

export type Row =
  | { readonly what: 'signal'; readonly signal: Signal; readonly entry: ListEntry }
  | { readonly what: 'below-quality' }
  /** A type that is not used here. */
  | { readonly what: 'unused'; readonly type: string }
  | { readonly what: 'bad'; readonly fault: RowFault };

/** Characters of one cell that are kept, and of names of types and columns. */
const longestCell = 4000;
const longestName = 100;
const mostTags = 200;

/** What one row of a list says. */
export function readRow({ cells: written, line }: CsvRecord, columns: Columns): Row {
  const { header } = columns;
  // Rows with a counter that the header does not name (pytx's get_data.py).
  const counted = header !== null && written.length === header.length + 1 && /^\d+$/.test(written[0] ?? '');
  const cells = counted ? written.slice(1) : written;
  const cell = (column: number | null): string => (column === null ? '' : (cells[column] ?? '').trim());
  const value = cell(columns.value);
  if (value === '') return { what: 'bad', fault: 'no-value' };
  const type = cell(columns.type).slice(0, longestName);
  const kind = kindOf(type, value, columns);
  if (kind === 'unused') return { what: 'unused', type };
  if (kind === 'ambiguous') return { what: 'bad', fault: 'kind-unknown' };
  const quality = cell(columns.quality);
  if (kind === 'pdq' && quality !== '' && Number(quality) < leastQuality) return { what: 'below-quality' };
  const signal = readSignal(kind, value);
  if (typeof signal === 'string') return { what: 'bad', fault: signal };
  return { what: 'signal', signal, entry: entryOf(cells, line, type, columns) };
}

function kindOf(type: string, value: string, { kind }: Columns): SignalKind | 'unused' | 'ambiguous' {
  if (kind !== null && type === '') return kind;
  if (type !== '') return signalKind(type) ?? 'unused';
  return kindOfValue(value) ?? 'ambiguous';
}

export function entryOf(cells: readonly string[], line: number, type: string, columns: Columns): ListEntry {
  const { header, value, id, tags, quality, time } = columns;
  const used = new Set([value, columns.type, id, tags, quality, time]);
  const other = cells.flatMap((text, column) => {
    if (used.has(column) || text.trim() === '') return [];
    const name = header === null ? `column ${column + 1}` : (header[column] ?? `column ${column + 1}`);
    return [[name.slice(0, longestName), wellFormed(text)] as const];
  });
  return {
    line,
    type,
    id: id === null ? '' : wellFormed(cells[id] ?? ''),
    tags:
      tags === null
        ? []
        : wellFormed(cells[tags] ?? '')
            .split(/[\s,;|]+/)
            .filter((tag) => tag !== '')
            .slice(0, mostTags),
    other: Object.fromEntries(other.slice(0, 50)),
  };
}

function wellFormed(text: string): string {
  return text.trim().slice(0, longestCell).toWellFormed();
}

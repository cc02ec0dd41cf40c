import { useMemo, useState } from 'react';
import type { ByteRange, FigureOf } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import { SearchField } from '../ui/field.tsx';
import { type GridColumn, WindowedGrid } from '../ui/windowed-grid.tsx';
import styles from './figures.module.css';
import { FlagMark } from './flag-mark.tsx';
import { arrangeRows, type CellWords, cellText, type TableOrder } from './table-order.ts';
import { turnedTable } from './turned-table.ts';

const rowHeight = 26;
const searchFrom = 12;

export interface TableViewProps {
  readonly figure: FigureOf<'table'>;
  readonly title: string;
  readonly onBytes: (range: ByteRange) => void;
}

/** Rows of any number, sorted and filtered here; a row that speaks of bytes points at them. */
export function TableView({ figure: given, title, onBytes }: TableViewProps) {
  const figure = useMemo(() => turnedTable(given), [given]);
  const { text, pick, number } = useWords();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<TableOrder | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const words = useMemo(
    (): CellWords => ({
      number: (value) => number(value, 6),
      pick,
      yes: text('common.yes'),
      no: text('common.no'),
    }),
    [number, pick, text],
  );
  const places = useMemo(
    () => arrangeRows(figure.rows, search, order, words),
    [figure, search, order, words],
  );
  const flagged = figure.rows.some((row) => row.flag !== undefined);
  const columns = useMemo(() => {
    const shown: GridColumn[] = figure.columns.map((column, index) => ({
      id: String(index),
      title: pick(column.title),
      width: trackOf(figure, index, pick(column.title), words),
      ...(column.align === 'end' ? { align: 'end' as const } : {}),
    }));
    return flagged
      ? [...shown, { id: 'flag', title: text('figure.flag'), width: 'minmax(84px, 110px)' }]
      : shown;
  }, [figure, flagged, pick, text, words]);

  const choose = (index: number) => {
    setActive(index);
    const bytes = figure.rows[places[index] ?? -1]?.bytes;
    if (bytes !== undefined) onBytes(bytes);
  };
  const sortBy = (id: string) => {
    if (id === 'flag') return;
    const column = Number(id);
    setOrder((old) => {
      if (old?.column !== column) return { column, direction: 'ascending' };
      return old.direction === 'ascending' ? { column, direction: 'descending' } : null;
    });
  };
  return (
    <div className={styles.table}>
      {figure.rows.length >= searchFrom && (
        <div className={styles.filter}>
          <SearchField label={text('figure.filter')} value={search} onChange={setSearch} />
          <span className={styles.muted} role="status">
            {text('figure.rows', { shown: number(places.length), count: figure.rows.length })}
          </span>
        </div>
      )}
      <div className={styles.window} style={{ height: Math.min(places.length * rowHeight + 26, 440) }}>
        <WindowedGrid
          label={title}
          columns={columns}
          count={places.length}
          rowHeight={rowHeight}
          active={active}
          onActive={choose}
          sort={order === null ? null : { column: String(order.column), direction: order.direction }}
          onSort={sortBy}
          cells={(index) => {
            const row = figure.rows[places[index] ?? -1];
            if (row === undefined) return [];
            const cells = figure.columns.map((column, place) => {
              const shown = cellText(row.cells[place], words);
              return (
                <span key={column.key} className={column.code ? styles.code : undefined} title={shown}>
                  {shown}
                </span>
              );
            });
            return flagged
              ? [...cells, row.flag !== undefined && <FlagMark key="flag" flag={row.flag} />]
              : cells;
          }}
        />
      </div>
      {places.length === 0 && (
        <p className={styles.muted}>
          {text(figure.rows.length === 0 ? 'figure.empty-table' : 'figure.no-rows')}
        </p>
      )}
    </div>
  );
}

/** Wide columns share what the narrow ones leave: judged by the heading and the longest of the first rows. */
function trackOf(figure: FigureOf<'table'>, column: number, title: string, words: CellWords): string {
  let longest = Math.max(5, widthOf(title) + 1);
  for (const row of figure.rows.slice(0, 200)) {
    longest = Math.max(longest, widthOf(cellText(row.cells[column], words)));
  }
  return longest > 18 ? `minmax(72px, ${Math.min(60, longest)}fr)` : `minmax(44px, ${longest * 8 + 8}px)`;
}

/** Width of a text in Latin letters; a Chinese one takes almost two. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) >= 0x2e80 ? 1.8 : 1;
  return Math.ceil(width);
}

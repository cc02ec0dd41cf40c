// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the cells that are not on screen
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, aria-activedescendant names the cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys for its cells
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import styles from './matrix-grid.module.css';
import { columnWidth, edges, matrixStep, scrolledTo, visiblePlaces } from './matrix-window.ts';

export interface MatrixColumn {
  readonly id: string;
  readonly header: ReactNode;
  /** The header in words. */
  readonly name: string;
}

/** `group`: a heading across all columns. */
export type MatrixRow =
  | { readonly kind: 'group'; readonly id: string; readonly header: ReactNode }
  | { readonly kind: 'row'; readonly id: string; readonly header: ReactNode };

export interface MatrixPlace {
  readonly row: string;
  readonly column: string;
}

export interface MatrixCell {
  /** For screen readers and tests: row, column and answer in words. */
  readonly name: string;
  readonly content: ReactNode;
  /** Colour of the ground; never the only sign. */
  readonly tone?: string | undefined;
}

export interface MatrixGridProps {
  readonly label: string;
  /** What the first column is. */
  readonly corner: string;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  readonly cell: (row: string, column: string) => MatrixCell | undefined;
  readonly active: MatrixPlace | null;
  readonly onActive: (place: MatrixPlace) => void;
  /** A click or Enter. */
  readonly onOpen: (place: MatrixPlace, by: 'pointer' | 'keyboard') => void;
  readonly ref?: Ref<{ focus(): void }>;
}

const headHeight = 50;
const rowHeight = 44;
const groupHeight = 28;
const leastColumn = 118;
const mostColumn = 190;
const beyond = 3;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rows against columns, scrolled both ways under a head and beside a first column that stay. Only the cells on
 * screen exist; the focus stays on the grid and `aria-activedescendant` names the cell, counted in the whole.
 */
export function MatrixGrid(props: MatrixGridProps) {
  const { columns, rows, active } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState<Box>({ left: 0, top: 0, width: 1000, height: 700 });
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }), []);

  const tops = useMemo(
    () => edges(rows.map(({ kind }) => (kind === 'group' ? groupHeight : rowHeight))),
    [rows],
  );
  const first = Math.max(200, Math.min(340, Math.round(box.width * 0.36)));
  const width = columnWidth(box.width - first, columns.length, leastColumn, mostColumn);
  const height = tops.at(-1) ?? 0;
  const total = first + width * columns.length;
  const lines = visiblePlaces(tops, box.top, box.height - headHeight, beyond);
  const lefts = useMemo(() => edges(columns.map(() => width)), [columns, width]);
  const [from, to] = visiblePlaces(lefts, box.left, box.width - first, beyond);
  const shownColumns = columns.slice(from, to + 1);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    setBox((old) =>
      old.left === scrollLeft &&
      old.top === scrollTop &&
      old.width === clientWidth &&
      old.height === clientHeight
        ? old
        : { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight },
    );
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);

  const places = useMemo(() => rows.flatMap((row, index) => (row.kind === 'row' ? [index] : [])), [rows]);
  const activeRow = active === null ? -1 : rows.findIndex(({ id: row }) => row === active.row);
  const activeColumn = active === null ? -1 : columns.findIndex(({ id: column }) => column === active.column);
  const present =
    activeRow < 0 || activeColumn < 0 ? null : ([places.indexOf(activeRow), activeColumn] as const);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || activeRow < 0 || activeColumn < 0) return;
    // The first row of a group is seen with the group's heading.
    const start = rows[activeRow - 1]?.kind === 'group' ? activeRow - 1 : activeRow;
    const top = tops[start] ?? 0;
    element.scrollTop = scrolledTo(
      element.scrollTop,
      top,
      (tops[activeRow + 1] ?? 0) - top,
      element.clientHeight - headHeight,
    );
    element.scrollLeft = scrolledTo(
      element.scrollLeft,
      activeColumn * width,
      width,
      element.clientWidth - first,
    );
  }, [activeRow, activeColumn, rows, tops, width, first]);

  const placeAt = (row: number, column: number): MatrixPlace | null => {
    const [line, across] = [rows[row], columns[column]];
    return line === undefined || across === undefined ? null : { row: line.id, column: across.id };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && active !== null && present !== null) {
      event.preventDefault();
      props.onOpen(active, 'keyboard');
      return;
    }
    const page = Math.max(1, Math.floor((box.height - headHeight) / rowHeight) - 1);
    const target = matrixStep(event, present, places.length, columns.length, page);
    const place = target === null ? null : placeAt(places[target[0]] ?? -1, target[1]);
    if (place === null) return;
    event.preventDefault();
    props.onActive(place);
  };

  const tracks = { gridTemplateColumns: `${first}px repeat(${columns.length}, ${width}px)` };
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`;
  const onPage =
    present !== null &&
    activeRow >= lines[0] &&
    activeRow <= lines[1] &&
    activeColumn >= from &&
    activeColumn <= to;
  return (
    <div
      ref={scroller}
      className={styles.matrix}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      tabIndex={0}
      {...(onPage ? { 'aria-activedescendant': cellId(activeRow, activeColumn) } : {})}
      onKeyDown={onKeyDown}
      onScroll={measure}
    >
      <div role="row" aria-rowindex={1} className={styles.head} style={{ ...tracks, width: total }}>
        <div role="columnheader" aria-colindex={1} className={styles.corner}>
          {props.corner}
        </div>
        {shownColumns.map((column, offset) => (
          <div
            key={column.id}
            role="columnheader"
            className={styles.column}
            aria-colindex={from + offset + 2}
            aria-label={column.name}
            title={column.name}
            style={{ gridColumn: from + offset + 2 }}
            data-active={column.id === active?.column ? true : undefined}
          >
            {column.header}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.body} style={{ height, width: total }}>
        {rows.slice(lines[0], lines[1] + 1).map((row, offset) => {
          const index = lines[0] + offset;
          const place = { height: row.kind === 'group' ? groupHeight : rowHeight, top: tops[index] };
          if (row.kind === 'group') {
            return (
              <div key={row.id} role="row" aria-rowindex={index + 2} className={styles.group} style={place}>
                <div role="rowheader" aria-colspan={columns.length + 1} style={{ maxWidth: box.width }}>
                  {row.header}
                </div>
              </div>
            );
          }
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              className={styles.row}
              style={{ ...tracks, ...place }}
            >
              <div
                role="rowheader"
                aria-colindex={1}
                className={styles.first}
                data-active={index === activeRow ? true : undefined}
              >
                {row.header}
              </div>
              {shownColumns.map((column, shift) => {
                const cell = props.cell(row.id, column.id);
                const number = from + shift;
                const here = { row: row.id, column: column.id };
                return (
                  <div
                    key={column.id}
                    id={cellId(index, number)}
                    role="gridcell"
                    className={styles.cell}
                    aria-colindex={number + 2}
                    aria-label={cell?.name}
                    aria-selected={index === activeRow && number === activeColumn}
                    data-tone={cell?.tone}
                    style={{ gridColumn: number + 2 }}
                    onClick={() => props.onOpen(here, 'pointer')}
                  >
                    {cell?.content}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

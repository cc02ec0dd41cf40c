// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows that are not on screen
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, aria-activedescendant names the row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys for its rows
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { visibleText } from '#shared/text/visible-text.ts';
import { visibleNode } from './visible-node.ts';
import styles from './windowed-grid.module.css';

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** CSS track size: `minmax(0, 1fr)`, `90px`. */
  readonly width: string;
  readonly align?: 'end';
  /** The title is only for screen readers: the column is too narrow for it. */
  readonly bare?: boolean;
}

export interface WindowedGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly hideHeader?: boolean;
  /** Rows in all; only those on screen exist in the page. */
  readonly count: number;
  /** Height of every row in pixels. */
  readonly rowHeight: number;
  readonly active: number | null;
  readonly onActive: (index: number) => void;
  /** Enter or a double click. */
  readonly onOpen?: (index: number) => void;
  /** Space: for grids in which rows are ticked. */
  readonly onTick?: (index: number) => void;
  readonly ticked?: (index: number) => boolean;
  /** Cells of a row in the order of the columns. */
  readonly cells: (index: number) => readonly ReactNode[];
  /** Name of a row for screen readers and tests. */
  readonly rowName?: (index: number) => string | undefined;
  /** Tells which rows are on screen, so that they can be fetched. */
  readonly onShow?: (first: number, last: number) => void;
  /** The column the rows are ordered by. */
  readonly sort?: GridSort | null;
  /** Present: the headers are buttons that ask for another order. */
  readonly onSort?: (column: string) => void;
}

export interface GridSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

const headerHeight = 24;
const beyond = 6;

/**
 * A list of any length, of which only the rows on screen exist. The focus stays on the grid and
 * `aria-activedescendant` names the row; set size and position are given, so screen readers know the whole.
 */
export function WindowedGrid(props: WindowedGridProps) {
  const { columns, count, rowHeight, active, cells } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<readonly [first: number, last: number]>([0, 30]);
  const head = props.hideHeader === true ? 0 : headerHeight;

  const measure = () => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - beyond);
    const last = Math.min(
      Math.max(count - 1, 0),
      Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + beyond,
    );
    setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
  };
  const measureNow = useRef(measure);
  measureNow.current = measure;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => measureNow.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever the number of rows changes
  useLayoutEffect(() => measureNow.current(), [count, rowHeight]);

  const { onShow } = props;
  const shown = useRef(onShow);
  shown.current = onShow;
  useEffect(() => shown.current?.(range[0], range[1]), [range]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || active === null) return;
    const top = active * rowHeight;
    const visible = element.clientHeight - head;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + visible) element.scrollTop = top + rowHeight - visible;
  }, [active, rowHeight, head]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || count === 0)
      return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - head) / rowHeight) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (active ?? -1) + 1,
      ArrowUp: (active ?? 1) - 1,
      PageDown: (active ?? 0) + page,
      PageUp: (active ?? 0) - page,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      props.onActive(Math.min(count - 1, Math.max(0, target)));
    } else if (active !== null && event.key === 'Enter' && props.onOpen !== undefined) {
      event.preventDefault();
      props.onOpen(active);
    } else if (active !== null && event.key === ' ' && props.onTick !== undefined) {
      event.preventDefault();
      props.onTick(active);
    }
  };

  const rows = Array.from(
    { length: Math.max(0, Math.min(range[1], count - 1) - range[0] + 1) },
    (_, offset) => range[0] + offset,
  );
  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const activeOnPage = active !== null && active >= range[0] && active <= range[1] && active < count;
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-multiselectable={props.onTick !== undefined}
      tabIndex={0}
      {...(activeOnPage ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={onKeyDown}
      onScroll={measure}
    >
      <div role="row" aria-rowindex={1} className={head === 0 ? styles.headless : styles.head} style={tracks}>
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={column.align === 'end' ? styles.end : undefined}
            {...(props.sort?.column === column.id ? { 'aria-sort': props.sort.direction } : {})}
          >
            {props.onSort !== undefined ? (
              <button
                type="button"
                className={styles.sorter}
                title={column.title}
                onClick={() => props.onSort?.(column.id)}
              >
                {column.title}
                <span aria-hidden="true">{sortSign(props.sort, column.id)}</span>
              </button>
            ) : column.bare === true ? (
              <span className={styles.bare}>{column.title}</span>
            ) : (
              column.title
            )}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: count * rowHeight }}>
        {rows.map((index) => {
          const contents = cells(index);
          const ticked = props.ticked?.(index);
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="row"
              className={styles.row}
              aria-rowindex={index + 2}
              aria-selected={ticked ?? index === active}
              aria-label={visibleText(props.rowName?.(index) ?? '') || undefined}
              data-active={index === active ? true : undefined}
              style={{ ...tracks, height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
              onClick={() => {
                props.onActive(index);
                props.onTick?.(index);
              }}
              onDoubleClick={() => props.onOpen?.(index)}
            >
              {columns.map((column, place) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={`${styles.cell} ${column.align === 'end' ? styles.end : ''}`}
                >
                  {visibleNode(contents[place])}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function sortSign(sort: GridSort | null | undefined, column: string): string {
  if (sort?.column !== column) return '';
  return sort.direction === 'ascending' ? ' ▲' : ' ▼';
}

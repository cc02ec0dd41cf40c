// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows that are not on screen
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ByteRange } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import type { ByteSource } from './byte-source.ts';
import { bytesPerRow, formatOffset, hexByte, printable, rowRuns } from './hex-format.ts';
import styles from './hex-view.module.css';

export interface HexRowsProps {
  readonly source: ByteSource;
  readonly rows: number;
  readonly marked: ByteRange | null;
  /** Offset to bring into view; emptied when done. */
  readonly goal: RefObject<number | null>;
  readonly onMark: (range: ByteRange) => void;
  readonly top?: number;
  readonly onTop?: (row: number) => void;
}

const rowHeight = 20;
/** Browsers cannot lay out more than about 30 million pixels: larger files get a shorter, scaled scroll bar. */
const tallest = 8_000_000;

/** The rows on screen. The first row is state of its own; the scroll bar follows it and can lead it. */
export function HexRows({ source, rows, marked, goal, onMark, top: given, onTop }: HexRowsProps) {
  const { text } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(0);
  const [visible, setVisible] = useState(20);
  const anchor = useRef<number | null>(null);
  const settled = useRef(0);
  const { size } = source;
  const last = Math.max(0, rows - visible + 1);
  const top = Math.min(last, Math.max(0, given ?? own));
  const height = Math.min(tallest, rows * rowHeight);

  const scrollTo = (row: number) => {
    const next = Math.min(last, Math.max(0, Math.round(row)));
    setOwn(next);
    onTop?.(next);
  };
  const latest = useRef({ scrollTo, top });
  latest.current = { scrollTo, top };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setVisible(Math.max(1, Math.ceil(element.clientHeight / rowHeight))),
    );
    observer.observe(element);
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / rowHeight;
      latest.current.scrollTo(latest.current.top + (Math.round(lines) || Math.sign(lines)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, []);

  // The scroll bar follows; the scroll event this causes is told from the user's by its position.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const room = element.scrollHeight - element.clientHeight;
    const to = last === 0 ? 0 : Math.round((top / last) * room);
    settled.current = to;
    if (Math.abs(element.scrollTop - to) > 1) element.scrollTop = to;
  }, [top, last]);

  useEffect(() => {
    if (goal.current === null) return;
    const row = Math.floor(goal.current / bytesPerRow);
    goal.current = null;
    const now = latest.current.top;
    if (row < now || row > now + visible - 3) latest.current.scrollTo(row - Math.floor(visible / 3));
  });

  const onScroll = () => {
    const element = scroller.current;
    if (element === null || Math.abs(element.scrollTop - settled.current) <= 1) return;
    const room = element.scrollHeight - element.clientHeight;
    scrollTo(room === 0 ? 0 : (element.scrollTop / room) * last);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -bytesPerRow,
      ArrowDown: bytesPerRow,
      PageUp: -bytesPerRow * (visible - 2),
      PageDown: bytesPerRow * (visible - 2),
    };
    const head = marked === null ? 0 : cursorOf(marked, anchor.current);
    const rowStart = head - (head % bytesPerRow);
    const target =
      event.key === 'Home'
        ? event.ctrlKey
          ? 0
          : rowStart
        : event.key === 'End'
          ? event.ctrlKey
            ? size - 1
            : rowStart + bytesPerRow - 1
          : steps[event.key] === undefined || event.ctrlKey
            ? null
            : head + (steps[event.key] as number);
    if (target === null) return;
    event.preventDefault();
    const to = Math.min(size - 1, Math.max(0, target));
    if (event.shiftKey) {
      anchor.current ??= head;
      onMark(rangeBetween(anchor.current, to));
    } else {
      anchor.current = to;
      onMark([to, 1]);
    }
    goal.current = to;
  };

  const mark = (event: React.PointerEvent, extend: boolean) => {
    const target = event.target instanceof Element ? event.target.closest('[data-run]') : null;
    const offset = target === null ? null : offsetUnder(target, event.clientX);
    if (offset === null || offset >= size) return;
    if (!extend || anchor.current === null) anchor.current = offset;
    onMark(rangeBetween(anchor.current, offset));
  };

  const shown = Math.min(visible + 1, rows - top);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={text('hex.grid')}
      aria-rowcount={rows}
      aria-colcount={3}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.button === 0 && mark(event, event.shiftKey)}
      onPointerMove={(event) => (event.buttons & 1) === 1 && mark(event, true)}
    >
      <div className={styles.space} role="presentation" style={{ height }}>
        <div className={styles.sheet} role="rowgroup">
          {Array.from({ length: shown }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: it is the row's own number
            <HexRow key={top + index} source={source} row={top + index} marked={marked} />
          ))}
        </div>
      </div>
    </div>
  );
}

function HexRow({
  source,
  row,
  marked,
}: {
  readonly source: ByteSource;
  readonly row: number;
  readonly marked: ByteRange | null;
}) {
  const offset = row * bytesPerRow;
  const runs = rowRuns(offset, source.size, marked);
  const show = (
    start: number,
    length: number,
    form: (value: number) => string,
    gone: string,
    between: string,
  ) =>
    Array.from({ length }, (_, index) => {
      const value = source.at(start + index);
      return typeof value === 'number' ? form(value) : gone;
    }).join(between);
  return (
    <div role="row" className={styles.row} aria-rowindex={row + 1}>
      <span role="rowheader" className={styles.offset}>
        {formatOffset(offset, source.size)}
      </span>
      <span role="gridcell" className={styles.bytes}>
        {runs.map((run) => (
          <span
            key={run.start}
            data-run={run.start}
            data-length={run.length}
            data-selected={run.selected ? true : undefined}
            data-half={run.start === offset + bytesPerRow / 2 ? true : undefined}
          >
            {show(run.start, run.length, hexByte, '··', ' ')}
          </span>
        ))}
      </span>
      <span role="gridcell" className={styles.text}>
        {runs.map((run) => (
          <span
            key={run.start}
            data-run={run.start}
            data-length={run.length}
            data-selected={run.selected ? true : undefined}
          >
            {show(run.start, run.length, printable, ' ', '')}
          </span>
        ))}
      </span>
    </div>
  );
}

/** Which byte of a run of equally wide ones lies under the pointer. */
function offsetUnder(run: Element, clientX: number): number {
  const box = run.getBoundingClientRect();
  const length = Number(run.getAttribute('data-length'));
  const share = Math.min(0.999, Math.max(0, (clientX - box.left) / box.width));
  return Number(run.getAttribute('data-run')) + Math.floor(share * length);
}

function rangeBetween(one: number, other: number): ByteRange {
  return [Math.min(one, other), Math.abs(one - other) + 1];
}

/** The end of the marked range that moves. */
function cursorOf(range: ByteRange, anchor: number | null): number {
  return anchor !== null && anchor === range[0] ? range[0] + range[1] - 1 : range[0];
}

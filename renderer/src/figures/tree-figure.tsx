import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ByteRange, FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../state/text.ts';
import { Button } from '../ui/button.tsx';
import styles from './figures.module.css';
import { FlagMark } from './flag-mark.tsx';
import { openAll, openAtFirst, type TreeRow, treeRows } from './tree-rows.ts';

const rowHeight = 22;
const beyond = 8;

export interface TreeViewProps {
  readonly figure: FigureOf<'tree'>;
  readonly title: string;
  readonly onBytes: (range: ByteRange) => void;
}

/** A tree of up to tens of thousands of nodes; only the lines on screen exist in the page. */
export function TreeView({ figure, title, onBytes }: TreeViewProps) {
  const { text } = useWords();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(figure.roots, 120));
  const [active, setActive] = useState<number | null>(null);
  const [range, setRange] = useState<readonly [first: number, last: number]>([0, 40]);
  const rows = useMemo(() => treeRows(figure.roots, open), [figure, open]);

  const measure = () => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - beyond);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + beyond;
    setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever the number of lines changes
  useLayoutEffect(measure, [rows.length]);

  const goTo = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    setActive(next);
    const element = scroller.current;
    if (element !== null) {
      const top = next * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowHeight - element.clientHeight;
      }
    }
    const bytes = rows[next]?.node.bytes;
    if (bytes !== undefined) onBytes(bytes);
  };
  const setExpanded = (row: TreeRow, expanded: boolean) =>
    setOpen((old) => {
      const next = new Set(old);
      if (expanded) next.add(row.path);
      else next.delete(row.path);
      return next;
    });

  const onKeyDown = (event: KeyboardEvent) => {
    const now = active ?? -1;
    const row = rows[Math.max(0, now)];
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || row === undefined)
      return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(now + 1),
      ArrowUp: () => goTo(now - 1),
      PageDown: () => goTo(now + page),
      PageUp: () => goTo(now - page),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      ArrowRight: () =>
        row.expanded === false ? setExpanded(row, true) : goTo(now + (row.expanded ? 1 : 0)),
      ArrowLeft: () => (row.expanded ? setExpanded(row, false) : goTo(parentOf(rows, now))),
      Enter: () => (row.expanded === null ? goTo(now) : setExpanded(row, !row.expanded)),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const shown = rows.slice(range[0], range[1] + 1);
  const activeShown = active !== null && active >= range[0] && active <= range[1] && active < rows.length;
  return (
    <div className={styles.tree}>
      <div className={styles.filter}>
        <Button kind="quiet" onPress={() => setOpen(openAll(figure.roots, 20_000))}>
          {text('figure.tree.open')}
        </Button>
        <Button kind="quiet" onPress={() => setOpen(new Set())}>
          {text('figure.tree.close')}
        </Button>
        <span className={styles.muted}>{text('figure.tree.lines', { count: rows.length })}</span>
      </div>
      <div
        ref={scroller}
        className={styles.treeWindow}
        style={{ height: Math.min(rows.length * rowHeight + 2, 480) }}
        role="tree"
        aria-label={title}
        tabIndex={0}
        {...(activeShown ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        onKeyDown={onKeyDown}
        onScroll={measure}
      >
        <div className={styles.treeSpace} role="presentation" style={{ height: rows.length * rowHeight }}>
          {shown.map((row, offset) => {
            const index = range[0] + offset;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its items
              <div
                key={row.path}
                id={`${id}-${index}`}
                role="treeitem"
                tabIndex={-1}
                className={styles.node}
                aria-level={row.level}
                aria-posinset={row.position}
                aria-setsize={row.siblings}
                aria-selected={index === active}
                data-active={index === active ? true : undefined}
                {...(row.expanded === null ? {} : { 'aria-expanded': row.expanded })}
                style={{
                  height: rowHeight,
                  transform: `translateY(${index * rowHeight}px)`,
                  paddingLeft: Math.min(row.level, 40) * 14 - 8,
                }}
                onClick={() => goTo(index)}
                onDoubleClick={() => row.expanded !== null && setExpanded(row, !row.expanded)}
              >
                {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for what Arrow keys do */}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its items */}
                <span
                  className={styles.twist}
                  onClick={(event) => {
                    if (row.expanded === null) return;
                    event.stopPropagation();
                    setExpanded(row, !row.expanded);
                  }}
                >
                  {row.expanded === true && <ChevronDown aria-hidden="true" />}
                  {row.expanded === false && <ChevronRight aria-hidden="true" />}
                </span>
                <span className={styles.nodeLabel}>{visibleText(row.node.label)}</span>
                {row.node.flag !== undefined && <FlagMark flag={row.node.flag} />}
                {row.node.detail !== undefined && (
                  <span className={styles.detail} title={visibleText(row.node.detail)}>
                    {visibleText(row.node.detail)}
                  </span>
                )}
                {row.node.bytes !== undefined && (
                  <span className={styles.place}>
                    {text('figure.bytes.place', {
                      start: `0x${row.node.bytes[0].toString(16)}`,
                      count: row.node.bytes[1],
                    })}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function parentOf(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.level ?? 0) < level) return at;
  return index;
}

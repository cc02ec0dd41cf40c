import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PresentCredential } from '#shared/domain/credential.ts';
import { useWords } from '../../../state/text.ts';
import styles from './history.module.css';
import { type HistoryRow, historyRows, parentRow } from './history.ts';
import { type NodeNames, RowWords, Thumbnail } from './history-row.tsx';

export interface HistoryTreeProps {
  readonly result: PresentCredential;
  readonly names: NodeNames;
  readonly selected: string;
  readonly onSelect: (node: string) => void;
  /** Address of an artifact of the run. */
  readonly address: (artifact: string) => string;
  /** The focus begins here. */
  readonly focused: boolean;
}

/** The file, what it was made from, and what that was made from. The choice follows the arrow keys. */
export function HistoryTree({ result, names, selected, onSelect, address, focused }: HistoryTreeProps) {
  const { text } = useWords();
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => historyRows(result.nodes, folded), [result, folded]);
  const now = rows.findIndex(({ node }) => node.id === selected);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen anew is brought into view
  useLayoutEffect(() => {
    tree.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  useEffect(() => {
    if (focused) tree.current?.focus();
  }, [focused]);
  const goTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row !== undefined) onSelect(row.node.id);
  };
  const fold = (row: HistoryRow, shut: boolean) => {
    setFolded((old) => {
      const next = new Set(old);
      if (shut) next.add(row.node.id);
      else next.delete(row.node.id);
      return next;
    });
    // What is chosen must stay on the page.
    if (shut && selected.startsWith(`${row.node.id}.`)) onSelect(row.node.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[Math.max(0, now)];
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || row === undefined)
      return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(now + 1),
      ArrowUp: () => goTo(now - 1),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      ArrowRight: () => (row.expanded === false ? fold(row, false) : row.expanded && goTo(now + 1)),
      ArrowLeft: () => (row.expanded ? fold(row, true) : goTo(parentRow(rows, now))),
      Enter: () => row.expanded !== null && fold(row, row.expanded),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <div
      ref={tree}
      className={styles.tree}
      role="tree"
      aria-label={text('credential.history')}
      tabIndex={0}
      {...(now < 0 ? {} : { 'aria-activedescendant': `${id}-${now}` })}
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its items
        <div
          key={row.node.id}
          id={`${id}-${index}`}
          role="treeitem"
          tabIndex={-1}
          className={styles.row}
          aria-level={row.level}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-selected={index === now}
          {...(row.expanded === null ? {} : { 'aria-expanded': row.expanded })}
          style={{ paddingInlineStart: Math.min(row.level - 1, 12) * 14 }}
          onClick={() => goTo(index)}
          onDoubleClick={() => row.expanded !== null && fold(row, row.expanded)}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for what Arrow keys do */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its items */}
          <span
            className={styles.twist}
            onClick={(event) => {
              if (row.expanded === null) return;
              event.stopPropagation();
              fold(row, row.expanded);
            }}
          >
            {row.expanded === true && <ChevronDown aria-hidden="true" />}
            {row.expanded === false && <ChevronRight aria-hidden="true" />}
          </span>
          <Thumbnail address={names.picture(row.node, address)} bare={row.node.manifest === null} />
          <RowWords result={result} node={row.node} names={names} />
        </div>
      ))}
    </div>
  );
}

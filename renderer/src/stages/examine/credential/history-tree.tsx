import { ChevronDown, ChevronRight, FileQuestion, FileText } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode } from '#shared/domain/credential-detail.ts';
import { relationshipWords } from '#shared/text/credential-terms.ts';
import { useWords, type Words } from '../../../state/text.ts';
import styles from './history.module.css';
import { type HistoryRow, historyRows, parentRow } from './history.ts';
import { visibleText } from './stranger-text.ts';
import { NodeBadge, Stranger } from './words-shown.tsx';

export interface HistoryTreeProps {
  readonly result: PresentCredential;
  readonly selected: string;
  readonly onSelect: (node: string) => void;
  /** Address of an artifact of the run. */
  readonly address: (artifact: string) => string;
}

/** The file, what it was made from, and what that was made from. The choice follows the arrow keys. */
export function HistoryTree({ result, selected, onSelect, address }: HistoryTreeProps) {
  const words = useWords();
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => historyRows(result.nodes, folded), [result, folded]);
  const now = rows.findIndex(({ node }) => node.id === selected);

  useLayoutEffect(() => {
    tree.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
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
      aria-label={words.text('credential.history')}
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
          aria-label={rowName(result, row.node, words)}
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
          <Thumbnail node={row.node} address={address} />
          <RowWords result={result} node={row.node} />
        </div>
      ))}
    </div>
  );
}

/** The picture the signer put in, as re-encoded by the run; a sign where there is none. */
export function Thumbnail({
  node,
  address,
  large = false,
}: {
  readonly node: CredentialNode;
  readonly address: (artifact: string) => string;
  readonly large?: boolean;
}) {
  const { text } = useWords();
  const [failed, setFailed] = useState(false);
  const Icon = node.manifest === null ? FileQuestion : FileText;
  return (
    <span className={styles.thumbnail} data-large={large || undefined}>
      {node.thumbnail === null || failed ? (
        <Icon aria-hidden="true" />
      ) : (
        <img
          src={address(node.thumbnail)}
          alt={large ? text('credential.thumbnail') : ''}
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
        />
      )}
    </span>
  );
}

/** How the entry came into the one above, or that it only updates what is said about it. */
export function relationOf(node: CredentialNode, { text, pick }: Pick<Words, 'text' | 'pick'>): string {
  if (node.relationship === null) return text('credential.history.file');
  const known = relationshipWords.get(node.relationship);
  return known === undefined ? visibleText(node.relationship) : pick(known);
}

function signerName(result: PresentCredential, node: CredentialNode): string | null {
  const signature = result.store.manifests.find(({ label }) => label === node.manifest)?.signature;
  return signature?.organisation ?? signature?.commonName ?? null;
}

function RowWords({ result, node }: { readonly result: PresentCredential; readonly node: CredentialNode }) {
  const words = useWords();
  const { text } = words;
  const signer = signerName(result, node);
  const manifest = result.store.manifests.find(({ label }) => label === node.manifest);
  return (
    <span className={styles.words}>
      <span className={styles.first}>
        <span className={styles.relation}>{relationOf(node, words)}</span>
        <NodeBadge node={node} />
      </span>
      <span className={styles.title}>
        <Stranger>{node.title}</Stranger>
      </span>
      <span className={styles.second}>
        {node.manifest === null ? (
          text('credential.history.bare')
        ) : (
          <>
            {node.update && <b>{text('credential.history.update')} </b>}
            <Stranger>{signer ?? text('credential.signer.none')}</Stranger>
            {manifest !== undefined && manifest.claimGenerator !== '' && (
              <>
                {' · '}
                <Stranger>{manifest.claimGenerator}</Stranger>
              </>
            )}
            {manifest !== undefined && manifest.redactions.length > 0 && (
              <> · {text('credential.history.redactions', { count: manifest.redactions.length })}</>
            )}
          </>
        )}
      </span>
    </span>
  );
}

function rowName(result: PresentCredential, node: CredentialNode, words: Words): string {
  const signer = signerName(result, node);
  const parts = [
    relationOf(node, words),
    visibleText(node.title),
    words.text(`credential.badge.${node.worst}`),
    node.update ? words.text('credential.history.update') : '',
    signer === null ? '' : visibleText(signer),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

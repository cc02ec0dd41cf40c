import type { TrustDiff } from '#shared/domain/trust.ts';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import styles from './trust.module.css';

const shownLines = 500;

/** What differs between two editions: counts in words, then every line that changes. */
export function DifferenceView({ title, diff }: { readonly title: string; readonly diff: TrustDiff }) {
  const { text } = useWords();
  const kinds = ['added', 'removed', 'changed'] as const;
  const lines = kinds.flatMap((kind) => diff[kind].map((line) => ({ kind, line })));
  const counts = [...kinds, 'kept' as const].map((kind) =>
    text(`trust.diff.${kind}`, { count: diff[kind].length }),
  );
  return (
    <>
      <p>{counts.join(' · ')}</p>
      {lines.length === 0 ? (
        <p className={styles.muted}>{text('trust.diff.same')}</p>
      ) : (
        <div className={styles.scroll}>
          <DataTable
            label={text('trust.diff.table', { title })}
            columns={[
              { id: 'change', title: text('trust.diff.change'), width: '7em' },
              { id: 'line', title: text('trust.diff.line') },
              { id: 'validity', title: text('trust.diff.validity'), width: '14em' },
            ]}
            rows={lines.slice(0, shownLines).map(({ kind, line }) => ({
              id: `${kind} ${line.id}`,
              cells: [
                <span key="change" className={styles[kind]}>
                  {text(`trust.diff.mark.${kind}`)}
                </span>,
                <span key="line">
                  <span className={styles.words}>{line.title}</span>
                  <code className={styles.small}>{line.id}</code>
                </span>,
                validity(line.notBefore, line.notAfter),
              ],
            }))}
          />
        </div>
      )}
    </>
  );
}

function validity(from: string | null, until: string | null): string {
  if (from === null && until === null) return '–';
  return `${from?.slice(0, 10) ?? ''} – ${until?.slice(0, 10) ?? ''}`;
}

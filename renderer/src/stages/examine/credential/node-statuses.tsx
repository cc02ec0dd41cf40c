import { statusWords } from '#shared/text/status-words.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import styles from './credential.module.css';
import type { StatusPair } from './node-facts.ts';
import { Marked, Stranger, statusFlag } from './words-shown.tsx';

/** The validation codes with what they mean and where; at the time of the claim and now, side by side. */
export function StatusTable({
  statuses,
  recorded,
}: {
  readonly statuses: readonly StatusPair[];
  /** There is a record of the time of the claim. */
  readonly recorded: boolean;
}) {
  const { text } = useWords();
  return (
    <div className={styles.wide}>
      <DataTable
        label={text('credential.statuses.table')}
        columns={[
          { id: 'code', title: text('credential.status.code') },
          ...(recorded ? [{ id: 'then', title: text('credential.status.then'), width: '9em' }] : []),
          { id: 'now', title: text('credential.status.now'), width: '9em' },
        ]}
        rows={statuses.map((pair) => ({
          id: `${pair.code} ${pair.url}`,
          cells: [
            <CodeCell key="code" pair={pair} />,
            ...(recorded ? [<Kind key="then" kind={pair.recorded} code={pair.code} />] : []),
            <Kind key="now" kind={pair.now} code={pair.code} />,
          ],
        }))}
      />
    </div>
  );
}

function CodeCell({ pair: { code, url, explanation } }: { readonly pair: StatusPair }) {
  const { pick } = useWords();
  const plain = statusWords(code);
  return (
    <span className={styles.stack}>
      {plain !== null && <span>{pick(plain)}</span>}
      <Stranger code>{code}</Stranger>
      {explanation !== '' && (
        <span className={styles.muted}>
          <Stranger>{explanation}</Stranger>
        </span>
      )}
      <span className={styles.muted}>
        <Stranger code>{url}</Stranger>
      </span>
    </span>
  );
}

function Kind({ kind, code }: { readonly kind: StatusPair['now']; readonly code: string }) {
  const { text } = useWords();
  if (kind === null) return <span className={styles.muted}>{text('credential.status.absent')}</span>;
  if (kind === 'unchanged')
    return <span className={styles.muted}>{text('credential.status.unchanged')}</span>;
  return <Marked flag={statusFlag(kind, code)}>{text(`credential.status.${kind}`)}</Marked>;
}

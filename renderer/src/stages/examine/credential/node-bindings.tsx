import type { BindingDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import styles from './credential.module.css';
import { BytesLead, Marked, Stranger } from './words-shown.tsx';

const shownPlaces = 12;

/** How the manifest is tied to the bytes of the file, computed here, and what the tie leaves out. */
export function BindingsTable({
  bindings,
  onBytes,
}: {
  readonly bindings: readonly BindingDetail[];
  readonly onBytes: (range: ByteRange) => void;
}) {
  const { text } = useWords();
  return (
    <div className={styles.wide}>
      <DataTable
        label={text('credential.bindings.table')}
        columns={[
          { id: 'label', title: text('credential.assertion') },
          { id: 'result', title: text('credential.binding.result') },
          { id: 'left-out', title: text('credential.binding.left-out') },
        ]}
        rows={bindings.map((binding) => ({
          id: binding.label,
          cells: [
            <span key="label" className={styles.stack}>
              <Stranger code>{binding.label}</Stranger>
              {binding.algorithm !== null && <Stranger code>{binding.algorithm}</Stranger>}
            </span>,
            <BindingAnswer key="result" binding={binding} />,
            <span key="left-out" className={styles.stack}>
              {binding.exclusions.slice(0, shownPlaces).map((range) => (
                <BytesLead key={range.join('+')} range={range} name={binding.label} onBytes={onBytes} />
              ))}
              {binding.exclusions.length > shownPlaces && (
                <span className={styles.muted}>
                  {text('credential.coverage.more', { count: binding.exclusions.length - shownPlaces })}
                </span>
              )}
              {binding.names.length > 0 && <Stranger code>{binding.names.join(', ')}</Stranger>}
            </span>,
          ],
        }))}
      />
    </div>
  );
}

function BindingAnswer({ binding: { matches, problem } }: { readonly binding: BindingDetail }) {
  const { text } = useWords();
  const answer = matches === null ? 'unchecked' : matches ? 'fits' : 'differs';
  const flag = { unchecked: 'notice', fits: 'ok', differs: 'error' } as const;
  return (
    <span className={styles.stack}>
      <Marked flag={flag[answer]}>{text(`credential.hash.${answer}`)}</Marked>
      {problem !== null && <Stranger>{problem}</Stranger>}
    </span>
  );
}

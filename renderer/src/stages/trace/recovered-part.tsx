import type { Flag } from '#shared/domain/figure.ts';
import type { Recovered } from '#shared/domain/trace.ts';
import { verdictWords } from '#shared/text/trace-words.ts';
import { FlagWords } from '../../figures/flag-mark.tsx';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import styles from './trace.module.css';

const verdictFlags: Readonly<Record<NonNullable<Recovered['credential']>['verdict'], Flag>> = {
  intact: 'ok',
  broken: 'error',
  undetermined: 'warning',
  'not-checked': 'notice',
};

/** Labels and credential of the registered copy, and which of them this copy lost. */
export function RecoveredPart({ recovered: { labels, credential } }: { readonly recovered: Recovered }) {
  const { text, pick } = useWords();
  return (
    <section className={styles.recovered}>
      <h5>{text('trace.recovered')}</h5>
      {labels.length > 0 && (
        <DataTable
          label={text('trace.recovered.labels')}
          columns={[
            { id: 'key', title: text('mark.column.field') },
            { id: 'value', title: text('mark.column.value') },
            { id: 'state', title: text('trace.recovered.state') },
          ]}
          rows={labels.map(({ standard, key, value, inSuspect }, index) => ({
            id: `${index} ${standard} ${key}`,
            cells: [<code key="key">{key}</code>, value, <Kept key="state" kept={inSuspect} />],
          }))}
        />
      )}
      {credential !== null && (
        <p className={styles.credential}>
          <span>{text('trace.recovered.credential')}</span> <code>{credential.manifest}</code>
          <FlagWords flag={verdictFlags[credential.verdict]}>
            {pick(verdictWords[credential.verdict])}
          </FlagWords>
          <Kept kept={credential.inSuspect} />
          {credential.reason !== null && <span className={styles.muted}>{pick(credential.reason)}</span>}
        </p>
      )}
    </section>
  );
}

function Kept({ kept }: { readonly kept: boolean }) {
  const { text } = useWords();
  return (
    <FlagWords flag={kept ? 'ok' : 'warning'}>
      {text(kept ? 'trace.recovered.still' : 'trace.recovered.lost')}
    </FlagWords>
  );
}

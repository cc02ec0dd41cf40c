import { useQuery } from '@tanstack/react-query';
import { formatDate, shortHash } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { CheckpointKey } from './checkpoint-key.tsx';
import styles from './report.module.css';

/** The last signed statement of the end of the custody log, and whose key it is. */
export function LastCheckpoint({ caseId }: { readonly caseId: string }) {
  const { text, number } = useWords();
  const last = useQuery(calls.case.checkpoint.queryOptions({ input: { caseId } }));
  const key = useQuery(calls.case.checkpointKey.queryOptions());
  const checkpoint = last.data?.checkpoint ?? null;
  const error = last.error ?? key.error;
  return (
    <>
      <h3>{text('checkpoint.title')}</h3>
      {error !== null && <ProblemNotice error={error} />}
      {last.isSuccess && checkpoint === null && <p className={styles.muted}>{text('checkpoint.none')}</p>}
      {checkpoint !== null && (
        <p>
          {text('checkpoint.covers', {
            number: number(checkpoint.sequence),
            at: formatDate(checkpoint.at),
          })}
          <br />
          {text('checkpoint.key')} <code title={checkpoint.keyId}>{shortHash(checkpoint.keyId)}</code>
          {key.data !== undefined && (
            <span className={styles.muted}>
              {' '}
              ({text(key.data.keyId === checkpoint.keyId ? 'checkpoint.own' : 'checkpoint.other')})
            </span>
          )}
        </p>
      )}
      {key.isSuccess && <CheckpointKey facts={key.data} />}
    </>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import { calls } from '../../../bridge/bridge.ts';
import { rememberJob } from '../../../state/activity.ts';
import { useCase } from '../../../state/case.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { asOfDay, asOfTime } from './as-of-time.ts';
import styles from './credential.module.css';
import { utcTime } from './stranger-text.ts';

export interface AsOfProps {
  readonly caseId: string;
  readonly run: RunSummary;
  /** What the certificates of the run shown were held against, when the examiner gave it. */
  readonly asOf: string | null;
}

/** Hold the certificates against another day: a new run of its own, beside the ones that are there. */
export function AsOf({ caseId, run, asOf }: AsOfProps) {
  const { text } = useWords();
  const opened = useCase();
  const [day, setDay] = useState(asOf === null ? '' : asOfDay(asOf));
  const { start, running, error } = useAsOfRun({ caseId, run });
  const writable = opened?.readOnly === false;
  const wanted = asOfTime(day);
  return (
    <div className={styles.stack}>
      <p>
        {asOf === null
          ? text('credential.as-of.present')
          : text('credential.as-of.chosen', { time: utcTime(asOf) })}
      </p>
      <p className={styles.muted}>{text('credential.as-of.note')}</p>
      {writable && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted !== null) start(wanted);
          }}
        >
          <DateField label={text('credential.as-of.day')} value={day} onChange={setDay} />
          <Button type="submit" disabled={wanted === null || running}>
            {text('credential.as-of.start')}
          </Button>
          {asOf !== null && (
            <Button disabled={running} onPress={() => start(null)}>
              {text('credential.as-of.today')}
            </Button>
          )}
          <span role="status" className={styles.muted}>
            {running && text('examine.running')}
          </span>
        </form>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </div>
  );
}

/** Said above every view while the certificates are not held against the present. */
export function AsOfBanner({ asOf, ...run }: AsOfProps) {
  const { text } = useWords();
  const opened = useCase();
  const { start, running } = useAsOfRun(run);
  if (asOf === null) return null;
  return (
    <div className={styles.banner} role="status">
      <span>{text('credential.as-of.banner', { time: utcTime(asOf) })}</span>
      {opened?.readOnly === false && (
        <Button kind="quiet" disabled={running} onPress={() => start(null)}>
          {text('credential.as-of.today')}
        </Button>
      )}
    </div>
  );
}

/**
 * A new run even when there is one like it: the last one recorded is the one that counts, on the screen and
 * in reports. It takes the place of this view when it is there.
 */
function useAsOfRun({ caseId, run }: Pick<AsOfProps, 'caseId' | 'run'>) {
  const jobs = useQuery(calls.job.list.queryOptions());
  const mutation = useMutation(calls.examine.start.mutationOptions({ onSuccess: rememberJob }));
  const job = jobs.data?.find(({ id }) => id === mutation.data?.id);
  const start = (asOf: string | null) =>
    mutation.mutate({
      caseId,
      evidence: [run.evidence],
      only: [run.analysis],
      parameters: { [run.analysis]: { asOf } },
      again: true,
    });
  return {
    start,
    running: mutation.isPending || job?.state === 'running',
    error: mutation.error,
  };
}

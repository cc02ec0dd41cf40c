import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import { calls } from '../../../bridge/bridge.ts';
import { rememberJob } from '../../../state/activity.ts';
import { useCase } from '../../../state/case.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { asOfDay, asOfTime, sameTime } from './as-of-time.ts';
import styles from './credential.module.css';
import { utcTime } from './stranger-text.ts';

export interface AsOfProps {
  readonly caseId: string;
  readonly run: RunSummary;
  /** All runs of this analysis on this exhibit. */
  readonly others: readonly RunSummary[];
  readonly onRun: (run: string) => void;
  /** What the certificates of the run shown were held against, when the examiner gave it. */
  readonly asOf: string | null;
}

/** Hold the certificates against another day: a new run of its own, beside the ones that are there. */
export function AsOf({ caseId, run, others, onRun, asOf }: AsOfProps) {
  const { text } = useWords();
  const opened = useCase();
  const [day, setDay] = useState(asOf === null ? '' : asOfDay(asOf));
  const { start, wait } = useAsOfRun({ caseId, run, others, onRun });
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
          <Button type="submit" disabled={wanted === null || wait.running}>
            {text('credential.as-of.start')}
          </Button>
          {asOf !== null && (
            <Button disabled={wait.running} onPress={() => start(null)}>
              {text('credential.as-of.today')}
            </Button>
          )}
          <span role="status" className={styles.muted}>
            {wait.running && text('examine.running')}
          </span>
        </form>
      )}
      {wait.error !== null && <ProblemNotice error={wait.error} />}
    </div>
  );
}

/** Said above every view while the certificates are not held against the present. */
export function AsOfBanner({ asOf, ...run }: AsOfProps) {
  const { text } = useWords();
  const opened = useCase();
  const { start, wait } = useAsOfRun(run);
  if (asOf === null) return null;
  return (
    <div className={styles.banner} role="status">
      <span>{text('credential.as-of.banner', { time: utcTime(asOf) })}</span>
      {opened?.readOnly === false && (
        <Button kind="quiet" disabled={wait.running} onPress={() => start(null)}>
          {text('credential.as-of.today')}
        </Button>
      )}
    </div>
  );
}

/** Starts the run and shows it when it is there, also when it was there already. */
function useAsOfRun({ caseId, run, others, onRun }: Omit<AsOfProps, 'asOf'>) {
  const [wanted, setWanted] = useState<{ readonly asOf: string | null } | null>(null);
  const jobs = useQuery(calls.job.list.queryOptions());
  const mutation = useMutation(calls.examine.start.mutationOptions({ onSuccess: rememberJob }));
  const job = jobs.data?.find(({ id }) => id === mutation.data?.id);
  const ended = job !== undefined && job.state !== 'running';
  useEffect(() => {
    if (wanted === null || !ended) return;
    const fitting = others
      .filter(({ parameters }) => sameTime(parameters.asOf, wanted.asOf))
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
    if (fitting === undefined) return;
    setWanted(null);
    onRun(fitting.id);
  }, [wanted, ended, others, onRun]);
  const start = (asOf: string | null) => {
    setWanted({ asOf });
    mutation.mutate({
      caseId,
      evidence: [run.evidence],
      only: [run.analysis],
      parameters: { [run.analysis]: { asOf } },
    });
  };
  return {
    start,
    wait: { running: mutation.isPending || (wanted !== null && !ended), error: mutation.error },
  };
}

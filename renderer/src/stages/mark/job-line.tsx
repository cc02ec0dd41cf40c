import { useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import { calls, client } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './mark.module.css';

/** How far a running job is, what it is at, and a way to stop it. */
export function JobLine({ job, words }: { readonly job: Job | undefined; readonly words: string }) {
  const { text, number } = useWords();
  const known = job !== undefined && job.total > 0;
  return (
    <section className={styles.job} aria-label={words}>
      <p>{words}</p>
      <div className={styles.jobLine}>
        <div className={styles.jobBar}>
          <Progress label={words} done={job?.done ?? 0} total={job?.total ?? 0} />
        </div>
        <span className={styles.jobCount}>
          {known && job.unit === 'bytes'
            ? `${number((100 * job.done) / job.total)} %`
            : known
              ? text(job.unit === 'files' ? 'mark.batch.progress' : 'survive.progress', {
                  done: number(Math.floor(job.done)),
                  count: job.total,
                })
              : ''}
        </span>
        {job !== undefined && (
          <Button
            label={text('job.cancel', { job: text(`job.${job.kind}`) })}
            onPress={() => void client.job.cancel({ job: job.id }).then(rememberJob, () => rememberJob(job))}
          >
            {text('common.cancel')}
          </Button>
        )}
      </div>
      {job !== undefined && job.note !== '' && <code className={styles.jobNote}>{job.note}</code>}
    </section>
  );
}

/** The running job of a kind in a case; `about`: it works on this, or does not say yet on what. */
export function useRunningJob(
  kinds: readonly Job['kind'][],
  caseId: string,
  about: string | null,
): Job | undefined {
  const jobs = useQuery(calls.job.list.queryOptions());
  return jobs.data?.findLast(
    (job) =>
      job.state === 'running' &&
      kinds.includes(job.kind) &&
      job.caseId === caseId &&
      (about === null || job.note === about || job.note === ''),
  );
}

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job } from '#shared/contract/events.ts';
import { calls, client } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { createStore, useStore } from '../../state/store.ts';
import { useWords } from '../../state/text.ts';
import { cancelUpload, dismissUpload, type Refusal, type Upload, uploads } from '../../state/uploads.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './intake.module.css';

/** Jobs whose result the user has read. */
const dismissed = createStore<{ readonly jobs: readonly string[] }>({ jobs: [] });

/** Progress of what is being taken in, and afterwards what was refused and why. */
export function IntakeJobs({ caseId }: { readonly caseId: string }) {
  const { text } = useWords();
  const jobs = useQuery(calls.job.list.queryOptions());
  const sent = useStore(uploads, (value) => value.list).filter((upload) => upload.caseId === caseId);
  const read = useStore(dismissed, (value) => value.jobs);
  const shown = (jobs.data ?? []).filter(
    (job) =>
      job.caseId === caseId &&
      job.kind === 'intake' &&
      !read.includes(job.id) &&
      (job.state === 'running' || job.state === 'failed' || job.problems.length > 0),
  );
  if (shown.length === 0 && sent.length === 0) return null;
  return (
    <section className={styles.jobs} aria-label={text('intake.jobs')}>
      {sent.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
      {shown.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );
}

function JobLine({ job }: { readonly job: Job }) {
  const { text, pick, bytes } = useWords();
  const running = job.state === 'running';
  const cancel = () => void client.job.cancel({ job: job.id }).then(rememberJob, () => rememberJob(job));
  return (
    <Line
      name={text(`job.${job.kind}`)}
      state={running ? 'running' : job.state}
      done={job.done}
      total={job.total}
      measure={text('job.of', { done: bytes(job.done), total: bytes(job.total) })}
      note={job.note}
      onCancel={cancel}
      onDismiss={() => dismissed.set(({ jobs }) => ({ jobs: [...jobs, job.id] }))}
      refused={job.problems.map((problem) => ({ path: problem.item, reason: pick(problem.message) }))}
    />
  );
}

function UploadLine({ upload }: { readonly upload: Upload }) {
  const { text, pick, bytes } = useWords();
  const reasonOf = ({ reason, status }: Refusal) => {
    if (reason !== null) return pick(reason);
    return status === 0 ? text('problem.connection') : `${text('problem.unexpected')} (${status})`;
  };
  return (
    <Line
      name={text('job.upload')}
      state={upload.state}
      done={upload.sentBytes}
      total={upload.totalBytes}
      measure={text('job.of', { done: bytes(upload.sentBytes), total: bytes(upload.totalBytes) })}
      note={upload.current}
      onCancel={() => cancelUpload(upload.id)}
      onDismiss={() => dismissUpload(upload.id)}
      refused={upload.refused.map((refusal) => ({ path: refusal.path, reason: reasonOf(refusal) }))}
    />
  );
}

interface LineProps {
  readonly name: string;
  readonly state: Job['state'];
  readonly done: number;
  readonly total: number;
  readonly measure: string;
  readonly note: string;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

function Line(props: LineProps): ReactNode {
  const { text } = useWords();
  const { state, refused } = props;
  return (
    <div className={styles.job}>
      <div className={styles.jobLine}>
        <strong>{props.name}</strong>
        {state === 'running' ? (
          <>
            <Progress label={props.name} done={props.done} total={props.total} />
            <span>{props.measure}</span>
            <span className={styles.jobNote}>{props.note}</span>
            <Button onPress={props.onCancel} label={text('job.cancel', { job: props.name })}>
              {text('common.cancel')}
            </Button>
          </>
        ) : (
          <>
            <span className={styles.jobNote}>{text(`intake.result.${state}`)}</span>
            <IconButton
              label={text('intake.dismiss')}
              icon={<X aria-hidden="true" />}
              onPress={props.onDismiss}
            />
          </>
        )}
      </div>
      {refused.length > 0 && (
        // Drawn anew at the end, so that it opens by itself also when something was refused before.
        <Disclosure
          key={state === 'running' ? 'running' : 'over'}
          title={text('intake.refused', { count: refused.length })}
          open={state !== 'running'}
          level={2}
        >
          <ul className={styles.refused}>
            {refused.map(({ path, reason }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same path may be refused twice; the list only grows
              <li key={`${index} ${path}`}>
                <code>{path}</code>
                <span>{reason}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

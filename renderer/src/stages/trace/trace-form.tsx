import { useMutation } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { calls } from '../../bridge/bridge.ts';
import { queries, rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { changeTrace, selectEvidence, useView } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { EvidenceChoice } from '../conclude/evidence-choice.tsx';
import { JobLine } from '../mark/job-line.tsx';
import styles from './trace.module.css';
import { useEndedTracing } from './use-trace.ts';

/** Which exhibit is traced, or all; and the tracing that is under way. */
export function TraceForm({ shown, job }: { readonly shown: Case; readonly job: Job | undefined }) {
  const { text } = useWords();
  const caseId = shown.id;
  const selected = useView(({ selection }) => selection?.sha256 ?? null);
  const start = useStartTracing();
  const ready = !shown.readOnly && job === undefined && !start.isPending;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && selected !== null) start.mutate({ caseId, evidence: [selected] });
      }}
    >
      <header className={styles.head}>
        <h2>{text('trace.title')}</h2>
        <p className={styles.muted}>{text('trace.note')}</p>
      </header>
      {shown.readOnly && <Notice kind="caution">{text('trace.read-only')}</Notice>}
      {start.isError && <ProblemNotice error={start.error} />}
      <EvidenceChoice
        caseId={caseId}
        label={text('trace.exhibit')}
        none={text('trace.exhibit.none')}
        value={selected}
        except={null}
        onChange={(sha256) => void chooseExhibit(caseId, sha256)}
      />
      <div className={styles.acts}>
        <Button type="submit" kind="primary" disabled={!ready || selected === null}>
          {text('trace.submit')}
        </Button>
        <Button disabled={!ready} onPress={() => start.mutate({ caseId })}>
          {text('trace.submit.all')}
        </Button>
      </div>
      <p className={styles.muted} role="status">
        {ready && selected === null ? text('trace.hint.exhibit') : ''}
      </p>
      {job !== undefined && <JobLine job={job} words={text('trace.running')} />}
      {job === undefined && <Ended caseId={caseId} />}
    </form>
  );
}

/** Trace an exhibit, or all; what is opened then is the newest. */
export function useStartTracing() {
  return useMutation(
    calls.trace.run.mutationOptions({
      onSuccess: (started) => {
        rememberJob(started);
        changeTrace({ opened: null });
      },
    }),
  );
}

/** The place in the lists is that of the exhibit's number as long as they are not filtered. */
export async function chooseExhibit(caseId: string, sha256: Sha256 | null): Promise<void> {
  if (sha256 === null) {
    selectEvidence(null);
    return;
  }
  const found = await queries.ensureQueryData(
    calls.evidence.get.queryOptions({ input: { caseId, evidence: sha256 } }),
  );
  selectEvidence({ sha256, index: found.number - 1 });
}

/** What of the last tracing was not done. */
function Ended({ caseId }: { readonly caseId: string }) {
  const { text, pick } = useWords();
  const ended = useEndedTracing(caseId);
  if (ended === undefined) return null;
  if (ended.problems.length > 0) {
    return (
      <Notice kind="problem" title={text('trace.stopped')}>
        {ended.problems.map(({ item, message }) => (
          <p key={item}>
            {item}: {pick(message)}
          </p>
        ))}
      </Notice>
    );
  }
  return ended.state === 'cancelled' ? <Notice kind="information">{text('trace.cancelled')}</Notice> : null;
}

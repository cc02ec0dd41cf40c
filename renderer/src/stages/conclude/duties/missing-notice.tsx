import { useMutation, useQuery } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import type { DutyMatrix } from '#shared/domain/obligation.ts';
import { calls } from '../../../bridge/bridge.ts';
import { rememberJob } from '../../../state/activity.ts';
import { useCommand } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { useJoin } from '../../examine/credential/words-shown.tsx';
import styles from './duties.module.css';
import { missingAnalyses, numberRanges } from './matrix-view.ts';

/** What was not examined, by name, and the way to do it now. */
export function MissingNotice({ shown, matrix }: { readonly shown: Case; readonly matrix: DutyMatrix }) {
  const { text, pick } = useWords();
  const join = useJoin();
  const cards = useQuery(calls.app.analyses.queryOptions());
  const jobs = useQuery(calls.job.list.queryOptions());
  const start = useMutation(calls.examine.start.mutationOptions({ onSuccess: rememberJob }));
  useCommand('examine-all', shown.readOnly ? null : () => start.mutate({ caseId: shown.id }));
  const job = jobs.data?.find(
    (one) => one.kind === 'examine' && one.state === 'running' && one.caseId === shown.id,
  );
  if (job !== undefined) {
    return (
      <Notice kind="information">
        <div className={styles.running}>
          <span>{text('duties.examining', { count: Math.max(0, job.total - job.done) })}</span>
          <Progress label={text('examine.running')} done={job.done} total={job.total} />
        </div>
      </Notice>
    );
  }
  const { analyses, exhibits } = missingAnalyses(matrix);
  if (analyses.length === 0) return start.isError ? <ProblemNotice error={start.error} /> : null;
  const titleOf = (id: string) => {
    const card = cards.data?.find((one) => one.id === id);
    return card === undefined ? id : pick(card.title);
  };
  return (
    <Notice
      kind="caution"
      title={text('duties.missing', { count: exhibits.length })}
      action={
        !shown.readOnly && (
          <div className={styles.acts}>
            <Button
              disabled={start.isPending}
              onPress={() =>
                start.mutate({
                  caseId: shown.id,
                  evidence: exhibits.map(({ sha256 }) => sha256),
                  only: [...analyses],
                })
              }
            >
              {text('duties.missing.run')}
            </Button>
            <Button
              kind="quiet"
              disabled={start.isPending}
              onPress={() => start.mutate({ caseId: shown.id })}
            >
              {text('command.examine-all')}
            </Button>
          </div>
        )
      }
    >
      <p>
        {text('duties.missing.what', {
          analyses: join(analyses.map(titleOf)),
          exhibits: join(numberRanges(exhibits.map(({ number }) => number))),
        })}
      </p>
      {start.isError && <ProblemNotice error={start.error} />}
    </Notice>
  );
}

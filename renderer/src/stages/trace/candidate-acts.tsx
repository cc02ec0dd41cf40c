import { useMutation } from '@tanstack/react-query';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { TraceCandidate } from '#shared/domain/trace.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { comparePair, showComparison, showTracedEntry } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './trace.module.css';
import { originalOf } from './trace-view.ts';

export interface CandidateActsProps {
  readonly caseId: string;
  readonly suspect: Sha256;
  readonly candidate: TraceCandidate;
  readonly readOnly: boolean;
}

/** What can be done with a source; names say of which, for lists of buttons. */
export function CandidateActs({ caseId, suspect, candidate, readOnly }: CandidateActsProps) {
  const { text } = useWords();
  const { source, name, comparison } = candidate;
  const exhibits = source.kind === 'case' ? [source.evidence, suspect] : [suspect];
  const start = useMutation(
    calls.comparison.run.mutationOptions({
      onSuccess: (job) => {
        rememberJob(job);
        showComparison(job.id, exhibits);
      },
    }),
  );
  const original = originalOf(candidate);
  return (
    <>
      {start.isError && <ProblemNotice error={start.error} />}
      <div className={styles.acts}>
        {comparison !== null ? (
          <Button
            label={`${text('trace.open-comparison')}: ${name}`}
            onPress={() => showComparison(comparison, exhibits)}
          >
            {text('trace.open-comparison')}
          </Button>
        ) : (
          original !== null &&
          candidate.claim !== 'same-bytes' && (
            <Button
              label={`${text('trace.compare')}: ${name}`}
              disabled={readOnly || start.isPending}
              onPress={() => start.mutate({ caseId, first: original, second: suspect })}
            >
              {text('trace.compare')}
            </Button>
          )
        )}
        {source.kind === 'register' && (
          <Button
            kind="quiet"
            label={`${text('trace.show-entry')}: ${name}`}
            onPress={() => showTracedEntry(source.entry)}
          >
            {text('trace.show-entry')}
          </Button>
        )}
        {source.kind === 'case' && (
          <Button
            kind="quiet"
            label={`${text('trace.take-pair')}: ${name}`}
            onPress={() => comparePair(source.evidence, suspect)}
          >
            {text('trace.take-pair')}
          </Button>
        )}
      </div>
    </>
  );
}

import { ArrowLeftRight, Layers2 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Uncovered } from '../../examine/covered.tsx';
import { JobLine } from '../../mark/job-line.tsx';
import styles from './alignment.module.css';
import { ComparisonView } from './comparison-view.tsx';
import { PairHead } from './pair-head.tsx';
import { useOpenedComparison, useStartComparison } from './use-comparison.ts';

/** One exhibit laid over another, the first being taken for the original; or a comparison opened from a trace. */
export function AlignmentPage({
  shown,
  exhibits,
}: {
  readonly shown: Case;
  readonly exhibits: readonly Evidence[];
}) {
  const { text, pick } = useWords();
  const caseId = shown.id;
  const [first, second] = exhibits;
  const pair = useMemo(
    () =>
      exhibits.length === 2 && first !== undefined && second !== undefined
        ? ([first, second] as const)
        : null,
    [exhibits.length, first, second],
  );
  const opened = useOpenedComparison(caseId, pair === null ? null : [pair[0].sha256, pair[1].sha256]);
  const { start, pending, error } = useStartComparison(caseId);
  const made = opened.comparison;
  // A file of the register that the case holds as well is an exhibit like others.
  useEffect(() => {
    if (made === null || made.first.number === null || pair !== null) return;
    view.set({ compared: [made.first.sha256, made.second.sha256] });
  }, [made, pair]);
  const running = opened.job?.state === 'running';
  const run =
    pair === null
      ? null
      : () => start({ first: { from: 'case', evidence: pair[0].sha256 }, second: pair[1].sha256 });
  if (opened.comparison !== null && !running) {
    return (
      <div className={styles.page}>
        {error !== null && <ProblemNotice error={error} />}
        <Uncovered
          shown={shown}
          of={[opened.comparison.first, opened.comparison.second].flatMap(({ number, sha256 }) =>
            number === null ? [] : [sha256],
          )}
        >
          <ComparisonView
            key={opened.comparison.id}
            caseId={caseId}
            comparison={opened.comparison}
            acts={
              <>
                {pair === null ? (
                  <Button onPress={() => view.set({ comparison: null })}>{text('alignment.close')}</Button>
                ) : (
                  <SwapButton />
                )}
                {run !== null && !shown.readOnly && (
                  <Button kind="quiet" disabled={pending} onPress={run}>
                    {text('alignment.again')}
                  </Button>
                )}
              </>
            }
          />
        </Uncovered>
      </div>
    );
  }
  if (pair === null && opened.job === undefined && !opened.loading) {
    return (
      <EmptyState icon={<Layers2 aria-hidden="true" />} note={text('alignment.two.note')}>
        {text('alignment.two')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      {pair !== null && (
        <PairHead caseId={caseId} first={pair[0]} second={pair[1]} acts={!running && <SwapButton />} />
      )}
      {error !== null && <ProblemNotice error={error} />}
      {running ? (
        <JobLine job={opened.job} words={text('alignment.running')} />
      ) : opened.job !== undefined && opened.job.problems.length > 0 ? (
        <Notice kind="problem" title={text('alignment.stopped')}>
          {opened.job.problems.map(({ item, message }) => (
            <p key={item}>{pick(message)}</p>
          ))}
        </Notice>
      ) : opened.job?.state === 'cancelled' ? (
        <Notice kind="information">{text('alignment.cancelled')}</Notice>
      ) : (
        opened.error !== null && <ProblemNotice error={opened.error} onRetry={opened.again} />
      )}
      {!running && opened.loading && <EmptyState>{text('alignment.loading')}</EmptyState>}
      {!running && !opened.loading && run !== null && (
        <EmptyState
          icon={<Layers2 aria-hidden="true" />}
          note={text(shown.readOnly ? 'alignment.read-only' : 'alignment.none.note')}
          action={
            !shown.readOnly && (
              <Button kind="primary" disabled={pending} onPress={run}>
                {text('alignment.submit')}
              </Button>
            )
          }
        >
          {text('alignment.none')}
        </EmptyState>
      )}
    </div>
  );
}

function SwapButton() {
  const { text } = useWords();
  return (
    <Button
      icon={<ArrowLeftRight aria-hidden="true" />}
      label={text('alignment.swap.label')}
      onPress={() => view.set(({ compared }) => ({ compared: compared.toReversed(), comparison: null }))}
    >
      {text('alignment.swap')}
    </Button>
  );
}

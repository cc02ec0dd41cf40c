import { useQuery } from '@tanstack/react-query';
import { Copy, Inbox } from 'lucide-react';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { DuplicateGroup } from '#shared/domain/trace.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { changeTrace, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { ChosenEvidence } from '../conclude/evidence-choice.tsx';
import { Uncovered } from '../examine/covered.tsx';
import { JobLine, useRunningJob } from '../mark/job-line.tsx';
import { ClaimMark } from './claim-mark.tsx';
import styles from './trace.module.css';
import { useStartTracing } from './trace-form.tsx';
import { tracedExhibits } from './trace-view.ts';
import { useTraces } from './use-trace.ts';

/** Exhibits of the case that have something in common, group by group, and how much of it was looked for. */
export function DuplicatesPage({ shown }: { readonly shown: Case }) {
  return (
    <Uncovered shown={shown} of="all">
      <Duplicates shown={shown} />
    </Uncovered>
  );
}

function Duplicates({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const caseId = shown.id;
  const groups = useQuery(calls.trace.duplicates.queryOptions({ input: { caseId } }));
  const { traces } = useTraces(caseId);
  const job = useRunningJob(['trace'], caseId, null);
  const start = useStartTracing();
  const total = shown.evidenceCount;
  const traced = Math.min(total, tracedExhibits(traces ?? []));
  const traceAll = (
    <Button
      disabled={shown.readOnly || job !== undefined || start.isPending}
      onPress={() => start.mutate({ caseId })}
    >
      {text('trace.submit.all')}
    </Button>
  );
  if (groups.isError) return <ProblemNotice error={groups.error} onRetry={() => void groups.refetch()} />;
  if (groups.data === undefined) return <EmptyState>{text('common.loading')}</EmptyState>;
  if (total === 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('trace.empty.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  if (groups.data.length === 0 && job === undefined) {
    return (
      <EmptyState
        icon={<Copy aria-hidden="true" />}
        note={
          traced === total
            ? text('duplicates.none.traced')
            : text('duplicates.none.note', { count: total - traced })
        }
        action={traced === total ? undefined : traceAll}
      >
        {text('duplicates.none')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2>{text('duplicates.title')}</h2>
        <p className={styles.muted}>{text('duplicates.note', { traced, total })}</p>
        {traced < total && <div className={styles.acts}>{traceAll}</div>}
        {start.isError && <ProblemNotice error={start.error} />}
        {job !== undefined && <JobLine job={job} words={text('trace.running')} />}
      </header>
      {groups.data.map((group) => (
        <GroupView key={`${group.what} ${group.evidence.join(' ')}`} caseId={caseId} group={group} />
      ))}
    </div>
  );
}

/** Exhibits of a group shown before more are asked for, and put side by side at once. */
const step = 12;
const sideBySide = 4;

function GroupView({ caseId, group }: { readonly caseId: string; readonly group: DuplicateGroup }) {
  const { text } = useWords();
  const [most, setMost] = useState(step);
  const { what, claim, evidence } = group;
  const title = text(`duplicates.what.${what}`);
  const few = evidence.length <= sideBySide;
  return (
    <section className={styles.group} aria-label={title}>
      <header className={styles.cardHead}>
        <h3>{title}</h3>
        <ClaimMark claim={claim} />
        <span className={styles.muted}>{text('duplicates.members', { count: evidence.length })}</span>
      </header>
      <ul className={styles.members}>
        {evidence.slice(0, most).map((sha256) => (
          <li key={sha256}>
            <ChosenEvidence caseId={caseId} sha256={sha256} />
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button
          onPress={() => {
            changeTrace({ opened: null });
            view.set({
              compared: evidence.slice(0, sideBySide),
              comparison: null,
              compareTab: null,
              stage: 'compare',
            });
          }}
        >
          {few ? text('duplicates.compare') : text('duplicates.compare.first', { count: sideBySide })}
        </Button>
        {evidence.length > most && (
          <Button kind="quiet" onPress={() => setMost(most + step)}>
            {text('common.more', { count: Math.min(step, evidence.length - most) })}
          </Button>
        )}
      </div>
    </section>
  );
}

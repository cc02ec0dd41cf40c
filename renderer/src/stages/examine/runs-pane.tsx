import { useQuery } from '@tanstack/react-query';
import { EyeOff, LayoutList, Microscope, Play, RotateCw, TriangleAlert } from 'lucide-react';
import type { RunSummary } from '#shared/contract/contract.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../bridge/bridge.ts';
import { capsOf } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { selectAnalysis, useView } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { GroupedList, type ListGroup } from '../../ui/grouped-list.tsx';
import { OutcomeMark } from '../../ui/marks.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './examine.module.css';
import { families, familyOf, familyTitle } from './families.ts';
import { useExamination } from './use-examination.ts';

const overviewId = 'overview';

export interface RunsPaneProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly writable: boolean;
  /** What ran and how it ended is not shown; it may run. */
  readonly covered: boolean;
  readonly onExamine: (again: boolean) => void;
  readonly error: Error | null;
}

/** The runs on one exhibit, by family; new ones appear as they end. */
export function RunsPane({ caseId, evidence, writable, covered, onExamine, error }: RunsPaneProps) {
  const { text, pick } = useWords();
  const { summary, cards, loading, error: failure } = useExamination(caseId, evidence.sha256);
  const analysis = useView((value) => value.analysis);
  const jobs = useQuery(calls.job.list.queryOptions());
  const job = jobs.data?.find(
    (one) => one.kind === 'examine' && one.state === 'running' && one.caseId === caseId,
  );
  const titleOf = (id: string) => {
    const card = cards.get(id);
    return card === undefined ? id : pick(card.title);
  };
  const entries = (runs: readonly RunSummary[]) =>
    runs.map((run) => ({
      id: run.analysis,
      name: `${titleOf(run.analysis)}, ${text(`outcome.${run.outcome}`)}`,
      content: <RunLine run={run} title={titleOf(run.analysis)} />,
    }));
  const enhancer = (id: string) => cards.get(id)?.enhancer === true;
  const applicable = summary.latest.filter((run) => run.outcome !== 'not-applicable');
  const groups: readonly ListGroup[] = [
    {
      id: overviewId,
      heading: null,
      entries: [
        {
          id: overviewId,
          name: text('examine.overview'),
          content: (
            <>
              <LayoutList className={styles.overviewIcon} aria-hidden="true" />
              {text('examine.overview')}
            </>
          ),
        },
      ],
    },
    ...families
      .map((family) => ({
        id: family as string,
        heading: text(familyTitle(family)),
        entries: entries(
          applicable.filter((run) => familyOf(run.analysis) === family && !enhancer(run.analysis)),
        ),
      }))
      .concat({
        id: 'enhancers',
        heading: text('family.enhancers'),
        entries: entries(applicable.filter((run) => enhancer(run.analysis))),
      })
      // What has nothing to say about such a file stays in reach and out of the way.
      .concat({
        id: 'not-applicable',
        heading: text('outcome.not-applicable'),
        entries: entries(summary.notApplicable),
      })
      .filter((group) => group.entries.length > 0),
  ];
  const shown = summary.latest.some((run) => run.analysis === analysis)
    ? (analysis ?? overviewId)
    : overviewId;
  return (
    <>
      <div className={styles.paneBar}>
        <h2>{text('examine.runs')}</h2>
        {job !== undefined && (
          <span className={styles.running}>
            <Progress label={text('examine.running')} done={job.done} total={job.total} />
            {text('job.remaining.runs', { count: Math.max(0, job.total - job.done) })}
          </span>
        )}
        {writable && !covered && summary.latest.length > 0 && (
          <IconButton
            label={text('command.examine-again')}
            icon={<RotateCw aria-hidden="true" />}
            onPress={() => onExamine(true)}
          />
        )}
        {writable && (
          <IconButton
            label={text('command.examine-one')}
            keys={capsOf('examine-one')}
            icon={<Play aria-hidden="true" />}
            onPress={() => onExamine(false)}
          />
        )}
      </div>
      {error !== null && <ProblemNotice error={error} />}
      {failure !== null && <ProblemNotice error={failure} />}
      {covered ? (
        <EmptyState
          icon={<EyeOff aria-hidden="true" />}
          action={
            writable &&
            job === undefined && <Button onPress={() => onExamine(false)}>{text('examine.start')}</Button>
          }
        >
          {pick(screen.coveredRuns)}
        </EmptyState>
      ) : !loading && summary.latest.length === 0 ? (
        <EmptyState
          icon={<Microscope aria-hidden="true" />}
          note={text('examine.no-runs.note')}
          action={
            writable &&
            job === undefined && (
              <Button kind="primary" onPress={() => onExamine(false)}>
                {text('examine.start')}
              </Button>
            )
          }
        >
          {job === undefined ? text('examine.no-runs') : text('examine.running')}
        </EmptyState>
      ) : (
        <GroupedList
          label={text('examine.runs')}
          groups={groups}
          selected={shown}
          onSelect={(id) => selectAnalysis(id === overviewId ? null : id)}
        />
      )}
    </>
  );
}

function RunLine({ run, title }: { readonly run: RunSummary; readonly title: string }) {
  const { text, elapsed, number } = useWords();
  return (
    <>
      <span className={styles.runTitle} title={title}>
        {title}
      </span>
      {run.warnings.length > 0 && (
        <span
          className={styles.warningCount}
          title={text('examine.warnings', { count: run.warnings.length })}
        >
          <TriangleAlert aria-hidden="true" />
          {number(run.warnings.length)}
        </span>
      )}
      <span className={styles.runOutcome}>
        <OutcomeMark outcome={run.outcome} />
      </span>
      <span className={styles.runTime}>{run.outcome !== 'not-applicable' && elapsed(run.durationMs)}</span>
    </>
  );
}

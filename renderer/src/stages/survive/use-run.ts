import { skipToken, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { MarkSurvival } from '#shared/domain/mark-survival.ts';
import { calls } from '../../bridge/bridge.ts';
import { type SurvivalView, useView } from '../../state/view.ts';
import { byFamily } from './survival-view.ts';

export interface OpenedSurvival {
  readonly run: MarkSurvival | null;
  /** The job that makes or made it, when this host still knows it. */
  readonly job: Job | undefined;
  readonly error: Error | null;
  readonly again: () => void;
}

/** The cell that is shown at length: the mark under the first attack until another is chosen. */
export function useCell(run: MarkSurvival): SurvivalView['cell'] {
  const cell = useView((value) => value.survival.cell);
  const first = byFamily(run.attacks)[0]?.attacks[0];
  return cell ?? (first === undefined ? null : { attack: first.id, layer: 'mark' });
}

/** The run that is open: it has the id of its job, and is there when the job is over. */
export function useOpenedRun(caseId: string): OpenedSurvival {
  const run = useView((value) => value.survival.run);
  const jobs = useQuery(calls.job.list.queryOptions());
  const job = jobs.data?.find(({ id }) => id === run);
  const input = run === null || job?.state === 'running' ? skipToken : { caseId, run };
  const answer = useQuery(calls.survival.get.queryOptions({ input }));
  return {
    run: answer.data ?? null,
    job,
    error: answer.error,
    again: () => void answer.refetch(),
  };
}

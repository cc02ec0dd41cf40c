import { skipToken, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { Trace, TraceListing } from '#shared/domain/trace.ts';
import { calls } from '../../bridge/bridge.ts';
import { useView } from '../../state/view.ts';
import { shownTrace } from './trace-view.ts';

export interface OpenedTrace {
  readonly trace: Trace | null;
  /** It is not the newest of its exhibit. */
  readonly older: boolean;
  /** A trace is being fetched. */
  readonly loading: boolean;
  readonly error: Error | null;
  readonly again: () => void;
}

/** The trace on screen: of the selected exhibit, its newest unless another was opened. */
export function useOpenedTrace(caseId: string): OpenedTrace {
  const evidence = useView(({ selection }) => selection?.sha256 ?? null);
  const opened = useView(({ trace }) => trace.opened);
  const list = useTraces(caseId);
  const shown = shownTrace(list.traces ?? [], evidence, opened);
  const newest = shownTrace(list.traces ?? [], evidence, null);
  const input = shown === null ? skipToken : { caseId, trace: shown.id };
  const answer = useQuery(calls.trace.get.queryOptions({ input }));
  return {
    trace: answer.data ?? null,
    older: shown !== null && shown.id !== newest?.id,
    loading: list.loading || (shown !== null && answer.isPending),
    error: list.error ?? answer.error,
    again: () => {
      list.again();
      if (shown !== null) void answer.refetch();
    },
  };
}

export interface Traces {
  /** The newest first; `undefined` until they are here. */
  readonly traces: readonly TraceListing[] | undefined;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly again: () => void;
}

export function useTraces(caseId: string): Traces {
  const list = useQuery(calls.trace.list.queryOptions({ input: { caseId } }));
  return {
    traces: list.data,
    loading: list.isPending,
    error: list.error,
    again: () => void list.refetch(),
  };
}

/** The tracing of this case that ended last, when this host still knows it. */
export function useEndedTracing(caseId: string): Job | undefined {
  const jobs = useQuery(calls.job.list.queryOptions());
  return jobs.data?.findLast(
    (job) => job.kind === 'trace' && job.caseId === caseId && job.state !== 'running',
  );
}

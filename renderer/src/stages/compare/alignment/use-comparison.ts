import { skipToken, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { Comparison, ComparisonRequest } from '#shared/domain/comparison.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { calls } from '../../../bridge/bridge.ts';
import { comparisonAddress } from '../../../bridge/media.ts';
import { rememberJob } from '../../../state/activity.ts';
import { useView, view } from '../../../state/view.ts';
import { newestOf } from './alignment-view.ts';

export interface OpenedComparison {
  readonly comparison: Comparison | null;
  /** The job that makes or made it, when this host still knows it. */
  readonly job: Job | undefined;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly again: () => void;
}

/** The comparison on screen: the one that was opened or started, else the newest of the pair. */
export function useOpenedComparison(
  caseId: string,
  pair: readonly [first: Sha256, second: Sha256] | null,
): OpenedComparison {
  const opened = useView((value) => value.comparison);
  const list = useQuery(calls.comparison.list.queryOptions({ input: { caseId } }));
  const jobs = useQuery(calls.job.list.queryOptions());
  const id = opened ?? (pair === null ? null : (newestOf(list.data ?? [], ...pair)?.id ?? null));
  const job = jobs.data?.find((one) => one.id === id && one.kind === 'compare');
  const input = id === null || job?.state === 'running' ? skipToken : { caseId, comparison: id };
  const answer = useQuery(calls.comparison.get.queryOptions({ input }));
  return {
    comparison: answer.data ?? null,
    job,
    loading: opened === null && list.isPending ? true : id !== null && answer.isPending,
    error: list.error ?? answer.error,
    again: () => {
      void list.refetch();
      if (id !== null) void answer.refetch();
    },
  };
}

/** Lay one file over another; what comes of it is opened. */
export function useStartComparison(caseId: string) {
  const start = useMutation(
    calls.comparison.run.mutationOptions({
      onSuccess: (job) => {
        rememberJob(job);
        view.set({ comparison: job.id });
      },
    }),
  );
  return {
    start: (request: ComparisonRequest) => start.mutate({ caseId, ...request }),
    pending: start.isPending,
    error: start.error,
  };
}

/** The texts of a comparison as they were compared; `null`: not there yet, or not to be had. */
export function useComparedTexts(
  caseId: string,
  comparison: string,
): { readonly texts: { readonly first: string; readonly second: string } | null; readonly failed: boolean } {
  return useQueries({
    queries: (['first.txt', 'second.txt'] as const).map((name) => ({
      queryKey: ['comparison-text', caseId, comparison, name],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        const answer = await fetch(comparisonAddress(caseId, comparison, name), { signal });
        if (!answer.ok) throw new Error(String(answer.status));
        // A byte order mark counts: offsets are those of the text as it was decoded.
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
      },
    })),
    combine: ([first, second]) => ({
      texts:
        first?.data === undefined || second?.data === undefined
          ? null
          : { first: first.data, second: second.data },
      failed: first?.isError === true || second?.isError === true,
    }),
  });
}

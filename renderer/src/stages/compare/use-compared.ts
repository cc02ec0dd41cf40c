import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Evidence, Sha256 } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';
import { calls } from '../../bridge/bridge.ts';

/** The chosen exhibits, as far as they are here, in the order of choice. */
export function useCompared(caseId: string, chosen: readonly Sha256[]) {
  return useQueries({
    queries: chosen.map((evidence) => calls.evidence.get.queryOptions({ input: { caseId, evidence } })),
    combine: (answers) => ({
      exhibits: answers.flatMap((answer): readonly Evidence[] =>
        answer.data === undefined ? [] : [answer.data],
      ),
      error: answers.find((answer) => answer.error !== null)?.error ?? null,
    }),
  });
}

/** The latest run of one analysis on each exhibit, whole; `null` where there is none, `undefined` while asked for. */
export function useLatestRuns(
  caseId: string,
  exhibits: readonly Evidence[],
  analysis: string,
): readonly (Run | null | undefined)[] {
  const lists = useQueries({
    queries: exhibits.map(({ sha256 }) =>
      calls.examine.runs.queryOptions({ input: { caseId, evidence: sha256 } }),
    ),
  });
  const ids = lists.map(({ data }) =>
    data === undefined ? undefined : (latest(data.filter((run) => run.analysis === analysis))?.id ?? null),
  );
  const runs = useQueries({
    queries: ids.map((run) => ({
      ...calls.examine.run.queryOptions({ input: { caseId, run: run ?? '' } }),
      enabled: typeof run === 'string',
    })),
  });
  const found = ids.map((id, index) => (typeof id === 'string' ? runs[index]?.data : id));
  const signature = found.map((run) => (run ? run.id : String(run))).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run never changes once it is recorded
  return useMemo(() => found, [signature]);
}

export function latest<T extends { readonly startedAt: string }>(runs: readonly T[]): T | undefined {
  return runs.reduce<T | undefined>(
    (newest, run) => (newest === undefined || run.startedAt > newest.startedAt ? run : newest),
    undefined,
  );
}

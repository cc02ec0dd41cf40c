import { consumeEventIterator } from '@orpc/client';
import { QueryClient } from '@tanstack/react-query';
import type { Activity, Job } from '#shared/contract/events.ts';
import { calls, client, connection } from '../bridge/bridge.ts';
import { problemOf } from '../bridge/problem.ts';

/** Answers of the core, kept until an event says that they are old. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      // The host is on this machine: whether there is a network says nothing.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Put a job into the list of jobs, in place when it is known. */
export function rememberJob(job: Job): void {
  queries.setQueryData(calls.job.list.queryKey(), (jobs: Job[] | undefined) =>
    jobs?.some((known) => known.id === job.id)
      ? jobs.map((known) => (known.id === job.id ? job : known))
      : [...(jobs ?? []), job],
  );
}

const gatherMilliseconds = 300;
const waiting = new Map<string, readonly unknown[]>();

/** Ten thousand files come in as ten thousand events: ask again a few times a second, not each time. */
function invalidateSoon(key: readonly unknown[]): void {
  if (waiting.size === 0) setTimeout(flush, gatherMilliseconds);
  waiting.set(JSON.stringify(key), key);
}

function flush(): void {
  const keys = [...waiting.values()];
  waiting.clear();
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
}

function receive(event: Activity): void {
  switch (event.type) {
    case 'job':
      rememberJob(event.job);
      // One trace after the other: those that are there can be looked at while the rest is under way.
      if (event.job.kind === 'trace' && event.job.done > 0) {
        invalidateSoon(calls.trace.list.key());
        invalidateSoon(calls.trace.duplicates.key());
      }
      if (event.job.state !== 'running') {
        invalidateSoon(calls.case.custody.key());
        invalidateSoon(calls.report.list.key());
        // Once for all runs of an examination: a matrix of many exhibits is no small answer.
        if (event.job.kind === 'examine') invalidateSoon(calls.duties.evaluate.key());
        if (event.job.kind === 'mark') invalidateSoon(calls.register.key());
        if (event.job.kind === 'survive') invalidateSoon(calls.survival.list.key());
        if (event.job.kind === 'register') invalidateSoon(calls.register.key());
        if (event.job.kind === 'lineage') invalidateSoon(calls.lineage.list.key());
        if (event.job.kind === 'trace' || event.job.kind === 'compare')
          invalidateSoon(calls.comparison.list.key());
      }
      return;
    case 'case-changed':
      invalidateSoon(calls.case.key());
      invalidateSoon(calls.evidence.key());
      invalidateSoon(calls.report.key());
      return;
    case 'evidence-added':
      invalidateSoon(calls.evidence.list.key({ input: { caseId: event.caseId } }));
      invalidateSoon(calls.evidence.sameContent.key());
      invalidateSoon(calls.trace.duplicates.key());
      invalidateSoon(calls.duties.evaluate.key());
      invalidateSoon(calls.case.opened.key());
      return;
    case 'run-settled':
      invalidateSoon(calls.examine.runs.key({ input: { caseId: event.caseId, evidence: event.evidence } }));
      invalidateSoon(calls.evidence.list.key({ input: { caseId: event.caseId } }));
      invalidateSoon(
        calls.labels.overview.key({ input: { caseId: event.caseId, evidence: event.evidence } }),
      );
      invalidateSoon(calls.labels.survival.key());
      invalidateSoon(
        calls.regions.agreement.key({ input: { caseId: event.caseId, evidence: event.evidence } }),
      );
      invalidateSoon(calls.regions.measure.key());
      invalidateSoon(calls.case.custody.key());
      return;
  }
}

/** Listen to the host for as long as the page lives; after a lost connection everything is asked again. */
export function watchActivity(): void {
  let stop: (() => Promise<void>) | null = null;
  const listen = () => {
    if (connection.state() !== 'open') {
      stop = null;
      return;
    }
    if (stop !== null) return;
    stop = consumeEventIterator(client.app.activity(), {
      onEvent: receive,
      // The connection's own state tells the user; a problem of the core would be a bug worth seeing.
      onError: (error) => {
        if (problemOf(error) !== null) throw error;
      },
    });
    void queries.invalidateQueries();
  };
  connection.subscribe(listen);
  listen();
}

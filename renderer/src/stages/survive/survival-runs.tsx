import { useQueries, useQuery } from '@tanstack/react-query';
import type { SurvivalListing } from '#shared/domain/mark-survival.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { GroupedList } from '../../ui/grouped-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './survive.module.css';
import { useSuiteName } from './use-suite-name.ts';

/** Runs kept in the case, by exhibit, the newest first. */
export function SurvivalRuns({ caseId }: { readonly caseId: string }) {
  const { text } = useWords();
  const run = useView((value) => value.survival.run);
  const runs = useQuery(calls.survival.list.queryOptions({ input: { caseId } }));
  const exhibits = [...new Set((runs.data ?? []).map(({ evidence }) => evidence))];
  const known = useQueries({
    queries: exhibits.map((evidence) => calls.evidence.get.queryOptions({ input: { caseId, evidence } })),
  });
  return (
    <section className={styles.runs}>
      <h3>{text('survive.runs')}</h3>
      {runs.isError && <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && <p className={styles.muted}>{text('survive.runs.none')}</p>}
      {runs.data !== undefined && runs.data.length > 0 && (
        <GroupedList
          label={text('survive.runs')}
          selected={run ?? ''}
          onSelect={(id) => view.set({ survival: { run: id, cell: null } })}
          groups={exhibits.map((evidence, place) => {
            const one = known[place]?.data;
            return {
              id: evidence,
              heading: one === undefined ? evidence.slice(0, 8) : text('duties.exhibit', one),
              entries: runs.data
                .filter((listing) => listing.evidence === evidence)
                .map((listing) => ({
                  id: listing.id,
                  name: formatDate(listing.at),
                  content: <RunLine listing={listing} />,
                })),
            };
          })}
        />
      )}
    </section>
  );
}

function RunLine({ listing }: { readonly listing: SurvivalListing }) {
  const { text } = useWords();
  const suite = useSuiteName();
  return (
    <span className={styles.run} title={listing.suite}>
      <span>{formatDate(listing.at)}</span>
      <span className={styles.muted}>
        {text('survive.run.attacks', { count: listing.attacks })}
        {!listing.complete && ` · ${text('survive.run.partly')}`} · {suite(listing.suite)}
      </span>
    </span>
  );
}

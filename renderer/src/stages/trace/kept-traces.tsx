import { useQueries } from '@tanstack/react-query';
import type { TraceListing } from '#shared/domain/trace.ts';
import { formatDate } from '#shared/text/format.ts';
import { claimWords } from '#shared/text/trace-words.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { changeTrace, useView } from '../../state/view.ts';
import { GroupedList } from '../../ui/grouped-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useCover } from '../examine/covered.tsx';
import styles from './trace.module.css';
import { chooseExhibit } from './trace-form.tsx';
import { shownTrace } from './trace-view.ts';
import { useTraces } from './use-trace.ts';

/** Traces kept in the case, by exhibit, the newest first. */
export function KeptTraces({ caseId }: { readonly caseId: string }) {
  const { text } = useWords();
  const selected = useView(({ selection }) => selection?.sha256 ?? null);
  const opened = useView(({ trace }) => trace.opened);
  const list = useTraces(caseId);
  const traces = list.traces ?? [];
  const exhibits = [...new Set(traces.map(({ evidence }) => evidence))];
  const known = useQueries({
    queries: exhibits.map((evidence) => calls.evidence.get.queryOptions({ input: { caseId, evidence } })),
  });
  return (
    <section className={styles.kept}>
      <h3>{text('trace.list')}</h3>
      {list.error !== null && <ProblemNotice error={list.error} onRetry={list.again} />}
      {list.traces?.length === 0 && <p className={styles.muted}>{text('trace.list.none')}</p>}
      {traces.length > 0 && (
        <GroupedList
          label={text('trace.list')}
          selected={shownTrace(traces, selected, opened)?.id ?? ''}
          onSelect={(id) => {
            const chosen = traces.find((one) => one.id === id);
            if (chosen === undefined) return;
            changeTrace({ opened: id });
            void chooseExhibit(caseId, chosen.evidence);
          }}
          groups={exhibits.map((evidence, place) => {
            const one = known[place]?.data;
            return {
              id: evidence,
              heading: one === undefined ? evidence.slice(0, 8) : text('duties.exhibit', one),
              entries: traces
                .filter((listing) => listing.evidence === evidence)
                .map((listing) => ({
                  id: listing.id,
                  name: formatDate(listing.at),
                  content: <TraceLine caseId={caseId} listing={listing} />,
                })),
            };
          })}
        />
      )}
    </section>
  );
}

function TraceLine({
  caseId,
  listing: { at, evidence, candidates, best },
}: {
  readonly caseId: string;
  readonly listing: TraceListing;
}) {
  const { text, pick } = useWords();
  const covered = useCover(caseId)(evidence);
  return (
    <span className={styles.line}>
      <span>{formatDate(at)}</span>
      <span className={styles.muted}>
        {covered !== false
          ? ''
          : best === null
            ? text('trace.list.nothing')
            : `${text('trace.list.sources', { count: candidates })} · ${text('trace.list.best', { claim: pick(claimWords[best]) })}`}
      </span>
    </span>
  );
}

import { Inbox, Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import { edgeStates, type Lineage } from '#shared/domain/lineage.ts';
import { formatDate } from '#shared/text/format.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/field.tsx';
import { GroupedList } from '../../../ui/grouped-list.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../../ui/panes.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Uncovered, useAnyCovered, useCover } from '../../examine/covered.tsx';
import { useRunningJob } from '../../mark/job-line.tsx';
import styles from './lineage.module.css';
import { LineageDetails } from './lineage-details.tsx';
import { LineageForm } from './lineage-form.tsx';
import { LineageGraph } from './lineage-graph.tsx';
import { LineageTable } from './lineage-table.tsx';
import { LineageTimeline } from './lineage-timeline.tsx';
import { type EdgeFilter, keptEdges, type Pointed } from './lineage-view.ts';
import { useLineages } from './use-lineage.ts';

/** Which exhibit came from which: what to relate, the graph, and what one edge rests on. */
export function LineagePage({ shown: ofCase }: { readonly shown: Case }) {
  const { text } = useWords();
  const caseId = ofCase.id;
  const [opened, setOpened] = useState<string | null>(null);
  const job = useRunningJob(['lineage'], caseId, null);
  // How many links were found is a result as well.
  const counted = useAnyCovered(ofCase) === false;
  const { list, shown, lineage, loading, error, again } = useLineages(caseId, opened);
  if (ofCase.evidenceCount === 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('lineage.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Panes id="lineage">
      <Pane id="lineage-form" label={text('lineage.form')} size={280} minimum={240} maximum="30%" fixed>
        <div className={styles.column}>
          <LineageForm shown={ofCase} job={job} onStarted={() => setOpened(null)} />
          <section className={styles.kept}>
            <h3>{text('lineage.list')}</h3>
            {list?.length === 0 && <p className={styles.muted}>{text('lineage.list.none')}</p>}
            {list !== undefined && list.length > 0 && (
              <GroupedList
                label={text('lineage.list')}
                selected={shown?.id ?? ''}
                onSelect={setOpened}
                groups={[
                  {
                    id: 'all',
                    heading: null,
                    entries: list
                      .toSorted((one, other) => other.at.localeCompare(one.at))
                      .map(({ id, at, nodes, edges, complete }) => ({
                        id,
                        name: formatDate(at),
                        content: (
                          <span className={styles.line}>
                            <span>{formatDate(at)}</span>
                            <span className={styles.muted}>
                              {counted && text('lineage.list.line', { nodes, edges })}
                              {!complete && ` · ${text('lineage.incomplete')}`}
                            </span>
                          </span>
                        ),
                      })),
                  },
                ]}
              />
            )}
          </section>
        </div>
      </Pane>
      <PaneBorder id="lineage-border" />
      {lineage === null ? (
        <Pane id="lineage-result" label={text('lineage.result')} minimum={420}>
          {error !== null ? (
            <ProblemNotice error={error} onRetry={again} />
          ) : (
            <EmptyState icon={<Waypoints aria-hidden="true" />}>
              {loading ? text('common.loading') : text('lineage.list.none')}
            </EmptyState>
          )}
        </Pane>
      ) : (
        <Opened key={lineage.id} shown={ofCase} lineage={lineage} />
      )}
    </Panes>
  );
}

type View = 'graph' | 'timeline' | 'table';
const leasts = ['0', '0.6', '0.8', '0.95'] as const;

/** Covered as long as an exhibit in it is; then it has one pane. */
function Opened(props: { readonly shown: Case; readonly lineage: Lineage }) {
  const { text } = useWords();
  const cover = useCover(props.shown.id);
  const exhibits = props.lineage.nodes.flatMap(({ sha256, number }) =>
    sha256 === null || number === null ? [] : [sha256],
  );
  if (exhibits.every((sha256) => cover(sha256) === false)) return <OpenedLineage {...props} />;
  return (
    <Pane id="lineage-result" label={text('lineage.result')} minimum={420}>
      <Uncovered shown={props.shown} of={exhibits}>
        {null}
      </Uncovered>
    </Pane>
  );
}

function OpenedLineage({ shown, lineage }: { readonly shown: Case; readonly lineage: Lineage }) {
  const caseId = shown.id;
  const { text, pick, number } = useWords();
  const [shownAs, setShownAs] = useState<View>('graph');
  const [filter, setFilter] = useState<EdgeFilter>({ state: '', least: 0 });
  const [pointed, setPointed] = useState<Pointed>(null);
  const kept = keptEdges(lineage.edges, filter);
  const states = edgeStates.filter((state) => lineage.edges.some((edge) => edge.state === state));
  return (
    <>
      <Pane id="lineage-result" label={text('lineage.result')} minimum={380}>
        <div className={styles.result}>
          <header className={styles.head}>
            <p>{text('lineage.kept', { kept: kept.length, all: lineage.edges.length })}</p>
            <div className={styles.filters}>
              <Select
                label={text('lineage.filter.state')}
                bare
                value={filter.state}
                choices={[
                  { id: '', label: text('lineage.filter.state.all') },
                  ...states.map((state) => ({ id: state, label: text(`lineage.state.${state}`) })),
                ]}
                onChange={(state) => setFilter({ ...filter, state })}
              />
              <Select
                label={text('lineage.filter.confidence')}
                bare
                value={leasts.find((least) => Number(least) === filter.least) ?? '0'}
                choices={leasts.map((id) => ({
                  id,
                  label:
                    id === '0'
                      ? text('lineage.filter.confidence.all')
                      : text('lineage.filter.confidence.least', { share: number(100 * Number(id)) }),
                }))}
                onChange={(least) => setFilter({ ...filter, least: Number(least) })}
              />
            </div>
          </header>
          {!lineage.complete && <Notice kind="caution">{text('lineage.incomplete.note')}</Notice>}
          {lineage.warnings.map((warning) => (
            <Notice key={warning.en} kind="caution">
              {pick(warning)}
            </Notice>
          ))}
          <Tabs<View>
            label={text('lineage.views')}
            value={shownAs}
            onChange={setShownAs}
            entries={[
              {
                id: 'graph',
                label: text('lineage.graph'),
                content: (
                  <LineageGraph
                    caseId={caseId}
                    lineage={lineage}
                    kept={kept}
                    pointed={pointed}
                    onPoint={setPointed}
                  />
                ),
              },
              {
                id: 'timeline',
                label: text('lineage.timeline'),
                content: (
                  <LineageTimeline
                    caseId={caseId}
                    lineage={lineage}
                    kept={kept}
                    pointed={pointed}
                    onPoint={setPointed}
                  />
                ),
              },
              {
                id: 'table',
                label: text('lineage.table'),
                content: <LineageTable lineage={lineage} kept={kept} onPoint={setPointed} />,
              },
            ]}
          />
        </div>
      </Pane>
      <PaneBorder id="lineage-details-border" />
      <Pane id="lineage-details" label={text('lineage.details')} size={340} minimum={260} maximum="40%" fixed>
        <LineageDetails caseId={caseId} lineage={lineage} pointed={pointed} onPoint={setPointed} />
      </Pane>
    </>
  );
}

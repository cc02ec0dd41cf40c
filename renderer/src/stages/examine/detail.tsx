import { type ReactNode, useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useCommand } from '../../state/command-center.ts';
import { openMethod } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { type DetailTab, useView, view } from '../../state/view.ts';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { HexView } from '../../viewer/hex-view.tsx';
import { Uncovered } from './covered.tsx';
import { FactsHeader } from './facts-header.tsx';
import { GeometryTab } from './geometry/geometry-tab.tsx';
import { ImageTab } from './image-tab.tsx';
import { MethodCard } from './method-card.tsx';
import { Overview } from './overview.tsx';
import { RegionsTab } from './regions/regions-tab.tsx';
import { RunResult } from './run-result.tsx';
import { type Examination, useExamination } from './use-examination.ts';

export interface DetailProps {
  readonly shown: Case;
  readonly evidence: Evidence;
  /** Its results are: the exhibit itself, its facts, its picture and its bytes are not. */
  readonly covered: boolean;
}

/** Only for pictures. */
const onPictures: ReadonlySet<DetailTab> = new Set(['image', 'geometry', 'regions']);

/** Facts and views of one exhibit. */
export function Detail({ shown, evidence, covered }: DetailProps) {
  const caseId = shown.id;
  const writable = !shown.readOnly;
  const { text } = useWords();
  const examination = useExamination(caseId, evidence.sha256);
  const analysis = useView((value) => value.analysis);
  const wanted = useView((value) => value.tab);
  const bytes = useView((value) => value.bytes);
  const [older, setOlder] = useState<string | null>(null);
  const ofAnalysis = examination.runs
    .filter((run) => run.analysis === analysis)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  const run = ofAnalysis.find((one) => one.id === older) ?? ofAnalysis[0];
  const card = run === undefined ? undefined : examination.cards.get(run.analysis);
  useMethodPage(examination);
  const pictured = evidence.media.kind === 'image';
  const tab: DetailTab = !pictured && onPictures.has(wanted) ? 'overview' : wanted;
  const none = <EmptyState>{text('examine.no-run')}</EmptyState>;
  const results = (content: ReactNode) => (
    <Uncovered shown={shown} of={[evidence.sha256]}>
      {content}
    </Uncovered>
  );

  const entries = [
    {
      id: 'overview' as const,
      label: text('examine.tab.overview'),
      content: results(<Overview caseId={caseId} evidence={evidence} examination={examination} />),
    },
    {
      id: 'result' as const,
      label: text('examine.tab.result'),
      content: results(
        run === undefined ? (
          none
        ) : (
          <RunResult
            key={run.id}
            caseId={caseId}
            evidence={evidence}
            run={run}
            card={card}
            others={ofAnalysis}
            onOther={setOlder}
          />
        ),
      ),
    },
    {
      id: 'method' as const,
      label: text('examine.tab.method'),
      content: results(run === undefined || card === undefined ? none : <MethodCard card={card} run={run} />),
    },
    ...(pictured
      ? [
          {
            id: 'image' as const,
            label: text('examine.tab.image'),
            content: <ImageTab caseId={caseId} evidence={evidence} covered={covered} />,
          },
          {
            id: 'geometry' as const,
            label: text('examine.tab.geometry'),
            content: results(<GeometryTab caseId={caseId} evidence={evidence} writable={writable} />),
          },
          {
            id: 'regions' as const,
            label: text('examine.tab.regions'),
            content: results(<RegionsTab caseId={caseId} evidence={evidence} writable={writable} />),
          },
        ]
      : []),
    {
      id: 'bytes' as const,
      label: text('examine.tab.bytes'),
      content: <HexView caseId={caseId} evidence={evidence} selection={bytes} />,
    },
  ];
  return (
    <>
      <FactsHeader caseId={caseId} evidence={evidence} />
      {examination.error !== null && <ProblemNotice error={examination.error} />}
      <Tabs<DetailTab>
        label={text('examine.tabs')}
        value={tab}
        onChange={(value) => view.set({ tab: value })}
        entries={entries}
      />
    </>
  );
}

/** The page of the method whose figure lies over the picture, otherwise of the one whose result is selected. */
function useMethodPage({ cards, runs }: Examination): void {
  const method = useView(({ analysis, tab, overlay }) => {
    const drawn = tab === 'image' && overlay !== null ? overlay.run : null;
    return runs.find((run) => run.id === drawn)?.analysis ?? analysis;
  });
  useCommand('method-page', method !== null && cards.has(method) ? () => openMethod(method) : null);
}

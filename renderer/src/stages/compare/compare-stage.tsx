import { Columns2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useWords } from '../../state/text.ts';
import { type CompareTab, useView, view } from '../../state/view.ts';
import { EmptyState, Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { letterOf } from '../../viewer/picture.ts';
import { Uncovered } from '../examine/covered.tsx';
import { AlignmentPage } from './alignment/alignment-page.tsx';
import { BytesCompared } from './bytes-compared.tsx';
import styles from './compare.module.css';
import { ComparedPicker } from './compared-picker.tsx';
import { contentVerdict } from './content-verdict.ts';
import { FactsCompared } from './facts-compared.tsx';
import { LabelsCompared } from './labels-compared.tsx';
import { MetadataCompared } from './metadata-compared.tsx';
import { PicturesCompared } from './pictures-compared.tsx';
import { useCompared } from './use-compared.ts';

/** Two to four exhibits beside each other: pictures, facts, metadata, labels, bytes; two of them over each other. */
export function CompareStage({ shown }: { readonly shown: Case }) {
  const { id: caseId } = shown;
  const { text } = useWords();
  const chosen = useView((value) => value.compared);
  const opened = useView((value) => value.comparison);
  const { exhibits, error } = useCompared(caseId, chosen);
  return (
    <Panes id="compare">
      <Pane id="compare-choice" label={text('compare.choose')} size={260} minimum={180} maximum="40%" fixed>
        <ComparedPicker caseId={caseId} chosen={chosen} />
      </Pane>
      <PaneBorder id="compare-border" />
      <Pane id="compare-view" label={text('stage.compare')} minimum={400}>
        {error !== null && <ProblemNotice error={error} />}
        {exhibits.length < 2 ? (
          opened === null ? (
            <EmptyState icon={<Columns2 aria-hidden="true" />}>
              {text(exhibits.length === 0 ? 'compare.empty' : 'compare.need-two')}
            </EmptyState>
          ) : (
            <AlignmentPage shown={shown} exhibits={exhibits} />
          )
        ) : (
          <Comparison shown={shown} exhibits={exhibits} />
        )}
      </Pane>
    </Panes>
  );
}

function Comparison({ shown, exhibits }: { readonly shown: Case; readonly exhibits: readonly Evidence[] }) {
  const { text } = useWords();
  const pictured = exhibits.filter((exhibit) => exhibit.media.kind === 'image').length;
  const chosen = useView((value) => value.compareTab);
  const { id: caseId } = shown;
  const results = (content: ReactNode) => (
    <Uncovered shown={shown} of={exhibits.map(({ sha256 }) => sha256)}>
      {content}
    </Uncovered>
  );
  return (
    <>
      <Verdict exhibits={exhibits} />
      <Tabs<CompareTab>
        label={text('compare.tabs')}
        value={chosen ?? (pictured > 1 ? 'image' : 'facts')}
        onChange={(compareTab) => view.set({ compareTab })}
        entries={[
          {
            id: 'image',
            label: text('compare.tab.image'),
            content: <PicturesCompared caseId={caseId} exhibits={exhibits} />,
          },
          {
            id: 'alignment',
            label: text('compare.tab.alignment'),
            content: <AlignmentPage shown={shown} exhibits={exhibits} />,
          },
          { id: 'facts', label: text('compare.tab.facts'), content: <FactsCompared exhibits={exhibits} /> },
          {
            id: 'metadata',
            label: text('compare.tab.metadata'),
            content: results(<MetadataCompared caseId={caseId} exhibits={exhibits} />),
          },
          {
            id: 'labels',
            label: text('compare.tab.labels'),
            content: results(<LabelsCompared shown={shown} exhibits={exhibits} />),
          },
          {
            id: 'bytes',
            label: text('compare.tab.bytes'),
            content: <BytesCompared caseId={caseId} exhibits={exhibits} />,
          },
        ]}
      />
    </>
  );
}

/** What the hashes of the decoded content say: the first thing to know. */
function Verdict({ exhibits }: { readonly exhibits: readonly Evidence[] }) {
  const { text } = useWords();
  const { same, alone, undetermined, warnings } = contentVerdict(exhibits);
  const letters = (places: readonly number[]) => places.map(letterOf).join(', ');
  const sentences = [
    ...same.map((places) => text('compare.content-same', { letters: letters(places) })),
    ...(alone.length > 0 ? [text('compare.content-different', { letters: letters(alone) })] : []),
    ...(undetermined.length > 0 ? [text('compare.content-unknown', { letters: letters(undetermined) })] : []),
  ];
  const [first, ...others] = sentences;
  return (
    <div className={styles.verdict}>
      <Notice kind={warnings || undetermined.length > 0 ? 'caution' : 'information'} title={first}>
        {others.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {warnings && <p>{text('compare.content-warnings')}</p>}
      </Notice>
    </div>
  );
}

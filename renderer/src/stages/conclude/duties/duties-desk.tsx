import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useRef } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { DutyMatrix } from '#shared/domain/obligation.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useCommand } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { changeDuties, useView } from '../../../state/view.ts';
import { EmptyState, ProblemNotice } from '../../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../../ui/panes.tsx';
import { Uncovered, useCover } from '../../examine/covered.tsx';
import { CellPanel, openRecord } from './cell-panel.tsx';
import { ChoiceForm } from './choice-form.tsx';
import styles from './duties.module.css';
import { DutyMatrixView } from './duty-matrix.tsx';
import { MatrixTools } from './matrix-tools.tsx';
import { MissingNotice } from './missing-notice.tsx';
import { useDuties } from './use-duties.ts';

/** What is asked, the answers side by side, and the one that is opened. */
export function DutiesDesk({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const { draft, changed, question, loading, matrix, error, ask } = useDuties(shown);
  const catalogue = useQuery(calls.duties.catalogue.queryOptions());
  const opened = useOpened(matrix.data);
  const cover = useCover(shown.id);
  const heading = useRef<HTMLHeadingElement>(null);
  const answers = useRef<HTMLDivElement>(null);
  useCommand('evidence-publication', () => openRecord(opened?.exhibit ?? null));
  const close = () => {
    changeDuties({ opened: false });
    answers.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  return (
    <Panes id="duties">
      <Pane id="duties-choice" label={text('duties.choice')} size={300} minimum={240} maximum="34%" fixed>
        <ChoiceForm shown={shown} draft={draft} changed={changed} asking={matrix.isFetching} onAsk={ask} />
      </Pane>
      <PaneBorder id="duties-border-1" />
      <Pane id="duties-matrix" label={text('duties.matrix')} minimum={360}>
        {error !== null && <ProblemNotice error={error} />}
        {matrix.isError && <ProblemNotice error={matrix.error} onRetry={() => void matrix.refetch()} />}
        {question === null ? (
          !loading && (
            <EmptyState icon={<Scale aria-hidden="true" />} note={text('duties.empty.note')}>
              {text('duties.empty')}
            </EmptyState>
          )
        ) : matrix.data === undefined ? (
          !matrix.isError && <EmptyState>{text('duties.evaluating')}</EmptyState>
        ) : (
          <Uncovered shown={shown} of={matrix.data.exhibits.map(({ sha256 }) => sha256)}>
            <div ref={answers} className={styles.answers}>
              <MatrixTools matrix={matrix.data} />
              <MissingNotice shown={shown} matrix={matrix.data} />
              <DutyMatrixView
                matrix={matrix.data}
                packs={catalogue.data?.packs}
                onEnter={() => requestAnimationFrame(() => heading.current?.focus())}
              />
            </div>
          </Uncovered>
        )}
      </Pane>
      {opened !== null && cover(opened.exhibit.sha256) === false && (
        <>
          <PaneBorder id="duties-border-2" />
          <Pane id="duties-cell" label={text('duties.answer')} size={400} minimum={300} maximum="45%" fixed>
            <CellPanel shown={shown} {...opened} onClose={close} ref={heading} />
          </Pane>
        </>
      )}
    </Panes>
  );
}

/** The opened cell, as long as the matrix has it. */
function useOpened(matrix: DutyMatrix | undefined) {
  const { cell: place, opened } = useView((value) => value.duties);
  if (matrix === undefined || place === null || !opened) return null;
  const duty = matrix.duties.find(({ id }) => id === place.duty);
  const exhibit = matrix.exhibits.find(({ sha256 }) => sha256 === place.evidence);
  const cell = matrix.cells.find((one) => one.duty === place.duty && one.evidence === place.evidence);
  if (duty === undefined || exhibit === undefined || cell === undefined) return null;
  const earlier = matrix.choice.copies.find(({ evidence }) => evidence === place.evidence)?.from ?? null;
  return { duty, exhibit, cell, earlier };
}

import { Inbox } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { Uncovered } from '../examine/covered.tsx';
import { useRunningJob } from '../mark/job-line.tsx';
import { KeptTraces } from './kept-traces.tsx';
import { OpenedTracePanel } from './opened-trace.tsx';
import styles from './trace.module.css';
import { TraceForm } from './trace-form.tsx';

/** What to trace and what was traced, and beside it the trace of the selected exhibit. */
export function SourcesPage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const job = useRunningJob(['trace'], shown.id, null);
  const selected = useView(({ selection }) => selection?.sha256 ?? null);
  if (shown.evidenceCount === 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('trace.empty.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Panes id="trace">
      <Pane id="trace-form" label={text('trace.form')} size={320} minimum={260} maximum="34%" fixed>
        <div className={styles.column}>
          <TraceForm shown={shown} job={job} />
          <KeptTraces caseId={shown.id} />
        </div>
      </Pane>
      <PaneBorder id="trace-border" />
      <Pane id="trace-result" label={text('trace.result')} minimum={420}>
        <Uncovered shown={shown} of={selected === null ? [] : [selected]}>
          <OpenedTracePanel caseId={shown.id} running={job !== undefined} readOnly={shown.readOnly} />
        </Uncovered>
      </Pane>
    </Panes>
  );
}

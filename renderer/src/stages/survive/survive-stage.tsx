import { FlaskConical, Inbox } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { Uncovered } from '../examine/covered.tsx';
import { useRunningJob } from '../mark/job-line.tsx';
import { AttackPanel } from './attack-panel.tsx';
import { OpenedRun } from './opened-run.tsx';
import { SurvivalRuns } from './survival-runs.tsx';
import styles from './survive.module.css';
import { SurviveForm } from './survive-form.tsx';
import { useOpenedRun } from './use-run.ts';

/** What is attacked, what was left of it, and one attack strength by strength. */
export function SurviveStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const run = useView((value) => value.survival.run);
  const opened = useOpenedRun(shown.id);
  const job = useRunningJob(['survive'], shown.id, null);
  if (shown.evidenceCount === 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('survive.empty.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Panes id="survive">
      <Pane id="survive-form" label={text('survive.form')} size={320} minimum={260} maximum="34%" fixed>
        <div className={styles.column}>
          <SurviveForm shown={shown} job={job} />
          <SurvivalRuns caseId={shown.id} />
        </div>
      </Pane>
      <PaneBorder id="survive-border-1" />
      <Pane id="survive-right" label={text('survive.result')} minimum={420}>
        {run === null ? (
          <EmptyState icon={<FlaskConical aria-hidden="true" />} note={text('survive.result.none.note')}>
            {text('survive.result.none')}
          </EmptyState>
        ) : opened.run === null ? (
          <OpenedRun opened={opened} />
        ) : (
          <Uncovered shown={shown} of={[opened.run.file.sha256]}>
            <Panes id="survive-result" orientation="vertical">
              <Pane id="survive-matrix" label={text('survive.matrix')} size="60%" minimum={180}>
                <OpenedRun opened={opened} />
              </Pane>
              <PaneBorder id="survive-border-2" />
              <Pane id="survive-attack" label={text('survive.attack')} minimum={140}>
                <AttackPanel run={opened.run} />
              </Pane>
            </Panes>
          </Uncovered>
        )}
      </Pane>
    </Panes>
  );
}

import { useMutation } from '@tanstack/react-query';
import { FileUp, FolderUp, Play, TextCursorInput } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useCommand } from '../../state/command-center.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { EvidenceFilter } from '../evidence/evidence-filter.tsx';
import { EvidenceGrid } from '../evidence/evidence-grid.tsx';
import styles from './intake.module.css';
import { IntakeJobs } from './intake-jobs.tsx';
import { useFileChooser } from './use-file-chooser.tsx';

/** Take files in, and see what the case holds. */
export function IntakeStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const chooser = useFileChooser(shown.id);
  const examine = useMutation(calls.examine.start.mutationOptions({ onSuccess: rememberJob }));
  const writable = !shown.readOnly;
  const examineAll = () => examine.mutate({ caseId: shown.id });
  useCommand('intake-files', writable ? chooser.chooseFiles : null);
  useCommand('intake-paths', writable ? () => openOverlay('intake-paths') : null);
  useCommand('examine-all', writable && shown.evidenceCount > 0 ? examineAll : null);
  return (
    <div className={styles.stage} data-pane="intake">
      <div className={styles.bar}>
        {writable && (
          <>
            <Button icon={<FileUp aria-hidden="true" />} onPress={chooser.chooseFiles}>
              {text('intake.choose')}
            </Button>
            {chooser.chooseFolder !== null && (
              <Button icon={<FolderUp aria-hidden="true" />} onPress={chooser.chooseFolder}>
                {text('intake.choose-folder')}
              </Button>
            )}
            <Button icon={<TextCursorInput aria-hidden="true" />} onPress={() => openOverlay('intake-paths')}>
              {text('intake.by-path')}
            </Button>
          </>
        )}
        <span className={styles.space} />
        <EvidenceFilter />
        {writable && (
          <Button
            kind="primary"
            icon={<Play aria-hidden="true" />}
            disabled={shown.evidenceCount === 0 || examine.isPending}
            onPress={examineAll}
          >
            {text('intake.examine-all')}
          </Button>
        )}
      </div>
      {chooser.inputs}
      {!writable && <Notice kind="information">{text('intake.read-only')}</Notice>}
      {chooser.error !== null && <ProblemNotice error={chooser.error} />}
      {examine.isError && <ProblemNotice error={examine.error} />}
      <IntakeJobs caseId={shown.id} />
      <EvidenceGrid caseId={shown.id} onOpen={() => view.set({ stage: 'examine' })} />
    </div>
  );
}

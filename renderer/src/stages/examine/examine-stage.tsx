import { useMutation } from '@tanstack/react-query';
import { Inbox, MousePointerClick } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useCommand } from '../../state/command-center.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { EvidenceRail } from '../evidence/evidence-rail.tsx';
import { useEvidenceList } from '../evidence/use-evidence-list.ts';
import { useCover } from './covered.tsx';
import { Detail } from './detail.tsx';
import { RunsPane } from './runs-pane.tsx';

/** Exhibits, the runs on the selected one, and what a run says. */
export function ExamineStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const list = useEvidenceList(shown.id);
  const filtered = useView((value) => value.search !== '' || value.kind !== '');
  const start = useMutation(calls.examine.start.mutationOptions({ onSuccess: rememberJob }));
  const writable = !shown.readOnly;
  const selected = list.selected;
  const cover = useCover(shown.id);
  const covered = selected === undefined ? false : cover(selected.sha256);
  const examine = (again: boolean) =>
    selected !== undefined && start.mutate({ caseId: shown.id, evidence: [selected.sha256], again });
  useCommand('examine-one', writable && selected !== undefined ? () => examine(false) : null);
  useCommand('examine-again', writable && selected !== undefined ? () => examine(true) : null);
  useCommand(
    'evidence-geometry',
    selected?.media.kind === 'image' ? () => view.set({ tab: 'geometry' }) : null,
  );
  useCommand(
    'evidence-regions',
    selected?.media.kind === 'image' ? () => view.set({ tab: 'regions' }) : null,
  );
  useCommand('evidence-sign', writable && selected !== undefined ? () => openOverlay('evidence-sign') : null);
  useCommand('examine-all', writable && list.total > 0 ? () => start.mutate({ caseId: shown.id }) : null);

  if (!list.loading && list.error === null && list.total === 0 && !filtered) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Panes id="examine">
      <Pane id="examine-evidence" label={text('evidence.list')} size={280} minimum={180} maximum="26%" fixed>
        <EvidenceRail caseId={shown.id} list={list} />
      </Pane>
      <PaneBorder id="examine-border-1" />
      <Pane id="examine-runs" label={text('examine.runs')} size={352} minimum={220} maximum="32%" fixed>
        {selected !== undefined && covered !== null && (
          <RunsPane
            caseId={shown.id}
            evidence={selected}
            writable={writable}
            covered={covered}
            onExamine={examine}
            error={start.isError ? start.error : null}
          />
        )}
      </Pane>
      <PaneBorder id="examine-border-2" />
      <Pane id="examine-detail" label={text('examine.detail')} minimum={360}>
        {selected === undefined ? (
          <EmptyState icon={<MousePointerClick aria-hidden="true" />}>
            {text('examine.no-evidence')}
          </EmptyState>
        ) : (
          <Detail key={selected.sha256} shown={shown} evidence={selected} covered={covered !== false} />
        )}
      </Pane>
    </Panes>
  );
}

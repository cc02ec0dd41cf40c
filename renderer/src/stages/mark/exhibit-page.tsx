import { Inbox, MousePointerClick } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { useCommand } from '../../state/command-center.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { EvidenceRail } from '../evidence/evidence-rail.tsx';
import { useEvidenceList } from '../evidence/use-evidence-list.ts';
import { MarkDesk } from './mark-desk.tsx';

/** Exhibits, and beside them the desk on which a marked copy of the selected one is made. */
export function ExhibitPage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const list = useEvidenceList(shown.id);
  const filtered = useView((value) => value.search !== '' || value.kind !== '');
  const { selected } = list;
  const writable = !shown.readOnly;
  useCommand('evidence-sign', writable && selected !== undefined ? () => openOverlay('evidence-sign') : null);

  if (!list.loading && list.error === null && list.total === 0 && !filtered) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('mark.empty.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Panes id="mark">
      <Pane id="mark-evidence" label={text('evidence.list')} size={260} minimum={180} maximum="26%" fixed>
        <EvidenceRail caseId={shown.id} list={list} />
      </Pane>
      <PaneBorder id="mark-border-1" />
      {selected === undefined ? (
        <Pane id="mark-none" label={text('mark.form')} minimum={360}>
          <EmptyState icon={<MousePointerClick aria-hidden="true" />}>{text('mark.no-evidence')}</EmptyState>
        </Pane>
      ) : (
        <MarkDesk key={selected.sha256} shown={shown} evidence={selected} />
      )}
    </Panes>
  );
}

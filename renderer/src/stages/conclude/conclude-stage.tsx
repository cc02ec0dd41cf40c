import { Inbox } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { type ConcludePage, useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DutiesDesk } from './duties/duties-desk.tsx';
import { PublicationDesk } from './publication/publication-desk.tsx';

/** What follows from the evidence: duties clause by clause, and the record of where it was seen. */
export function ConcludeStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const page = useView((value) => value.conclude);
  if (shown.evidenceCount === 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        note={text('conclude.empty.note')}
        action={<Button onPress={() => view.set({ stage: 'intake' })}>{text('examine.to-intake')}</Button>}
      >
        {text('examine.no-exhibits')}
      </EmptyState>
    );
  }
  return (
    <Tabs<ConcludePage>
      label={text('conclude.tabs')}
      value={page}
      onChange={(conclude) => view.set({ conclude })}
      entries={[
        { id: 'duties', label: text('conclude.tab.duties'), content: <DutiesDesk shown={shown} /> },
        {
          id: 'publication',
          label: text('conclude.tab.publication'),
          content: <PublicationDesk shown={shown} />,
        },
      ]}
    />
  );
}

import { Inbox } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { type ConcludePage, useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DutiesDesk } from './duties/duties-desk.tsx';
import { AssignmentDesk } from './opinion/assignment-desk.tsx';
import { OpinionDesk } from './opinion/opinion-desk.tsx';
import { ReviewDesk } from './opinion/review-desk.tsx';
import { PublicationDesk } from './publication/publication-desk.tsx';

/** What follows from the evidence: what people conclude, duties clause by clause, and where it was seen. */
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
        {
          id: 'assignment',
          label: text('conclude.tab.assignment'),
          content: <AssignmentDesk shown={shown} />,
        },
        { id: 'opinion', label: text('conclude.tab.opinion'), content: <OpinionDesk shown={shown} /> },
        { id: 'review', label: text('conclude.tab.review'), content: <ReviewDesk shown={shown} /> },
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

import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { type MarkPage, useView, view } from '../../state/view.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { RegisterDesk } from '../register/register-desk.tsx';
import { BatchDesk } from './batch/batch-desk.tsx';
import { ExhibitPage } from './exhibit-page.tsx';

/** The producer's side: a marked copy of an exhibit, of many files, and the register of what was marked. */
export function MarkStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const page = useView((value) => value.mark);
  return (
    <Tabs<MarkPage>
      label={text('mark.tabs')}
      value={page}
      onChange={(mark) => view.set({ mark })}
      entries={[
        { id: 'exhibit', label: text('mark.tab.exhibit'), content: <ExhibitPage shown={shown} /> },
        { id: 'files', label: text('mark.tab.files'), content: <BatchDesk /> },
        { id: 'register', label: text('mark.tab.register'), content: <RegisterDesk shown={shown} /> },
      ]}
    />
  );
}

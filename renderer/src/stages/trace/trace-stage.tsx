import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { changeTrace, type TracePage, useView } from '../../state/view.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { RegisterDesk } from '../register/register-desk.tsx';
import { DuplicatesPage } from './duplicates-page.tsx';
import { LineagePage } from './lineage/lineage-page.tsx';
import { SourcesPage } from './sources-page.tsx';

/** Where exhibits come from: sources one by one, what the case holds twice, and the register of known originals. */
export function TraceStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const page = useView(({ trace }) => trace.page);
  return (
    <Tabs<TracePage>
      label={text('trace.tabs')}
      value={page}
      onChange={(chosen) => changeTrace({ page: chosen })}
      entries={[
        { id: 'sources', label: text('trace.tab.sources'), content: <SourcesPage shown={shown} /> },
        { id: 'duplicates', label: text('trace.tab.duplicates'), content: <DuplicatesPage shown={shown} /> },
        { id: 'lineage', label: text('trace.tab.lineage'), content: <LineagePage shown={shown} /> },
        { id: 'register', label: text('trace.tab.register'), content: <RegisterDesk shown={shown} /> },
      ]}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { MousePointerClick } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { EmptyState, ProblemNotice } from '../../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../../ui/panes.tsx';
import { EvidenceRail } from '../../evidence/evidence-rail.tsx';
import { useEvidenceList } from '../../evidence/use-evidence-list.ts';
import { PublicationForm } from './publication-form.tsx';
import { Versions } from './versions.tsx';

/** Exhibits, the record of where the selected one was seen, and the versions of that record. */
export function PublicationDesk({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const list = useEvidenceList(shown.id);
  const { selected } = list;
  return (
    <Panes id="publication">
      <Pane
        id="publication-evidence"
        label={text('evidence.list')}
        size={280}
        minimum={180}
        maximum="26%"
        fixed
      >
        <EvidenceRail caseId={shown.id} list={list} />
      </Pane>
      <PaneBorder id="publication-border-1" />
      {selected === undefined ? (
        <Pane id="publication-none" label={text('publication.form')} minimum={360}>
          <EmptyState icon={<MousePointerClick aria-hidden="true" />}>
            {text('publication.no-evidence')}
          </EmptyState>
        </Pane>
      ) : (
        <Record key={selected.sha256} shown={shown} evidence={selected} />
      )}
    </Panes>
  );
}

function Record({ shown, evidence }: { readonly shown: Case; readonly evidence: Evidence }) {
  const { text } = useWords();
  const history = useQuery(
    calls.publication.history.queryOptions({ input: { caseId: shown.id, evidence: evidence.sha256 } }),
  );
  return (
    <>
      <Pane id="publication-form" label={text('publication.form')} minimum={400}>
        {history.isError && <ProblemNotice error={history.error} onRetry={() => void history.refetch()} />}
        {history.data !== undefined && (
          <PublicationForm shown={shown} evidence={evidence} saved={history.data.at(-1) ?? null} />
        )}
      </Pane>
      <PaneBorder id="publication-border-2" />
      <Pane
        id="publication-versions"
        label={text('publication.versions')}
        size={340}
        minimum={240}
        maximum="36%"
        fixed
      >
        <Versions records={history.data ?? []} />
      </Pane>
    </>
  );
}

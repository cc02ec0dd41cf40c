import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DeclaredLabels } from '#shared/domain/label.ts';
import type { Run } from '#shared/domain/run.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { AgreementPage } from './agreement-page.tsx';
import { PeopleLabels } from './people-labels.tsx';
import { PlacesPage } from './places-page.tsx';
import { StatementsPage } from './statements-page.tsx';

/** What a run of `labels.declared` stored; `null`: another analysis, or one of an older version. */
export function labelsOf(run: Run): DeclaredLabels | null {
  if (run.analysis !== 'labels.declared') return null;
  return DeclaredLabels.safeParse(run.result).data ?? null;
}

export interface LabelsViewProps {
  readonly caseId: string;
  readonly sha256: string;
  /** Places the carriers offer, as the run read them. */
  readonly places: readonly string[];
  readonly complete: boolean;
  /** All findings and figures, as every run shows them. */
  readonly everything: React.ReactNode;
}

type PageName = 'statements' | 'agreement' | 'places' | 'all';

/** Labels of one exhibit: what each says, who says it, what stands behind it, and whether they agree. */
export function LabelsView({ caseId, sha256, places, complete, everything }: LabelsViewProps) {
  const { text } = useWords();
  const [page, setPage] = useState<PageName>('statements');
  const overview = useQuery(calls.labels.overview.queryOptions({ input: { caseId, evidence: sha256 } }));
  if (overview.isError)
    return <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />;
  if (overview.data === undefined) return null;
  const { statements, contradictions } = overview.data;
  return (
    <Tabs<PageName>
      label={text('labels.views')}
      value={page}
      onChange={setPage}
      entries={[
        {
          id: 'statements',
          label: text('labels.view.statements', { count: statements.length }),
          content: (
            <StatementsPage
              overview={overview.data}
              onBytes={(bytes) => view.set({ bytes })}
              people={<PeopleLabels caseId={caseId} sha256={sha256} />}
            />
          ),
        },
        ...(statements.length === 0
          ? []
          : [
              {
                id: 'agreement' as const,
                label: text('labels.view.agreement', { count: contradictions.length }),
                content: <AgreementPage overview={overview.data} />,
              },
            ]),
        {
          id: 'places',
          label: text('labels.view.places'),
          content: <PlacesPage places={places} complete={complete} overview={overview.data} />,
        },
        { id: 'all', label: text('credential.view.all'), content: everything },
      ]}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { calls } from '../../bridge/bridge.ts';
import { type Summary, summarise } from './summary.ts';

export interface Examination {
  readonly runs: readonly RunSummary[];
  readonly cards: ReadonlyMap<string, AnalysisCard>;
  readonly summary: Summary;
  readonly loading: boolean;
  readonly error: Error | null;
}

const noRuns: readonly RunSummary[] = [];
const noCards: readonly AnalysisCard[] = [];

/** Everything recorded about one exhibit, live. */
export function useExamination(caseId: string, sha256: string): Examination {
  const runs = useQuery(calls.examine.runs.queryOptions({ input: { caseId, evidence: sha256 } }));
  const cards = useQuery(calls.app.analyses.queryOptions());
  const recorded = runs.data ?? noRuns;
  const known = cards.data ?? noCards;
  const summary = useMemo(() => summarise(recorded, known), [recorded, known]);
  const byId = useMemo(() => new Map(known.map((card) => [card.id, card])), [known]);
  return { runs: recorded, cards: byId, summary, loading: runs.isPending, error: runs.error ?? cards.error };
}

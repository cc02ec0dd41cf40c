import { type Result, succeed } from '#shared/contract/errors.ts';
import type { LabelOverview } from '#shared/domain/label.ts';
import type { LabelSurvival } from '#shared/domain/label-survival.ts';
import type { CaseStore } from '../case/store.ts';
import { labelOverview, overviewAnalyses } from '../labels/overview.ts';
import { type LabelledExhibit, labelSurvival } from '../labels/survival.ts';
import { problem } from '../problems.ts';

/** All that evidence says about its making, from the latest runs recorded in the case. */
export function overviewOf(store: CaseStore, evidence: string): Result<LabelOverview> {
  if (store.evidence(evidence) === null) return problem('not-found', evidence);
  const runs = store.latestRuns(evidence);
  const latest = (analysis: string) => runs.find((run) => run.analysis === analysis) ?? null;
  return succeed(
    labelOverview({
      declared: latest(overviewAnalyses.declared),
      credential: latest(overviewAnalyses.credential),
    }),
  );
}

/** What became of the labels along copies, in the order given; from the latest runs of each. */
export function survivalOf(store: CaseStore, evidence: readonly string[]): Result<LabelSurvival> {
  const exhibits: LabelledExhibit[] = [];
  for (const sha256 of evidence) {
    const one = store.evidence(sha256);
    if (one === null) return problem('not-found', sha256);
    const overview = overviewOf(store, sha256);
    if (!overview.ok) return overview;
    exhibits.push({ evidence: one, overview: overview.value });
  }
  return succeed(labelSurvival(exhibits));
}

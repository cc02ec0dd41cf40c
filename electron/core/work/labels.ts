import { type Result, succeed } from '#shared/contract/errors.ts';
import type { AssumedCopy } from '#shared/domain/assumed-copy.ts';
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

/** The same for copies the examiner assumes, each with its own origin; `null`: there are none in the case. */
export function survivalOfCopies(store: CaseStore, copies: readonly AssumedCopy[]): LabelSurvival | null {
  const files = new Map<string, LabelSurvival['files'][number]>();
  const passages = copies.flatMap(({ evidence, from }) => {
    const survival = survivalOf(store, [from, evidence]);
    if (!survival.ok) return [];
    for (const file of survival.value.files) files.set(file.sha256, file);
    return survival.value.passages;
  });
  const number = (sha256: string) => files.get(sha256)?.number ?? 0;
  return passages.length === 0
    ? null
    : {
        files: [...files.values()].sort((a, b) => a.number - b.number),
        passages: passages.sort((a, b) => number(a.to) - number(b.to)),
      };
}

import type { RunSummary } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { Bearing, Finding, Strength } from '#shared/domain/finding.ts';
import type { Outcome } from '#shared/domain/run.ts';
import { outcomes } from '#shared/domain/run.ts';
import { type Family, familyOf } from './families.ts';

export type Question = 'what' | 'whence' | 'done';

export interface Statement {
  readonly finding: Finding;
  readonly run: RunSummary;
}

export interface Summary {
  /** Newest run of each analysis. */
  readonly latest: readonly RunSummary[];
  readonly statements: Readonly<Record<Question, readonly Statement[]>>;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** `undetermined` and `failed`: always shown. */
  readonly unanswered: readonly RunSummary[];
  readonly notApplicable: readonly RunSummary[];
  /** Analyses that exist here and have no run on this exhibit. */
  readonly notRun: readonly AnalysisCard[];
}

const questionOfFamily: Readonly<Record<Family, Question>> = {
  container: 'what',
  media: 'what',
  fingerprints: 'what',
  scenes: 'what',
  words: 'what',
  other: 'what',
  metadata: 'whence',
  provenance: 'whence',
  labels: 'whence',
  marks: 'whence',
  pixels: 'done',
  frames: 'done',
  sound: 'done',
};

/** A proposition decides which question a finding answers; without one its family does. */
function questionOf({ finding, run }: Statement): Question {
  switch (finding.proposition) {
    case 'unaltered':
    case 'camera-original':
      return 'done';
    case 'ai-generated':
    case 'as-declared':
      return 'whence';
    case undefined:
      return questionOfFamily[familyOf(run.analysis)];
  }
}

const bearingOrder: Readonly<Record<Bearing, number>> = {
  contradicts: 0,
  supports: 1,
  inconclusive: 2,
  informational: 3,
};
const strengthOrder: Readonly<Record<Strength, number>> = { strong: 0, moderate: 1, weak: 2, none: 3 };

function byWeight(a: Statement, b: Statement): number {
  return (
    bearingOrder[a.finding.bearing] - bearingOrder[b.finding.bearing] ||
    strengthOrder[a.finding.strength] - strengthOrder[b.finding.strength]
  );
}

/** The newest run of each analysis, in the order of the analyses' ids. */
function latestRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  const latest = new Map<string, RunSummary>();
  for (const run of runs) {
    const known = latest.get(run.analysis);
    if (known === undefined || known.startedAt <= run.startedAt) latest.set(run.analysis, run);
  }
  return [...latest.values()].sort((a, b) => a.analysis.localeCompare(b.analysis));
}

/** What all runs together say about one exhibit. Pure: it sorts statements, it makes none. */
export function summarise(runs: readonly RunSummary[], cards: readonly AnalysisCard[]): Summary {
  const latest = latestRuns(runs);
  const all = latest.flatMap((run) => run.findings.map((finding) => ({ finding, run }))).sort(byWeight);
  const answering = (question: Question) => all.filter((statement) => questionOf(statement) === question);
  const ended = (outcome: Outcome) => latest.filter((run) => run.outcome === outcome);
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, ended(outcome).length]));
  return {
    latest,
    statements: { what: answering('what'), whence: answering('whence'), done: answering('done') },
    counts: counts as Record<Outcome, number>,
    unanswered: [...ended('failed'), ...ended('undetermined')],
    notApplicable: ended('not-applicable'),
    notRun: cards.filter((card) => !latest.some((run) => run.analysis === card.id)),
  };
}

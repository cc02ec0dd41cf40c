import { CredentialResult } from '#shared/domain/credential.ts';
import {
  DeclaredLabels,
  type LabelOverview,
  type LabelState,
  type LabelStatement,
} from '#shared/domain/label.ts';
import type { Run } from '#shared/domain/run.ts';
import { contradictionsOf } from './contradictions.ts';
import { credentialStatements } from './credential/statements.ts';

/** Analyses the overview is made from. */
export const overviewAnalyses = { declared: 'labels.declared', credential: 'provenance.c2pa' } as const;

export interface OverviewRuns {
  /** The latest run of `labels.declared` and of `provenance.c2pa`; `null`: there is none. */
  readonly declared: Run | null;
  readonly credential: Run | null;
}

/** All a file says about its making. Pure: two runs in, one answer out. */
export function labelOverview({ declared, credential }: OverviewRuns): LabelOverview {
  const labels = declaredPart(declared);
  const signed = credentialPart(credential);
  const statements = [...labels.statements, ...signed.statements];
  const complete = labels.complete && signed.complete;
  return {
    state: stateOf(statements, complete),
    statements,
    contradictions: contradictionsOf(statements),
    complete,
    missing: [
      ...(labels.answered ? [] : [overviewAnalyses.declared]),
      ...(signed.answered ? [] : [overviewAnalyses.credential]),
    ],
  };
}

/**
 * A label counts wherever else reading failed. What is left of a label whose value is gone is neither a label nor
 * its absence; and traces alone do not say that no label stands in a part that was not read.
 */
export function stateOf(statements: readonly LabelStatement[], complete: boolean): LabelState {
  if (statements.some(({ kind }) => kind === 'label')) return 'labelled';
  if (!complete) return 'undetermined';
  if (statements.some(({ kind }) => kind === 'trace')) return 'traces';
  return statements.length > 0 ? 'undetermined' : 'none-found';
}

interface Part {
  readonly statements: readonly LabelStatement[];
  /** Was everything read that could hold a statement of this part? */
  readonly complete: boolean;
  readonly answered: boolean;
}

const unanswered: Part = { statements: [], complete: false, answered: false };

function declaredPart(run: Run | null): Part {
  if (run === null) return unanswered;
  const result = DeclaredLabels.safeParse(run.result);
  if (!result.success) return unanswered;
  const { statements, complete } = result.data;
  const answered = run.outcome === 'found' || run.outcome === 'nothing-found';
  return { statements, complete, answered };
}

/** A format C2PA has no place for holds no credential: that is an answer. */
function credentialPart(run: Run | null): Part {
  if (run === null) return unanswered;
  if (run.outcome === 'not-applicable') return { statements: [], complete: true, answered: true };
  const result = CredentialResult.safeParse(run.result);
  if (!result.success) return unanswered;
  const { data } = result;
  const read = data.state === 'none' || (data.state === 'present' && !data.store.cut);
  return {
    statements: credentialStatements(data),
    complete: read,
    answered: run.outcome !== 'failed' && read,
  };
}

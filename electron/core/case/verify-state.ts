import type { Verification } from '#shared/domain/case.ts';
import type { VerificationProblem } from './verify-evidence.ts';

/** Problems that say only that something is not there. */
const absences: ReadonlySet<VerificationProblem['code']> = new Set([
  'evidence-missing',
  'artifact-missing',
  'document-missing',
  'record-missing',
  'chain-cut',
]);

/** What lies beside the recorded documents is named, and harms nothing that was recorded. */
export function stateOf(problems: readonly VerificationProblem[]): Verification['state'] {
  const harm = problems.filter(({ code }) => code !== 'document-unknown');
  if (harm.length === 0) return 'intact';
  return harm.every(({ code }) => absences.has(code)) ? 'incomplete' : 'damaged';
}

/**
 * Sequence number of the first custody event that cannot be trusted, or null. The chain itself comes first; a
 * checkpoint that is gone or wrong speaks of its own event where the chain has nothing to say.
 */
export function firstOf(problems: readonly VerificationProblem[]): number | null {
  const chain = problems.filter(({ code }) => code.startsWith('chain-')).map(({ object }) => Number(object));
  const checkpoints = problems.flatMap(({ object }) => /^checkpoint\/(\d+)$/.exec(object)?.[1] ?? []);
  const named = chain.length > 0 ? chain : checkpoints.map(Number);
  return named.length === 0 ? null : Math.min(...named);
}

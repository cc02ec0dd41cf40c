import type { Bearing, PropositionId, Strength } from '#shared/domain/finding.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { MetadataFacts } from './facts.ts';

/** A value a rule looked at, as evidence for its verdict. */
export interface ComparedValue {
  readonly field: string;
  readonly value: string;
}

/**
 * `consistent`: the fields were there and agree, which a careful forger can also arrange.
 * `inconsistent`: they do not, with what that is worth.
 */
export type Verdict =
  | { readonly state: 'not-applicable' }
  | { readonly state: 'consistent'; readonly compared: readonly ComparedValue[] }
  | {
      readonly state: 'inconsistent';
      readonly bearing: Bearing;
      readonly strength: Strength;
      readonly statement: Localized;
      readonly compared: readonly ComparedValue[];
    };

/** One question put to a file's metadata, with the source that entitles us to ask it. */
export interface MetadataRule {
  readonly id: string;
  readonly title: Localized;
  /** Standard and clause, guideline or paper the expectation comes from. */
  readonly cite: string;
  readonly proposition: PropositionId;
  readonly limits: readonly Localized[];
  /** Harmless ways to the same contradiction; at least one. */
  readonly innocent: readonly [Localized, ...Localized[]];
  check(facts: MetadataFacts): Verdict;
}

export const notApplicable: Verdict = { state: 'not-applicable' };

export function consistent(compared: readonly ComparedValue[]): Verdict {
  return { state: 'consistent', compared };
}

export function contradicts(
  strength: Strength,
  statement: Localized,
  compared: readonly ComparedValue[],
): Verdict {
  return { state: 'inconsistent', bearing: 'contradicts', strength, statement, compared };
}

export function inconclusive(statement: Localized, compared: readonly ComparedValue[]): Verdict {
  return { state: 'inconsistent', bearing: 'inconclusive', strength: 'weak', statement, compared };
}

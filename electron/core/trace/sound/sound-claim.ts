import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { leastShare, strengthOf, type WindowMatch } from './sound-match.ts';

/**
 * Upper bound of the chance that two unrelated sounds reach the threshold of a copy: Wilson bound at 95 % of none among
 * 10,287 different pairs of `test/bench/trace/sound.ts`. The bound, not an estimate.
 */
const CHANCE = 3.84 / 10_291;

/** What the agreement of the best window of two sounds is worth in a search among `searched` others. */
export function soundClaim(best: WindowMatch, searched: number): FingerprintMatch {
  const copy = strengthOf(best) >= 1;
  const claim = copy ? 'copy' : 'candidate';
  return {
    method: 'landmarks',
    variant: 'whole',
    claim,
    score: best.votes,
    unit: 'votes',
    threshold: Math.ceil(leastShare(best.peaks, claim) * best.peaks),
    descending: false,
    codes: null,
    quality: null,
    expectedFalse: copy ? CHANCE * searched : null,
  };
}

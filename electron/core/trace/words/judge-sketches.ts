import type { CopyClaim, FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { coarseLikeness, fineContainment } from './likeness.ts';
import type { WordSketch } from './sketch.ts';

/** Texts with fewer short shingles say too little to be told by. */
export const LEAST_SHINGLES = 12;

/**
 * What the sketches of two texts have to have in common, with an upper bound on the share of unrelated pairs that have
 * it: the Wilson bound (95 %) of `test/bench/trace/words.ts`, the worse of the two languages, over 1.1 million pairs each. Pairs that
 * share wording in truth (one manual quotes the other) were counted as false.
 */
const wordRules = {
  /** Long shingles: wording of eight ideographs or twenty letters in a row, several times over. */
  copy: { share: 0.25, shared: 8, falseShare: 1.6e-5 },
  likely: { share: 0.08, shared: 5, falseShare: 2.8e-5 },
  candidate: { share: 0, shared: 3, falseShare: 1.2e-4 },
  /** Short shingles, for texts edited so heavily that hardly a long one is left. */
  reworded: { share: 0.5, falseShare: 2.8e-5 },
} as const;

/** A longer text has so many different short shingles that they say nothing of a shorter one. */
const FINE_UP_TO = 2500;

/** Best agreement of two sketches; `null`: nothing beyond chance. */
export function judgeSketches(
  first: WordSketch,
  second: WordSketch,
  searched: number,
): FingerprintMatch | null {
  const common = {
    method: 'shingles',
    unit: 'share',
    descending: false,
    codes: null,
    quality: null,
  } as const;
  if (first.fine < LEAST_SHINGLES || second.fine < LEAST_SHINGLES) return null;
  if (first.whole[0] === second.whole[0] && first.whole[1] === second.whole[1]) {
    const expectedFalse = searched * 2 ** -64;
    return { ...common, variant: 'whole', claim: 'same-content', score: 1, threshold: 1, expectedFalse };
  }
  const { shared, containment } = coarseLikeness(first, second);
  const wording = (claim: CopyClaim & keyof typeof wordRules): FingerprintMatch => {
    const { share, falseShare } = wordRules[claim];
    const expectedFalse = searched * falseShare;
    return { ...common, variant: 'wording', claim, score: containment, threshold: share, expectedFalse };
  };
  const meets = ({ share, shared: least }: { readonly share: number; readonly shared: number }): boolean =>
    containment >= share && shared >= least;
  if (meets(wordRules.copy)) return wording('copy');
  if (meets(wordRules.likely)) return wording('likely');
  const { share, falseShare } = wordRules.reworded;
  const fine = Math.max(first.fine, second.fine) <= FINE_UP_TO ? fineContainment(first, second) : 0;
  if (fine >= share) {
    const expectedFalse = searched * falseShare;
    return { ...common, variant: 'reworded', claim: 'likely', score: fine, threshold: share, expectedFalse };
  }
  return meets(wordRules.candidate) ? wording('candidate') : null;
}

import type { ByteRange } from '#shared/domain/figure.ts';

/**
 * Why a hard binding fits not, or could not be computed. Stable names: checks and texts refer to them.
 *
 * - `malformed`: a field is missing or of the wrong kind
 * - `hash-missing`: there is nothing to compare with
 * - `algorithm-missing`, `algorithm-unsupported`: §15.4
 * - `exclusions-missing`: a BMFF hash without exclusions (§15.12.2)
 * - `exclusions-unordered`, `exclusions-overlapping`: forbidden by §18.5.1; the hash is computed all the same
 * - `exclusions-out-of-bounds`: an exclusion reaches behind the end of the file
 * - `segments-missing`: the Merkle tree is over fragments that are not in this file
 * - `fragments-changed`, `initialization-changed`: which part of a fragmented file does not fit
 * - `deprecated-version`: `c2pa.hash.bmff` of version 1, which validators ignore since 2.2 §18.6.1
 * - `unlisted-boxes`, `boxes-differ`: a general box hash names other boxes than the file has
 */
export const bindingProblems = [
  'malformed',
  'hash-missing',
  'algorithm-missing',
  'algorithm-unsupported',
  'exclusions-missing',
  'exclusions-unordered',
  'exclusions-overlapping',
  'exclusions-out-of-bounds',
  'boxes-damaged',
  'too-many-boxes',
  'too-many-blocks',
  'segments-missing',
  'fragments-changed',
  'initialization-changed',
  'media-data-changed',
  'block-sizes-differ',
  'track-chunks-not-checked',
  'deprecated-version',
  'unlisted-boxes',
  'boxes-differ',
  'boxes-not-read',
  'other-files',
  'parts-not-checked',
] as const;
export type BindingProblem = (typeof bindingProblems)[number];

/** What recomputing one hard binding over the file gave. */
export interface BindingOutcome {
  /** Does the hash fit these bytes? `null`: not computed, `problem` says why. */
  readonly matches: boolean | null;
  readonly problem: BindingProblem | null;
  /** File bytes that go into the hash. `null`: unknown, because it could not be computed. */
  readonly covered: readonly ByteRange[] | null;
  /** File bytes that carry parts of the credential beside the store: Merkle proofs of a BMFF hash. */
  readonly carriers: readonly ByteRange[];
}

/** The binding could not be computed. */
export function notComputed(problem: BindingProblem): BindingOutcome {
  return { matches: null, problem, covered: null, carriers: [] };
}

/** The binding is broken in itself: it protects no byte. */
export function fitsNothing(problem: BindingProblem): BindingOutcome {
  return { matches: false, problem, covered: [], carriers: [] };
}

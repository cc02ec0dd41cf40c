import type { ByteRange } from '#shared/domain/figure.ts';

/** Why a hard binding does not fit, or could not be computed. Stable names: checks and texts refer to them. */
export type BindingProblem =
  /** A field is missing or of the wrong kind; a box path outside the syntax of §18.6.2. */
  | 'malformed'
  /** There is nothing to compare with. */
  | 'hash-missing'
  /** §15.4: neither the assertion nor its claim names one, or C2PA does not allow it. */
  | 'algorithm-missing'
  | 'algorithm-unsupported'
  /** A BMFF hash without exclusions (§15.12.2). */
  | 'exclusions-missing'
  /** Forbidden by §18.5.1; the hash is computed all the same. */
  | 'exclusions-unordered'
  | 'exclusions-overlapping'
  /** An exclusion reaches behind the end of the file. */
  | 'exclusions-out-of-bounds'
  /** More than is looked at. */
  | 'too-many-boxes'
  | 'too-many-blocks'
  /** A Merkle tree over fragments that are not in this file; the initialisation segment fits. */
  | 'segments-missing'
  /** Which part of a fragmented or piecewise bound file does not fit. */
  | 'initialization-changed'
  | 'fragments-changed'
  | 'media-data-changed'
  | 'block-sizes-differ'
  /** Merkle trees over the chunks of a track, which no specification since 2.0 describes. */
  | 'track-chunks-not-checked'
  /** `c2pa.hash.bmff` of version 1, which validators ignore (§18.6.1). */
  | 'deprecated-version'
  /** A general box hash names other boxes than the file has, or not all of them (§15.12.3). */
  | 'boxes-differ'
  | 'unlisted-boxes'
  /** Boxes of this format are not read. */
  | 'boxes-not-read'
  /** The exclusion is not the wrapper of the text: one was moved, or text before it changed (2.4, 15.12.1.3.1). */
  | 'wrapper-not-excluded'
  /** The hash fits; the text is stored in another canonical form of Unicode than when it was signed. */
  | 'text-renormalized'
  /** The hash does not fit, but it does after the line ends are changed. */
  | 'line-ends-changed'
  /** The bytes are no text in the encoding the file announces. */
  | 'text-not-unicode'
  /** More combining marks in a row than any writing has: they cannot be brought in order in useful time. */
  | 'text-not-normalizable'
  /** A text longer than what is held in memory. */
  | 'text-too-long'
  /** A collection hash is about other files; parts of a multi-asset hash are not computed. */
  | 'other-files'
  | 'parts-not-checked';

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

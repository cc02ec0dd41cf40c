import type { Affine } from './transform.ts';

/** How a pair of regions was come upon. */
export type FoundBy = 'keypoints' | 'dense';

/** A transform under which parts of a picture seem to come back, before it is verified. */
export interface Candidate {
  /** From the first region to the second, pixels of the working plane. */
  readonly transform: Affine;
  /** `x, y` of places in the first region that agree with it, pixels of the working plane. */
  readonly seeds: Float32Array;
  readonly by: FoundBy;
}

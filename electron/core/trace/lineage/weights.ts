import type { SignName } from './evidence.ts';

/** Everything that turns measured signs into a graph. */
export interface LineageModel {
  /**
   * What each sign adds to the score of "the second was made from the first" against "neither": `for` times what the
   * second shows, less `against` times what the first shows.
   */
  readonly weights: Readonly<Record<SignName, { readonly for: number; readonly against: number }>>;
  /** Score with no sign at all. */
  readonly bias: number;
  /** What a step of distance costs in the choice among possible parents, and what calling something a root costs. */
  readonly distanceCost: number;
  readonly rootCost: number;
  /**
   * Log odds that an edge of the chosen forest is right: `base + descent · (log odds of the pair by itself) − rivalry ·
   * (how crowded the place of the parent is)`.
   */
  readonly edge: { readonly base: number; readonly descent: number; readonly rivalry: number };
}

/**
 * Weights of signs that are measured on pictures, and all other numbers, come from
 *
 *     node test/bench/trace/lineage.ts FOLDER… --train
 *
 * on one half of the generated trees (docs: lineage.md). Weights of facts and of other kinds of media are set, because no
 * generator can tell how often people strip or forge them; they are held back accordingly.
 */
const weights: LineageModel['weights'] = {
  crop: { for: 1.5, against: 3 },
  frame: { for: 2, against: 3 },
  overlay: { for: 2, against: 3 },
  restored: { for: 1, against: 1 },
  soft: { for: 0.5, against: 1 },
  reduced: { for: 1, against: 2 },
  enlarged: { for: 1, against: 2 },
  sharpened: { for: 0.2, against: 0.2 },
  generation: { for: 3, against: 2 },
  quality: { for: 0.5, against: 0.5 },
  clipped: { for: 1, against: 1 },
  grey: { for: 2, against: 3 },
  screen: { for: 0.5, against: 0.5 },
  shorter: { for: 2.4, against: 3 },
  excerpt: { for: 1.2, against: 1.5 },
  bitrate: { for: 0.8, against: 0.8 },
  capture: { for: 1.2, against: 1.2 },
  label: { for: 0.8, against: 0.8 },
  credential: { for: 1.5, against: 1.5 },
  ingredient: { for: 8, against: 8 },
  dated: { for: 4, against: 4 },
  published: { for: 0.4, against: 0.4 },
};

export const lineageModel: LineageModel = {
  weights,
  bias: -0.6,
  distanceCost: 1.5,
  rootCost: 12,
  edge: { base: 0, descent: 0.8, rivalry: 1 },
};

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
   * Chance that an edge of the chosen forest is right: that it is a descent at all, `base + descent · (the pair's log odds
   * of that)`, times that it runs this way, `direction · (the pair's log odds of that)`. An edge without signs for a
   * direction is never more likely than one half.
   */
  readonly edge: { readonly base: number; readonly descent: number; readonly direction: number };
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
  crop: { for: 0.1, against: 2.39 },
  frame: { for: 0.53, against: 2.21 },
  overlay: { for: 0.1, against: 0.83 },
  restored: { for: 0, against: 0.66 },
  soft: { for: 0, against: 0.34 },
  reduced: { for: 0.1, against: 2.22 },
  enlarged: { for: 0.66, against: 1.54 },
  sharpened: { for: 0, against: 0.51 },
  generation: { for: 2.51, against: 1.16 },
  quality: { for: 1.41, against: 0.46 },
  clipped: { for: 0.1, against: 0.46 },
  grey: { for: 0.15, against: 1.28 },
  screen: { for: 0.33, against: 1.03 },
  shorter: { for: 2.4, against: 3 },
  excerpt: { for: 1.2, against: 1.5 },
  torn: { for: 1, against: 1 },
  hidden: { for: 0.3, against: 0.3 },
  bitrate: { for: 0.2, against: 0.4 },
  worn: { for: 1.2, against: 3 },
  rate: { for: 0.5, against: 1 },
  silent: { for: 0.4, against: 0.8 },
  narrow: { for: 1, against: 3 },
  filled: { for: 0.8, against: 2 },
  mono: { for: 0.6, against: 2 },
  lossy: { for: 1.2, against: 1.6 },
  capture: { for: 1.2, against: 1.2 },
  label: { for: 0.8, against: 0.8 },
  credential: { for: 1.5, against: 1.5 },
  ingredient: { for: 8, against: 8 },
  dated: { for: 4, against: 4 },
  published: { for: 0.4, against: 0.4 },
};

export const lineageModel: LineageModel = {
  weights,
  bias: -0.08,
  distanceCost: 6,
  rootCost: 12,
  edge: { base: 1.08, descent: 1.39, direction: 1.16 },
};

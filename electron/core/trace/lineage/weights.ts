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
  crop: { for: 0.1, against: 2.48 },
  frame: { for: 0.63, against: 2.18 },
  overlay: { for: 0.1, against: 0.92 },
  restored: { for: 0, against: 0.69 },
  soft: { for: 0, against: 0.32 },
  reduced: { for: 0.1, against: 1.39 },
  enlarged: { for: 0.87, against: 2.05 },
  sharpened: { for: 0, against: 0.33 },
  generation: { for: 2.51, against: 1.24 },
  quality: { for: 1.43, against: 0.44 },
  clipped: { for: 0.1, against: 0.46 },
  grey: { for: 0.24, against: 1.31 },
  screen: { for: 0.3, against: 1.05 },
  shorter: { for: 2.4, against: 3 },
  excerpt: { for: 1.2, against: 1.5 },
  torn: { for: 1, against: 1 },
  hidden: { for: 0.3, against: 0.3 },
  bitrate: { for: 0.2, against: 0.4 },
  worn: { for: 1, against: 2.2 },
  rate: { for: 0.5, against: 1 },
  silent: { for: 0.4, against: 0.8 },
  narrow: { for: 1, against: 3 },
  filled: { for: 1, against: 3 },
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
  bias: 0.02,
  distanceCost: 8,
  rootCost: 12,
  edge: { base: 1.26, descent: 1.34, direction: 1.09 },
};

import { equalRuns, type Run } from './difference.ts';
import { chained, sharedRuns } from './shared-runs.ts';
import type { Words } from './words.ts';

/** A stretch of both texts that belongs together: equal runs in order with little between them. Letter indices. */
export interface Passage {
  readonly first: readonly [from: number, to: number];
  readonly second: readonly [from: number, to: number];
  readonly runs: readonly Run[];
  /** Weight of the runs over the mean weight of both stretches, 0…1; 1: the same letters. */
  readonly similarity: number;
  /** Stands in another order than the rest. */
  readonly moved: boolean;
}

export interface PassageMatch {
  readonly passages: readonly Passage[];
  /** Weight of the letters in passages over all, of each text. */
  readonly cover: readonly [number, number];
  /** Weight of all that is in passages, and of the longest equal run. */
  readonly weight: number;
  readonly longest: number;
  /** Gaps that were too large to be compared letter by letter. */
  readonly skipped: number;
}

/** Between equal runs of one passage: 80 ideographs or 200 letters. */
const GAP = 400;
/** What a gap takes from a group of runs, for each weight of the runs. */
const COST = 0.75;
/** A passage that is no accident: 12 ideographs, 30 letters. */
const LEAST = 60;
/** One that stands elsewhere, and may be a phrase the texts repeat: 24 ideographs, 60 letters. */
const LEAST_MOVED = 120;
/** Letters compared at once beside what is known; the search for least edits is exact up to there. */
const STEP = 180;
/** Letters of a gap compared letter by letter. */
const LETTERS = 60_000;
/** Short texts without a long shingle in common are compared as a whole up to this length. */
const WHOLE = 6000;

export function passagesOf(first: Words, second: Words): PassageMatch {
  const weights = [prefixWeights(first), prefixWeights(second)] as const;
  const { chain, rest } = chained(sharedRuns(first, second));
  const filling = new Filling(first, second);
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  for (const run of chain) {
    if (runs.length === 0) runs.push(...filling.before([i, run.first, j, run.second]));
    else runs.push(...filling.between([i, run.first, j, run.second]));
    runs.push(run);
    [i, j] = [run.first + run.length, run.second + run.length];
  }
  const rests = [i, first.length, j, second.length] as const;
  if (chain.length > 0) runs.push(...filling.behind(rests));
  else if (first.length <= WHOLE && second.length <= WHOLE) runs.push(...filling.all(rests));
  const passages = [
    ...grouped(runs, weights, false),
    ...grouped(
      rest.filter(({ length }) => length > 0),
      weights,
      true,
    ),
  ];
  return { passages, ...measured(passages, weights), skipped: filling.skipped };
}

type Box = readonly [firstFrom: number, firstTo: number, secondFrom: number, secondTo: number];

/** What equal letters lie between long shingles. */
class Filling {
  /** Gaps that were too large to be compared. */
  skipped = 0;
  readonly #first: Words;
  readonly #second: Words;

  constructor(first: Words, second: Words) {
    this.#first = first;
    this.#second = second;
  }

  all(box: Box): Run[] {
    const { codes } = this.#first;
    return settled(equalRuns(codes, this.#second.codes, box), this.#first, this.#second, box);
  }

  /** Step by step away from what is known, so that foreign text around an excerpt is not gone through. */
  before([i, k, j, l]: Box): Run[] {
    const found: Run[][] = [];
    let [to1, to2] = [k, l];
    for (;;) {
      const step = this.all([Math.max(i, to1 - STEP), to1, Math.max(j, to2 - STEP), to2]);
      const head = step[0];
      if (head === undefined) return found.reverse().flat();
      found.push(step);
      [to1, to2] = [head.first, head.second];
    }
  }

  behind([i, k, j, l]: Box): Run[] {
    const found: Run[] = [];
    let [from1, from2] = [i, j];
    for (;;) {
      const step = this.all([from1, Math.min(k, from1 + STEP), from2, Math.min(l, from2 + STEP)]);
      const tail = step.at(-1);
      if (tail === undefined) return found;
      found.push(...step);
      [from1, from2] = [tail.first + tail.length, tail.second + tail.length];
    }
  }

  /** A large gap from both its ends first: its middle may be a text that was put in. */
  between([i, k, j, l]: Box): Run[] {
    if (k - i <= STEP && l - j <= STEP) return this.all([i, k, j, l]);
    const front = this.behind([i, k, j, l]);
    const last = front.at(-1);
    const [from1, from2] =
      last === undefined ? [i, j] : [last.first + last.length, last.second + last.length];
    const back = this.before([from1, k, from2, l]);
    const [to1, to2] = back[0] === undefined ? [k, l] : [back[0].first, back[0].second];
    const small = to1 - from1 <= LETTERS && to2 - from2 <= LETTERS;
    if (!small && to1 > from1 && to2 > from2) this.skipped += 1;
    return [...front, ...(small ? this.all([from1, to1, from2, to2]) : []), ...back];
  }
}

/** Runs by chance are left out: parts of words, and single letters or ideographs between edits. */
function settled(runs: readonly Run[], first: Words, second: Words, [i, k, j, l]: Box): Run[] {
  const starts = (at: number, other: number): boolean =>
    at >= first.length || other >= second.length || first.breaks[at] === 1 || second.breaks[other] === 1;
  return runs.flatMap((run) => {
    let [from, to] = [0, run.length];
    // What touches an end of the gap goes on in the run beside it.
    const opens = run.first === i && run.second === j;
    const closes = run.first + to === k && run.second + to === l;
    while (from < to && !opens && !starts(run.first + from, run.second + from)) from += 1;
    while (to > from && !closes && !starts(run.first + to, run.second + to)) to -= 1;
    let weight = 0;
    for (let at = from; at < to; at += 1) weight += first.weights[run.first + at]!;
    return weight < 8 ? [] : [{ first: run.first + from, second: run.second + from, length: to - from }];
  });
}

type Weights = readonly [Float64Array, Float64Array];

function prefixWeights({ weights, length }: Words): Float64Array {
  const sums = new Float64Array(length + 1);
  for (let at = 0; at < length; at += 1) sums[at + 1] = sums[at]! + weights[at]!;
  return sums;
}

/**
 * Runs that belong together: as in local alignment, a group goes on while the weight of its runs outdoes that of what
 * lies between them, and ends where it was heaviest, so that chance agreements around an excerpt do not thin it out.
 */
function grouped(runs: readonly Run[], weights: Weights, moved: boolean): Passage[] {
  const [one, other] = weights;
  const passages: Passage[] = [];
  let group: Run[] = [];
  let [score, best, heaviest] = [0, 0, 0];
  const close = (): void => {
    const passage = passageOf(group.slice(0, heaviest), weights, moved);
    if (passage !== null) passages.push(passage);
    group = [];
    [score, best, heaviest] = [0, 0, 0];
  };
  for (const run of runs) {
    const last = group.at(-1);
    if (last !== undefined) {
      const ahead = run.first >= last.first + last.length;
      const gap1 = ahead ? one[run.first]! - one[last.first + last.length]! : Number.POSITIVE_INFINITY;
      const gap2 = other[run.second]! - other[last.second + last.length]!;
      const between = ((gap1 + gap2) / 2) * COST;
      if (gap1 > GAP || gap2 > GAP || between >= score) close();
      else score -= between;
    }
    group.push(run);
    score += one[run.first + run.length]! - one[run.first]!;
    if (score > best) [best, heaviest] = [score, group.length];
  }
  close();
  return passages;
}

function passageOf(runs: readonly Run[], [one, other]: Weights, moved: boolean): Passage | null {
  const [head, tail] = [runs[0], runs.at(-1)];
  if (head === undefined || tail === undefined) return null;
  const first = [head.first, tail.first + tail.length] as const;
  const second = [head.second, tail.second + tail.length] as const;
  const weight = runs.reduce((sum, run) => sum + one[run.first + run.length]! - one[run.first]!, 0);
  if (weight < (moved ? LEAST_MOVED : LEAST)) return null;
  const spans = one[first[1]]! - one[first[0]]! + other[second[1]]! - other[second[0]]!;
  return { first, second, runs, similarity: Math.min(1, (2 * weight) / spans), moved };
}

function measured(
  passages: readonly Passage[],
  [one, other]: Weights,
): Pick<PassageMatch, 'cover' | 'weight' | 'longest'> {
  const runs = passages.flatMap((passage) => passage.runs);
  const weightOf = (run: Run): number => one[run.first + run.length]! - one[run.first]!;
  // A passage taken over twice counts once in the text it comes from.
  const taken = new Uint8Array(one.length);
  for (const { first, length } of runs) taken.fill(1, first, first + length);
  let covered = 0;
  for (let at = 0; at + 1 < one.length; at += 1) if (taken[at] === 1) covered += one[at + 1]! - one[at]!;
  const weight = runs.reduce((sum, run) => sum + weightOf(run), 0);
  return {
    cover: [covered / Math.max(1, one.at(-1)!), Math.min(1, weight / Math.max(1, other.at(-1)!))],
    weight,
    longest: runs.reduce((most, run) => Math.max(most, weightOf(run)), 0),
  };
}

import { type PairEvidence, type SignName, type Signs, signNames } from './evidence.ts';
import { factSigns, type LineageFacts } from './facts.ts';
import type { LineageModel } from './weights.ts';

/** How likely each of two files was made from the other, all signs together. */
export interface Verdict {
  /** Log odds that the second was made, over however many steps, from the first: against everything else. */
  readonly forward: number;
  readonly backward: number;
  /** Log odds that either was made from the other, and of forward against backward if so. */
  readonly descent: number;
  readonly direction: number;
  readonly signs: Signs;
  readonly distance: number;
}

export function verdictOf(
  evidence: PairEvidence,
  facts: readonly [LineageFacts, LineageFacts],
  model: LineageModel,
): Verdict {
  const signs: Signs = { ...evidence.signs, ...factSigns(...facts) };
  const [forth, back] = [scoreOf(signs, 0, model), scoreOf(signs, 1, model)];
  // Three ways: forward, backward, neither (0); the log odds of one are against both others.
  return {
    forward: forth - Math.log(1 + Math.exp(back)),
    backward: back - Math.log(1 + Math.exp(forth)),
    descent: Math.log(Math.exp(forth) + Math.exp(back)),
    direction: forth - back,
    signs,
    distance: evidence.distance,
  };
}

/** Score of "the other was made from this one", against neither. */
function scoreOf(signs: Signs, source: 0 | 1, { weights, bias }: LineageModel): number {
  let sum = bias;
  for (const name of signNames) {
    const sign = signs[name];
    if (sign !== undefined)
      sum += weights[name].for * sign[1 - source]! - weights[name].against * sign[source];
  }
  return sum;
}

/** What one sign adds to the direction from this one to the other. */
export function contribution(name: SignName, signs: Signs, source: 0 | 1, { weights }: LineageModel): number {
  const sign = signs[name];
  return sign === undefined
    ? 0
    : (weights[name].for + weights[name].against) * (sign[1 - source]! - sign[source]);
}

export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

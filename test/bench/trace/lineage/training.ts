import { buildLineage } from '#core/trace/lineage/build.ts';
import { type SignName, type Signs, signNames } from '#core/trace/lineage/evidence.ts';
import { type LineageModel, lineageModel } from '#core/trace/lineage/weights.ts';
import type { MeasuredFamily } from './families.ts';
import { isAncestor, itemOf, sourcesOf, variants, verdictsOf } from './truth.ts';

/** Signs that the generator makes; the others keep their set weights. */
export const measuredSigns: readonly SignName[] = signNames.slice(0, signNames.indexOf('shorter'));

interface Row {
  readonly signs: Signs;
  /** 0 forward, 1 backward, 2 neither. */
  readonly truth: 0 | 1 | 2;
}

/** Everything that is learnt, first of pairs, then of the edges that the forests of those choose. */
export function trained(families: readonly MeasuredFamily[]): LineageModel {
  const all = [...families, ...variants(families, 6)];
  let model: LineageModel = { ...lineageModel, ...pairModel(families) };
  let most = -1;
  for (const distanceCost of [0, 1, 2, 3, 4, 6, 8, 12, 16]) {
    const right = all.reduce((sum, family) => sum + joinedParents(family, { ...model, distanceCost }), 0);
    if (right > most) {
      most = right;
      model = { ...model, distanceCost };
    }
  }
  return { ...model, edge: edgeModel(all, model) };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;

/** Edges that join a true parent and its copy, arrow or not. */
function joinedParents(family: MeasuredFamily, model: LineageModel): number {
  const { edges } = buildLineage(sourcesOf(family), family.pairs, 0, model);
  return edges.filter(({ from, to }) => {
    const [one, other] = [itemOf(from), itemOf(to)];
    if (one === null || other === null) return false;
    return family.parents[other] === one || family.parents[one] === other;
  }).length;
}

/** Logistic regression of "the edge leads from an ancestor to a descendant" on what is known of the chosen edges. */
function edgeModel(families: readonly MeasuredFamily[], model: LineageModel): LineageModel['edge'] {
  const rows: { readonly values: readonly number[]; readonly truth: number }[] = [];
  for (const family of families) {
    const verdicts = verdictsOf(family, model);
    for (const { from, to } of buildLineage(sourcesOf(family), family.pairs, 0, model).edges) {
      const [one, other] = [itemOf(from), itemOf(to)];
      if (one === null || other === null) continue;
      const truth = isAncestor(family.parents, one, other) ? 1 : 0;
      rows.push({ values: [1, verdicts.logit(one, other), -verdicts.rivalry(one, other, model)], truth });
    }
  }
  const weights = [0, 0.5, 0.3];
  for (let round = 0; round < 6000; round += 1) {
    const gradient = [0, 0, 0];
    for (const { values, truth } of rows) {
      const sum = values.reduce((total, value, at) => total + value * weights[at]!, 0);
      const miss = truth - 1 / (1 + Math.exp(-sum));
      for (let at = 0; at < 3; at += 1) gradient[at]! += miss * values[at]!;
    }
    for (let at = 0; at < 3; at += 1) {
      weights[at]! += 0.1 * (gradient[at]! / rows.length - (at > 0 ? 0.002 * weights[at]! : 0));
    }
  }
  const [base, descent, rivalry] = weights.map(rounded) as [number, number, number];
  return { base, descent, rivalry };
}

/**
 * Logistic regression with three answers and mirrored weights: of `forward`, `backward` and `neither` (whose score is 0).
 * Weights are not negative, because a sign on a copy cannot speak against its being one; small ones are preferred.
 */
function pairModel(
  families: readonly MeasuredFamily[],
  shrink = 0.004,
): Pick<LineageModel, 'weights' | 'bias'> {
  const rows = rowsOf(families);
  const size = measuredSigns.length;
  const values = new Float64Array(2 * size + 1);
  const features = rows.map(({ signs }) => [featuresOf(signs, 0), featuresOf(signs, 1)] as const);
  // Plain projected gradient: some thousand rows, forty numbers.
  for (let round = 0; round < 4000; round += 1) {
    const gradient = new Float64Array(values.length);
    for (const [index, { truth }] of rows.entries()) {
      const [one, other] = features[index]!;
      const [a, b] = [Math.exp(dot(values, one)), Math.exp(dot(values, other))];
      const total = 1 + a + b;
      const [missA, missB] = [(truth === 0 ? 1 : 0) - a / total, (truth === 1 ? 1 : 0) - b / total];
      for (let at = 0; at < values.length; at += 1) gradient[at]! += missA * one[at]! + missB * other[at]!;
    }
    const rate = 2 / (1 + round / 800);
    for (let at = 0; at < values.length; at += 1) {
      values[at]! += rate * (gradient[at]! / rows.length - (at < 2 * size ? shrink * values[at]! : 0));
      if (at < 2 * size && values[at]! < 0) values[at] = 0;
    }
  }
  const weights = { ...lineageModel.weights };
  for (const [index, name] of measuredSigns.entries()) {
    weights[name] = { for: rounded(values[index]!), against: rounded(values[size + index]!) };
  }
  return { weights, bias: rounded(values[2 * size]!) };
}

function rowsOf(families: readonly MeasuredFamily[]): Row[] {
  return families.flatMap(({ parents, pairs }) =>
    pairs.flatMap(({ first, second, evidence }): Row[] => {
      if (evidence.transform === null) return [];
      const truth = isAncestor(parents, first, second) ? 0 : isAncestor(parents, second, first) ? 1 : 2;
      return [{ signs: evidence.signs, truth }];
    }),
  );
}

/** What the scores are made of when this one is the source: signs on the other, signs on itself, 1. */
function featuresOf(signs: Signs, source: 0 | 1): Float64Array {
  const size = measuredSigns.length;
  const out = new Float64Array(2 * size + 1);
  for (const [index, name] of measuredSigns.entries()) {
    const sign = signs[name];
    if (sign === undefined) continue;
    out[index] = sign[1 - source]!;
    out[size + index] = -sign[source];
  }
  out[2 * size] = 1;
  return out;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}

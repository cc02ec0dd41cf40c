import { buildLineage } from '#core/trace/lineage/build.ts';
import { type SignName, type Signs, signNames } from '#core/trace/lineage/evidence.ts';
import { type LineageModel, lineageModel } from '#core/trace/lineage/weights.ts';
import type { MeasuredFamily } from './families.ts';
import { contentsOf, itemOf, leadsTo, sourcesOf, variants, verdictsOf } from './truth.ts';

/** Signs that the generator makes; the others keep their set weights. */
export const measuredSigns: readonly SignName[] = signNames.slice(0, signNames.indexOf('shorter'));

/**
 * What weights are drawn towards where the trees say little. Signs that anybody can follow, such as a cut edge or a logo laid
 * on, keep a part of their say even where others tell the same of these trees; those of signal processing need not.
 */
const plain: readonly SignName[] = [
  ...(['crop', 'frame', 'overlay', 'reduced', 'enlarged'] as const),
  ...(['generation', 'clipped', 'grey', 'screen'] as const),
];
const expected = { for: 0.5, against: 1 } as const;
const leastFor = 0.1;
const leastAgainst = 0.2;

/**
 * Signs that any number of copies of one source bear beside one another: every platform reduces what it is given. Trees
 * hold fewer of those than life does, so such a sign may say who was not the source, and no more than the least of who was.
 */
const shared: readonly SignName[] = ['reduced'];

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
    const right = all.reduce((sum, family) => sum + rightEdges(family, { ...model, distanceCost }), 0);
    if (right > most) {
      most = right;
      model = { ...model, distanceCost };
    }
  }
  return { ...model, edge: edgeModel(all, model) };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;

/** Edges that run from a true parent to its copy, arrow or not. */
function rightEdges(family: MeasuredFamily, model: LineageModel): number {
  const { edges } = buildLineage(sourcesOf(family), family.pairs, 0, model);
  return edges.filter(({ from, to }) => {
    const [one, other] = [itemOf(from), itemOf(to)];
    if (one === null || other === null) return false;
    return family.parents[other] === one;
  }).length;
}

/** Of the chosen edges: how likely they are descents at all, and, of those that are, how likely they run this way. */
function edgeModel(families: readonly MeasuredFamily[], model: LineageModel): LineageModel['edge'] {
  const descents: Labelled[] = [];
  const directions: Labelled[] = [];
  for (const family of families) {
    const verdicts = verdictsOf(family, model);
    for (const { from, to, state } of buildLineage(sourcesOf(family), family.pairs, 0, model).edges) {
      const [one, other] = [itemOf(from), itemOf(to)];
      if (one === null || other === null || state === 'same-content') continue;
      // Twins halve the chance by themselves; they must not be learnt from as well.
      if (verdicts.twins(one, other) > 0.5) continue;
      const { verdict, turned } = verdicts.between(one, other)!;
      const [forth, back] = [leadsTo(family, one, other), leadsTo(family, other, one)];
      descents.push({ values: [1, verdict.descent], truth: forth || back });
      // Either end may be asked first: no constant.
      if (forth || back)
        directions.push({ values: [turned ? -verdict.direction : verdict.direction], truth: forth });
    }
  }
  const [base, descent] = logistic(descents).map(rounded) as [number, number];
  const [direction] = logistic(directions).map(rounded) as [number];
  return { base, descent, direction };
}

interface Labelled {
  readonly values: readonly number[];
  readonly truth: boolean;
}

function logistic(rows: readonly Labelled[]): number[] {
  const size = rows[0]!.values.length;
  const weights = new Array<number>(size).fill(0);
  for (let round = 0; round < 6000; round += 1) {
    const gradient = new Array<number>(size).fill(0);
    for (const { values, truth } of rows) {
      const sum = values.reduce((total, value, at) => total + value * weights[at]!, 0);
      const miss = (truth ? 1 : 0) - 1 / (1 + Math.exp(-sum));
      for (let at = 0; at < size; at += 1) gradient[at]! += miss * values[at]!;
    }
    for (let at = 0; at < size; at += 1)
      weights[at]! += 0.1 * (gradient[at]! / rows.length - 0.001 * weights[at]!);
  }
  return weights;
}

/**
 * Logistic regression with three answers and mirrored weights: of `forward`, `backward` and `neither` (whose score is 0).
 * Weights are not negative, because a sign on a copy cannot speak against its being one; those near what is expected are
 * preferred.
 */
function pairModel(
  families: readonly MeasuredFamily[],
  shrink = 0.004,
): Pick<LineageModel, 'weights' | 'bias'> {
  const rows = rowsOf(families);
  const size = measuredSigns.length;
  const values = new Float64Array(2 * size + 1);
  const drawnTo = new Float64Array(2 * size + 1);
  const least = new Float64Array(2 * size);
  for (const [index, name] of measuredSigns.entries()) {
    if (!plain.includes(name)) continue;
    [drawnTo[index], drawnTo[size + index]] = [expected.for, expected.against];
    [least[index], least[size + index]] = [leastFor, leastAgainst];
  }
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
      values[at]! +=
        rate * (gradient[at]! / rows.length - (at < 2 * size ? shrink * (values[at]! - drawnTo[at]!) : 0));
      if (at < 2 * size && values[at]! < least[at]!) values[at] = least[at]!;
      if (at < size && shared.includes(measuredSigns[at]!)) values[at] = leastFor;
    }
  }
  const weights = { ...lineageModel.weights };
  for (const [index, name] of measuredSigns.entries()) {
    weights[name] = { for: rounded(values[index]!), against: rounded(values[size + index]!) };
  }
  return { weights, bias: rounded(values[2 * size]!) };
}

function rowsOf(families: readonly MeasuredFamily[]): Row[] {
  return families.flatMap((family) =>
    family.pairs.flatMap(({ first, second, evidence }): Row[] => {
      const contents = contentsOf(family);
      if (evidence.transform === null || contents[first] === contents[second]) return [];
      const truth = leadsTo(family, first, second) ? 0 : leadsTo(family, second, first) ? 1 : 2;
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

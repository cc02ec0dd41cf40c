import type { LineageSource } from '#core/trace/lineage/build.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { verdictOf } from '#core/trace/lineage/fusion.ts';
import { Verdicts } from '#core/trace/lineage/verdicts.ts';
import type { LineageModel } from '#core/trace/lineage/weights.ts';
import { seeded } from '../../../fixtures/make/copy-trees.ts';
import type { MeasuredFamily } from './families.ts';

type Parents = readonly (number | null)[];

/** Was `later` made from `earlier`, over however many steps? */
export function isAncestor(parents: Parents, earlier: number, later: number): boolean {
  for (let at = parents[later] ?? null; at !== null; at = parents[at] ?? null)
    if (at === earlier) return true;
  return false;
}

/** The same family with items gone, as cases have them: parents are then the nearest that are left. */
export function withMissing(family: MeasuredFamily, gone: number, seed: number): MeasuredFamily {
  const next = seeded(seed);
  const left = new Set(family.parents.map((_, index) => index));
  while (left.size > family.parents.length - gone) left.delete(Math.floor(next() * family.parents.length));
  const order = [...left];
  const place = new Map(order.map((index, at) => [index, at]));
  const parents = order.map((index) => {
    let at = family.parents[index] ?? null;
    while (at !== null && !left.has(at)) at = family.parents[at] ?? null;
    return at === null ? null : place.get(at)!;
  });
  const pairs = family.pairs.flatMap((pair) =>
    left.has(pair.first) && left.has(pair.second)
      ? [{ ...pair, first: place.get(pair.first)!, second: place.get(pair.second)! }]
      : [],
  );
  return { ...family, parents, pairs, steps: order.map((index) => family.steps[index]!) };
}

/** Each family whole, and with two of its items gone in several ways. */
export function variants(families: readonly MeasuredFamily[], ways: number): MeasuredFamily[] {
  return families.flatMap((family, index) =>
    Array.from({ length: ways }, (_, way) => withMissing(family, 2, 1000 * index + way + 1)),
  );
}

export function sourcesOf(family: MeasuredFamily): LineageSource[] {
  const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: true } as const;
  return family.parents.map((_, index) => ({
    facts: noFacts(`${index}`.padStart(64, '0')),
    ...{ name: `${index}`, number: null, content: null, media },
  }));
}

/** Number of an item from its identifier in a graph; `null`: a missing one. */
export function itemOf(id: string): number | null {
  return id.startsWith('n') ? Number(id.slice(1)) - 1 : null;
}

export function verdictsOf({ parents, pairs }: MeasuredFamily, model: LineageModel): Verdicts {
  const verdicts = new Verdicts(parents.length);
  for (const { first, second, evidence } of pairs) {
    if (evidence.transform === null) continue;
    verdicts.add(first, second, evidence, verdictOf(evidence, [noFacts(''), noFacts('')], model));
  }
  return verdicts;
}

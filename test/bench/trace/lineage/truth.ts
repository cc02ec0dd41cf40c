import type { LineageSource } from '#core/trace/lineage/build.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { verdictOf } from '#core/trace/lineage/fusion.ts';
import { Verdicts } from '#core/trace/lineage/verdicts.ts';
import type { LineageModel } from '#core/trace/lineage/weights.ts';
import { seeded } from '../../../fixtures/make/copy-trees.ts';
import type { MeasuredFamily } from './families.ts';

type Parents = readonly (number | null)[];

/** Was `later` made from `earlier`, over however many steps? */
export function isAncestor(
  parents: Parents,
  earlier: number,
  later: number,
  contents?: readonly number[],
): boolean {
  for (let at = parents[later] ?? null; at !== null; at = parents[at] ?? null) {
    if (at === earlier || (contents !== undefined && contents[at] === contents[earlier])) return true;
  }
  return false;
}

/** The same of a generated family, where files of the same pixels are one. */
export function leadsTo(family: MeasuredFamily, earlier: number, later: number): boolean {
  const contents = family.contents ?? contentsOf(family);
  return contents[earlier] !== contents[later] && isAncestor(family.parents, earlier, later, contents);
}

/**
 * Which items have the same pixels: a picture that was only saved as PNG has those of what it was saved from. Such are one
 * item, also in the product.
 */
export function contentsOf({ parents, steps }: MeasuredFamily): number[] {
  const out: number[] = [];
  for (const [index, parent] of parents.entries()) {
    out.push(parent !== null && steps[index] === 'saved png' ? out[parent]! : index);
  }
  return out;
}

/** The same family with items gone, as cases have them: parents are then the nearest that are left, or what has their pixels. */
export function withMissing(family: MeasuredFamily, gone: number, seed: number): MeasuredFamily {
  const next = seeded(seed);
  const contents = family.contents ?? contentsOf(family);
  const left = new Set(family.parents.map((_, index) => index));
  while (left.size > family.parents.length - gone) left.delete(Math.floor(next() * family.parents.length));
  const order = [...left];
  const place = new Map(order.map((index, at) => [index, at]));
  const parents = order.map((index) => {
    for (let at = family.parents[index] ?? null; at !== null; at = family.parents[at] ?? null) {
      if (left.has(at)) return place.get(at)!;
      const twin = order.find((other) => other < index && contents[other] === contents[at]);
      if (twin !== undefined) return place.get(twin)!;
    }
    return null;
  });
  const pairs = family.pairs.flatMap((pair) =>
    left.has(pair.first) && left.has(pair.second)
      ? [{ ...pair, first: place.get(pair.first)!, second: place.get(pair.second)! }]
      : [],
  );
  const kept = <T>(list: readonly T[]): T[] => order.map((index) => list[index]!);
  return { ...family, parents, pairs, steps: kept(family.steps), contents: kept(contents) };
}

/** Each family whole, and with two of its items gone in several ways. */
export function variants(families: readonly MeasuredFamily[], ways: number): MeasuredFamily[] {
  return families.flatMap((family, index) =>
    Array.from({ length: ways }, (_, way) => withMissing(family, 2, 1000 * index + way + 1)),
  );
}

export function sourcesOf(family: MeasuredFamily): LineageSource[] {
  const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: true } as const;
  const contents = family.contents ?? contentsOf(family);
  return family.parents.map((_, index) => ({
    facts: noFacts(`${index}`.padStart(64, '0')),
    ...{ name: `${index}`, number: null, content: `${contents[index]}`, media },
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

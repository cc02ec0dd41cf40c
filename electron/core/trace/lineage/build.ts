import type { LineageEdge, LineageGraph, LineageNode } from '#shared/domain/lineage.ts';
import { counted, type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { type Arc, cheapestForest } from './branching.ts';
import { collages } from './collages.ts';
import { contentEdge, derived, linkEdge, partEdge } from './edges.ts';
import type { PairEvidence } from './evidence.ts';
import type { LineageFacts } from './facts.ts';
import { verdictOf } from './fusion.ts';
import { withMissingParents } from './ghosts.ts';
import { families, rootLikelihoods } from './roots.ts';
import { Verdicts } from './verdicts.ts';
import { type LineageModel, lineageModel } from './weights.ts';

/** An item of the set. */
export interface LineageSource {
  readonly facts: LineageFacts;
  readonly name: string;
  /** Exhibit number. */
  readonly number: number | null;
  readonly media: Media;
  /** Hash of the decoded content; files with the same one are one item in the tree. `null`: not known. */
  readonly content: string | null;
}

/** A pair that was compared, by places in the list of items. */
export interface ComparedPair {
  readonly first: number;
  readonly second: number;
  readonly evidence: PairEvidence;
}

/** Items named as possible first ones of a family, at most, and how likely they must be. */
const mostRoots = 3;
const leastRoot = 0.02;

const idOf = (index: number): string => `n${index + 1}`;
const indexOf = (id: string): number => Number(id.slice(1)) - 1;

/**
 * Who came from whom, as far as the evidence goes: files of the same content as one, then the cheapest forest over all
 * compared pairs, then for every edge how sure it is. Same input, same graph.
 *
 * @param left pairs that were not compared because a limit was reached
 */
export function buildLineage(
  sources: readonly LineageSource[],
  pairs: readonly ComparedPair[],
  left: number,
  model: LineageModel = lineageModel,
): LineageGraph {
  const leaders = leadersOf(sources);
  const members = [...new Set(leaders)];
  const verdicts = verdictsOf(sources, pairs, leaders, model);
  const joined = collages(members, verdicts);
  const parents = parentsOf(members, verdicts, joined, model);
  const edges: LineageEdge[] = [];
  for (const [child, parts] of joined) {
    for (const part of parts) edges.push(partEdge(idOf, part, child, verdicts, model));
  }
  for (const [child, parent] of parents) edges.push(linkEdge(idOf, parent, child, verdicts, model));
  for (const [one, other] of looseEnds(members, parents, joined, verdicts)) {
    edges.push(linkEdge(idOf, one, other, verdicts, model));
  }
  const whole = withMissingParents(edges, verdicts, indexOf);
  for (const [index, leader] of leaders.entries()) {
    if (leader === index) continue;
    const facts = [sources[leader]!.facts, sources[index]!.facts] as const;
    whole.edges.push(contentEdge([idOf(leader), idOf(index)], facts, model));
  }
  const roots = rootsOf(members, parents, joined, verdicts);
  return {
    nodes: [...sources.map((_, index) => nodeOf(sources, index, leaders, roots)), ...whole.nodes],
    edges: whole.edges,
    pairs: { compared: pairs.length, left },
    warnings: warningsOf(sources, pairs, left),
  };
}

/** Each item's first with the same content. */
function leadersOf(sources: readonly LineageSource[]): number[] {
  const seen = new Map<string, number>();
  return sources.map(({ content, facts }, index) => {
    const key = content ?? facts.sha256;
    const leader = seen.get(key) ?? index;
    seen.set(key, leader);
    return leader;
  });
}

function verdictsOf(
  sources: readonly LineageSource[],
  pairs: readonly ComparedPair[],
  leaders: readonly number[],
  model: LineageModel,
): Verdicts {
  const verdicts = new Verdicts(sources.length);
  for (const { first, second, evidence } of pairs) {
    const [one, other] = [leaders[first]!, leaders[second]!];
    if (evidence.transform === null || one === other || verdicts.between(one, other) !== null) continue;
    verdicts.add(
      one,
      other,
      evidence,
      verdictOf(evidence, [sources[one]!.facts, sources[other]!.facts], model),
    );
  }
  return verdicts;
}

/** The cheapest forest, collages left out: those have their parts for parents. */
function parentsOf(
  members: readonly number[],
  verdicts: Verdicts,
  joined: ReadonlyMap<number, readonly number[]>,
  model: LineageModel,
): Map<number, number> {
  const place = new Map(members.map((index, at) => [index, at]));
  const arcs: Arc[] = [];
  for (const to of members) {
    if (joined.has(to)) continue;
    for (const from of verdicts.neighbours(to)) {
      // What surely came from here is no source of it.
      if (verdicts.logit(to, from) > derived) continue;
      const cost = verdicts.cost(from, to, model);
      arcs.push({ from: place.get(from)!, to: place.get(to)!, cost });
    }
  }
  const forest = cheapestForest(members.length, arcs, new Float64Array(members.length).fill(model.rootCost));
  const parents = new Map<number, number>();
  for (const [at, parent] of forest.entries()) {
    if (parent !== null) parents.set(members[at]!, members[parent]!);
  }
  return parents;
}

/** Trees of one family that no edge connects: the best pair between them, as of one source. */
function looseEnds(
  members: readonly number[],
  parents: ReadonlyMap<number, number>,
  joined: ReadonlyMap<number, readonly number[]>,
  verdicts: Verdicts,
): [number, number][] {
  const tree = new Map(members.map((index) => [index, index]));
  const top = (index: number): number => {
    let at = index;
    while (tree.get(at) !== at) at = tree.get(at)!;
    return at;
  };
  const join = (one: number, other: number): void => void tree.set(top(one), top(other));
  for (const [child, parent] of parents) join(child, parent);
  for (const [child, parts] of joined) for (const part of parts) join(child, part);
  const pairs = members.flatMap((one) =>
    verdicts
      .neighbours(one)
      .filter((other) => other > one)
      .map((other): [number, number] => [one, other]),
  );
  const far = ([one, other]: [number, number]): number => verdicts.between(one, other)!.verdict.distance;
  const out: [number, number][] = [];
  for (const [one, other] of pairs.sort((a, b) => far(a) - far(b))) {
    if (top(one) === top(other)) continue;
    join(one, other);
    out.push(verdicts.logit(one, other) >= verdicts.logit(other, one) ? [one, other] : [other, one]);
  }
  return out;
}

/** The roots of the trees, and who else may have been the first of a family. */
function rootsOf(
  members: readonly number[],
  parents: ReadonlyMap<number, number>,
  joined: ReadonlyMap<number, readonly number[]>,
  verdicts: Verdicts,
): Map<number, number> {
  const likely = rootLikelihoods(members, verdicts);
  const out = new Map<number, number>();
  for (const family of families(members, verdicts)) {
    const ranked = [...family].sort((one, other) => likely.get(other)! - likely.get(one)!);
    for (const index of ranked.slice(0, mostRoots)) {
      if (likely.get(index)! >= leastRoot) out.set(index, likely.get(index)!);
    }
    for (const index of family) {
      if (!parents.has(index) && !joined.has(index)) out.set(index, likely.get(index)!);
    }
  }
  return out;
}

function nodeOf(
  sources: readonly LineageSource[],
  index: number,
  leaders: readonly number[],
  roots: ReadonlyMap<number, number>,
): LineageNode {
  const { facts, name, number, media } = sources[index]!;
  const leader = leaders[index]!;
  const shared = leaders.filter((other) => other === leader).length > 1;
  return {
    ...{ id: idOf(index), sha256: facts.sha256, name, number, media, date: facts.date },
    group: shared ? `g${leader + 1}` : null,
    root: leader === index ? (roots.get(index) ?? null) : null,
  };
}

function warningsOf(
  sources: readonly LineageSource[],
  pairs: readonly ComparedPair[],
  left: number,
): Localized[] {
  const out: Localized[] = [];
  if (left > 0) {
    out.push(
      localized(
        `${counted(left, 'pair was', 'pairs were')} not compared, because there are too many. Edges between those may be missing.`,
        `因数量过多，有 ${left} 对未作比较，其间的关联可能缺失。`,
      ),
    );
  }
  const reasons = new Map<string, Localized>();
  for (const { evidence } of pairs)
    if (evidence.reason !== null) reasons.set(evidence.reason.en, evidence.reason);
  for (const reason of reasons.values()) {
    const count = pairs.filter(({ evidence }) => evidence.reason?.en === reason.en).length;
    out.push(
      localized(
        `${counted(count, 'pair', 'pairs')} could not be compared: ${reason.en}`,
        `${count} 对无法比较：${reason['zh-CN']}`,
      ),
    );
  }
  const related = new Set(
    pairs.flatMap(({ first, second, evidence }) => (evidence.transform === null ? [] : [first, second])),
  );
  const alone = sources.length - related.size;
  if (alone > 0 && sources.length > 1) {
    out.push(
      localized(
        `${counted(alone, 'item has', 'items have')} nothing in common with the others that could be found by laying them over each other.`,
        `有 ${alone} 项通过叠合比对未发现与其他项的共同内容。`,
      ),
    );
  }
  return out;
}

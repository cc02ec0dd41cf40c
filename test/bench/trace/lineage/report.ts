import { buildLineage } from '#core/trace/lineage/build.ts';
import { rootLikelihoods } from '#core/trace/lineage/roots.ts';
import type { LineageModel } from '#core/trace/lineage/weights.ts';
import type { LineageGraph } from '#shared/domain/lineage.ts';
import type { MeasuredFamily } from './families.ts';
import { isAncestor, itemOf, leadsTo, sourcesOf, verdictsOf } from './truth.ts';

const thresholds = [1, 1.5, 2, 2.5, 3, 3.5];

/** What is counted over all families. */
class Counts {
  edges = 0;
  arrows = 0;
  /** Arrows from an ancestor to a descendant. */
  arrowsRight = 0;
  sure = 0;
  sureRight = 0;
  /** Edges that join a true parent and its copy, arrow or not. */
  parents = 0;
  ancestries = 0;
  ancestriesFound = 0;
  rooted = 0;
  /** The root is named first, among the first two, three. */
  readonly roots = [0, 0, 0];
  /** By confidence: arrows, their confidences, and how many are right. */
  readonly bins = Array.from({ length: 5 }, () => [0, 0, 0] as [number, number, number]);
  /** By threshold of the log odds: arrows above it, and how many of those are right. */
  readonly above = thresholds.map(() => [0, 0] as [number, number]);
  readonly wrong: string[] = [];
}

export const share = (part: number, all: number): string =>
  all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} % (${part}/${all})`;

/** How right the graphs of these families are, as a table. */
export function report(
  families: readonly MeasuredFamily[],
  title: string,
  model: LineageModel,
  listWrong: boolean,
): void {
  const counts = new Counts();
  for (const family of families) {
    const graph = buildLineage(sourcesOf(family), family.pairs, 0, model);
    countEdges(family, graph, counts);
    countAncestries(family, graph, counts);
    countRoot(family, model, counts);
  }
  const { edges, arrows, sure, rooted, roots } = counts;
  console.info(
    `\n${title}: ${families.length} trees, ${families.flatMap(({ pairs }) => pairs).length} pairs`,
  );
  console.info('| what | target | reached |\n|---|---|---|');
  console.info(`| sure edges right (from an ancestor) | ≥ 98 % | ${share(counts.sureRight, sure)} |`);
  console.info(`| edges that are sure | – | ${share(sure, edges)} |`);
  console.info(`| all arrows right | – | ${share(counts.arrowsRight, arrows)} |`);
  console.info(`| edges without an arrow | – | ${share(edges - arrows, edges)} |`);
  console.info(`| root named first | – | ${share(roots[0]!, rooted)} |`);
  console.info(`| root in the top 3 | ≥ 95 % | ${share(roots[2]!, rooted)} |`);
  console.info(`| edges that join a true parent | – | ${share(counts.parents, edges)} |`);
  console.info(`| ancestry found by arrows | – | ${share(counts.ancestriesFound, counts.ancestries)} |`);
  const said = counts.bins
    .filter(([count]) => count > 0)
    .map(([count, sum, right]) => `${(sum / count).toFixed(2)} → ${(right / count).toFixed(2)} (${count})`);
  console.info(`confidence of arrows said → right: ${said.join(' · ')}`);
  const above = counts.above.map(([all, right], place) => `> ${thresholds[place]}: ${share(right, all)}`);
  console.info(`arrows right by log odds: ${above.join(' · ')}`);
  if (listWrong) for (const line of counts.wrong) console.info(`  wrong: ${line}`);
}

function countEdges(family: MeasuredFamily, graph: LineageGraph, counts: Counts): void {
  const { parents, scene, steps } = family;
  for (const { from, to, state, directed, confidence, evidence, logit } of graph.edges) {
    if (state === 'same-content') continue;
    const [one, other] = [itemOf(from), itemOf(to)];
    if (one === null || other === null) continue;
    counts.edges += 1;
    const right = leadsTo(family, one, other);
    if (parents[other] === one || parents[one] === other) counts.parents += 1;
    if (!directed) continue;
    counts.arrows += 1;
    for (const [place, threshold] of thresholds.entries()) {
      if (logit <= threshold) continue;
      counts.above[place]![0] += 1;
      if (right) counts.above[place]![1] += 1;
    }
    if (right) counts.arrowsRight += 1;
    const bin = counts.bins[Math.max(0, Math.min(4, Math.floor((confidence - 0.5) * 10)))]!;
    bin[0] += 1;
    bin[1] += confidence;
    if (right) bin[2] += 1;
    if (state !== 'derived-from') continue;
    counts.sure += 1;
    if (right) counts.sureRight += 1;
    else {
      const how = leadsTo(family, other, one) ? 'reversed' : 'side by side';
      const why = evidence.map(({ cue, weight }) => `${cue} ${weight.toFixed(1)}`).join(', ');
      counts.wrong.push(`${scene}: [${steps[one]}] → [${steps[other]}] ${how}, ${logit.toFixed(1)}: ${why}`);
    }
  }
}

function countAncestries(family: MeasuredFamily, graph: LineageGraph, counts: Counts): void {
  const { parents } = family;
  const drawn: (number | null)[] = parents.map(() => null);
  for (const { from, to, directed } of graph.edges) if (directed) drawn[itemOf(to)!] = itemOf(from);
  for (const [one] of parents.entries()) {
    for (const [other] of parents.entries()) {
      if (!leadsTo(family, one, other)) continue;
      counts.ancestries += 1;
      if (isAncestor(drawn, one, other)) counts.ancestriesFound += 1;
    }
  }
}

/** Only where there is one first item: with items gone there can be several. */
function countRoot(family: MeasuredFamily, model: LineageModel, counts: Counts): void {
  const { parents } = family;
  if (parents.filter((parent) => parent === null).length !== 1) return;
  const verdicts = verdictsOf(family, model);
  const items = parents.map((_, index) => index);
  const likely = rootLikelihoods(items, verdicts);
  const place = items
    .sort((one, other) => likely.get(other)! - likely.get(one)!)
    .indexOf(parents.indexOf(null));
  counts.rooted += 1;
  for (let top = place; top < 3; top += 1) counts.roots[top]! += 1;
}

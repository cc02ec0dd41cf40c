import { buildLineage } from '#core/trace/lineage/build.ts';
import type { LineageModel } from '#core/trace/lineage/weights.ts';
import type { MeasuredFamily } from './families.ts';
import { edmonds, orientedKruskal } from './peers.ts';
import { share } from './report.ts';
import { isAncestor, itemOf, sourcesOf } from './truth.ts';

/** The same trees by dissimilarity alone. */
export function comparePeers(families: readonly MeasuredFamily[], model: LineageModel): void {
  console.info(
    '\n| peer | root right | edges right | edges right, undirected | ancestry |\n|---|---|---|---|---|',
  );
  const methods = [
    ['MSE, Oriented Kruskal', orientedKruskal],
    ['MSE, Edmonds', edmonds],
  ] as const;
  const ours = (count: number, family: MeasuredFamily): (number | null)[] => {
    const out = new Array<number | null>(count).fill(null);
    for (const { from, to, state } of buildLineage(sourcesOf(family), family.pairs, 0, model).edges) {
      if (from.startsWith('n') && state !== 'same-content') out[itemOf(to)!] = itemOf(from);
    }
    return out;
  };
  const rows: [string, (family: MeasuredFamily) => (number | null)[]][] = methods.map(([name, method]) => [
    name,
    (family) =>
      method(
        family.parents.length,
        family.pairs.flatMap(({ first, second, mse }) =>
          mse[0] < 0
            ? []
            : [
                { from: first, to: second, cost: mse[0] },
                { from: second, to: first, cost: mse[1] },
              ],
        ),
      ),
  ]);
  rows.push(['Assay, arrows or not', (family) => ours(family.parents.length, family)]);
  for (const [name, method] of rows) {
    let [roots, edges, joined, all, ancestry, pairs] = [0, 0, 0, 0, 0, 0];
    for (const family of families) {
      const { parents } = family;
      const found = method(family);
      if (found[parents.indexOf(null)] === null) roots += 1;
      for (const [child, parent] of parents.entries()) {
        if (parent === null) continue;
        all += 1;
        if (found[child] === parent) edges += 1;
        if (found[child] === parent || found[parent] === child) joined += 1;
      }
      for (let one = 0; one < parents.length; one += 1) {
        for (let other = 0; other < parents.length; other += 1) {
          if (!isAncestor(parents, one, other)) continue;
          pairs += 1;
          if (isAncestor(found, one, other)) ancestry += 1;
        }
      }
    }
    const cells = [
      share(roots, families.length),
      share(edges, all),
      share(joined, all),
      share(ancestry, pairs),
    ];
    console.info(`| ${name} | ${cells.join(' | ')} |`);
  }
}

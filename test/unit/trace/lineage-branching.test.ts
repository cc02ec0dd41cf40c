import { expect, test } from 'vitest';
import { type Arc, cheapestForest } from '#core/trace/lineage/branching.ts';
import { seeded } from '../../fixtures/make/copy-trees.ts';

/** Every way to give each node a parent or none, circles left out. */
function cheapestByTrying(count: number, arcs: readonly Arc[], roots: readonly number[]): number {
  let best = Number.POSITIVE_INFINITY;
  const parents = new Array<number>(count).fill(-1);
  const cost = (from: number, to: number): number => {
    if (from < 0) return roots[to]!;
    const costs = arcs.filter((arc) => arc.from === from && arc.to === to).map((arc) => arc.cost);
    return costs.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...costs);
  };
  const circular = (): boolean =>
    parents.some((_, start) => {
      let at = start;
      for (let step = 0; step <= count; step += 1) {
        if (at < 0) return false;
        at = parents[at]!;
      }
      return true;
    });
  const place = (node: number, sum: number): void => {
    if (sum >= best) return;
    if (node === count) {
      if (!circular()) best = sum;
      return;
    }
    for (let parent = -1; parent < count; parent += 1) {
      if (parent === node) continue;
      parents[node] = parent;
      place(node + 1, sum + cost(parent, node));
    }
    parents[node] = -1;
  };
  place(0, 0);
  return best;
}

function costOf(forest: readonly (number | null)[], arcs: readonly Arc[], roots: readonly number[]): number {
  return forest.reduce<number>((sum, parent, node) => {
    if (parent === null) return sum + roots[node]!;
    return (
      sum + Math.min(...arcs.filter(({ from, to }) => from === parent && to === node).map(({ cost }) => cost))
    );
  }, 0);
}

test('the forest is as cheap as the cheapest of all forests', () => {
  const next = seeded(11);
  for (let round = 0; round < 150; round += 1) {
    const count = 2 + Math.floor(next() * 5);
    const arcs: Arc[] = [];
    for (let from = 0; from < count; from += 1) {
      for (let to = 0; to < count; to += 1) {
        if (from !== to && next() < 0.75) arcs.push({ from, to, cost: Math.round(next() * 20) });
      }
    }
    const roots = Array.from({ length: count }, () => 5 + Math.round(next() * 25));
    const forest = cheapestForest(count, arcs, roots);
    expect(costOf(forest, arcs, roots)).toBe(cheapestByTrying(count, arcs, roots));
  }
});

test('circles within circles are taken apart', () => {
  // 0 ⇄ 1 and 2 ⇄ 3 are cheapest by themselves, and so is the circle of both.
  const arcs: Arc[] = [
    { from: 0, to: 1, cost: 1 },
    { from: 1, to: 0, cost: 1 },
    { from: 2, to: 3, cost: 1 },
    { from: 3, to: 2, cost: 1 },
    { from: 1, to: 2, cost: 3 },
    { from: 3, to: 0, cost: 3 },
  ];
  expect(cheapestForest(4, arcs, [40, 10, 40, 40])).toEqual([1, null, 1, 2]);
});

test('items without anything in common are roots of their own', () => {
  expect(cheapestForest(3, [{ from: 0, to: 2, cost: 1 }], [9, 9, 9])).toEqual([null, null, 0]);
});

test('three hundred items, each compared with twenty, hang from one root', () => {
  const next = seeded(3);
  const count = 300;
  const arcs: Arc[] = [];
  for (let to = 0; to < count; to += 1) {
    for (let near = 1; near <= 10; near += 1) {
      arcs.push({ from: (to + near) % count, to, cost: next() * 10 });
      arcs.push({ from: (to + count - near) % count, to, cost: next() * 10 });
    }
  }
  const forest = cheapestForest(count, arcs, new Float64Array(count).fill(50));
  expect(forest.filter((parent) => parent === null)).toHaveLength(1);
});

/** A way something may have come about, and what it costs to believe it. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

/**
 * The cheapest forest in which every node is a root or has one parent and nothing goes in a circle: minimum branching
 * after Chu and Liu (1965) and Edmonds (J. Res. NBS 71B, 1967), with one more node that every root hangs from.
 *
 * @param count nodes `0 … count − 1`
 * @param rootCosts what it costs to call each a root
 * @returns each node's parent; `null` for a root
 */
export function cheapestForest(
  count: number,
  arcs: readonly Arc[],
  rootCosts: ArrayLike<number>,
): (number | null)[] {
  const all: Edge[] = arcs
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, cost }, id) => ({ from, to, cost, id }));
  const parents = new Map(all.map(({ from, id }) => [id, from]));
  for (let node = 0; node < count; node += 1) {
    const id = arcs.length + node;
    all.push({ from: count, to: node, cost: rootCosts[node]!, id });
    parents.set(id, count);
  }
  const chosen = cheapestTree(count + 1, count, all);
  const targets = new Map(all.map(({ to, id }) => [id, to]));
  const out: (number | null)[] = new Array<number | null>(count).fill(null);
  for (const id of chosen) {
    const parent = parents.get(id)!;
    out[targets.get(id)!] = parent === count ? null : parent;
  }
  return out;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  /** Number of the arc this one stands for. */
  readonly id: number;
}

/** Numbers of the arcs of the cheapest tree that reaches every node from the root. */
function cheapestTree(count: number, root: number, edges: readonly Edge[]): number[] {
  const best = new Array<Edge | undefined>(count);
  for (const edge of edges) {
    if (edge.to === root || edge.from === edge.to) continue;
    const known = best[edge.to];
    if (known === undefined || edge.cost < known.cost || (edge.cost === known.cost && edge.id < known.id))
      best[edge.to] = edge;
  }
  const { group, circles, groups } = circlesOf(count, root, best);
  if (circles === 0) return best.flatMap((edge) => (edge === undefined ? [] : [edge.id]));
  // Every circle becomes one node; entering it at a node spares that node's arc of the circle.
  const inner = new Map<number, Edge>();
  const contracted: Edge[] = [];
  const entered = new Map<number, number>();
  for (const edge of edges) {
    const [from, to] = [group[edge.from]!, group[edge.to]!];
    if (from === to || edge.to === root) continue;
    const spared = to < circles ? best[edge.to]!.cost : 0;
    contracted.push({ from, to, cost: edge.cost - spared, id: edge.id });
    entered.set(edge.id, edge.to);
  }
  for (const edge of best) if (edge !== undefined && group[edge.to]! < circles) inner.set(edge.to, edge);
  const chosen = cheapestTree(groups, group[root]!, contracted);
  for (const id of chosen) inner.delete(entered.get(id)!);
  return [...chosen, ...[...inner.values()].map(({ id }) => id)];
}

/** Circles of the cheapest arcs, numbered from 0, then every node outside them by itself. */
function circlesOf(
  count: number,
  root: number,
  best: readonly (Edge | undefined)[],
): { readonly group: Int32Array; readonly circles: number; readonly groups: number } {
  const group = new Int32Array(count).fill(-1);
  const seen = new Int32Array(count).fill(-1);
  let circles = 0;
  for (let start = 0; start < count; start += 1) {
    let node = start;
    while (node !== root && seen[node] === -1 && best[node] !== undefined) {
      seen[node] = start;
      node = best[node]!.from;
    }
    if (node === root || seen[node] !== start || group[node] !== -1) continue;
    for (let at = node; group[at] === -1; at = best[at]!.from) group[at] = circles;
    circles += 1;
  }
  let groups = circles;
  for (let node = 0; node < count; node += 1) if (group[node] === -1) group[node] = groups++;
  return { group, circles, groups };
}

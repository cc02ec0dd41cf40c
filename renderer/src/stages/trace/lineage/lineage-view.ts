import type { EdgeState, Lineage, LineageEdge, LineageListing, LineageNode } from '#shared/domain/lineage.ts';
import { formatDate } from '#shared/text/format.ts';

/** How an edge is drawn. Only `sure` looks like a fact; `open` has no arrow at all. */
export type EdgeLook = 'sure' | 'probable' | 'open' | 'missing';

/** Log odds above which a direction is said without "probably". */
const surely = 2;

export function lookOf({
  state,
  directed,
  logit,
}: Pick<LineageEdge, 'state' | 'directed' | 'logit'>): EdgeLook {
  if (state === 'missing-parent') return 'missing';
  if (!directed) return 'open';
  return state !== 'probably' && logit > surely ? 'sure' : 'probable';
}

/** How sure the direction is, 0.5…1; `null`: no direction is said, or nothing was measured of it. */
export function sureness(edge: LineageEdge): number | null {
  return edge.directed && edge.state !== 'missing-parent' ? edge.confidence : null;
}

export interface EdgeFilter {
  /** `''`: every state. */
  readonly state: EdgeState | '';
  /** At least so sure, 0…1; 0 keeps edges without a direction too. */
  readonly least: number;
}

/** Places of the edges that are kept, in the graph's order. */
export function keptEdges(edges: readonly LineageEdge[], { state, least }: EdgeFilter): readonly number[] {
  return edges.flatMap((edge, index) =>
    (state === '' || edge.state === state) && (least === 0 || (sureness(edge) ?? 0) >= least) ? [index] : [],
  );
}

export interface DatedNode {
  readonly node: LineageNode;
  readonly date: NonNullable<LineageNode['date']>;
}

/** As exactly as it is known: a day stays a day. */
export function momentWords(at: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(at) ? at : formatDate(at);
}

/** Nodes with a date, the earliest first. */
export function datedNodes(nodes: readonly LineageNode[]): readonly DatedNode[] {
  return nodes
    .flatMap((node) => (node.date === null ? [] : [{ node, date: node.date }]))
    .toSorted((one, other) => Date.parse(one.date.at) - Date.parse(other.date.at));
}

export interface LikelyFirst {
  readonly node: LineageNode;
  /** How likely it is the first of those it hangs together with, 0…1. */
  readonly share: number;
}

/** Items that may be the first of others, the likeliest first; what has no link is the first of nothing. */
export function likelyFirsts({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): readonly LikelyFirst[] {
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return nodes
    .flatMap((node) => (node.root === null || !linked.has(node.id) ? [] : [{ node, share: node.root }]))
    .toSorted((one, other) => other.share - one.share);
}

/** `3`, or `?` for what is missing. */
export function shortName({ number }: LineageNode): string {
  return number === null ? '?' : String(number);
}

/** Links that lead from an item to one with an earlier date: the date or the direction is wrong. */
export function againstDates(
  { nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>,
  kept: readonly number[],
): ReadonlySet<number> {
  const times = new Map(datedNodes(nodes).map(({ node, date }) => [node.id, Date.parse(date.at)]));
  return new Set(
    kept.filter((index) => {
      const edge = edges[index];
      if (edge === undefined || !edge.directed) return false;
      const [from, to] = [times.get(edge.from), times.get(edge.to)];
      return from !== undefined && to !== undefined && to < from;
    }),
  );
}

export type Direction = 'up' | 'down' | 'left' | 'right';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The nearest node in a direction; what is off to the side counts as twice as far. */
export function nextNode(
  places: ReadonlyMap<string, Place>,
  from: string,
  direction: Direction,
): string | null {
  const start = places.get(from);
  if (start === undefined) return null;
  let [best, least]: [string | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const [id, { x, y }] of places) {
    const [right, down] = [x - start.x, y - start.y];
    const along = { up: -down, down, left: -right, right }[direction];
    const aside = direction === 'up' || direction === 'down' ? Math.abs(right) : Math.abs(down);
    const far = along + 2 * aside;
    if (id !== from && along > 1 && far < least) [best, least] = [id, far];
  }
  return best;
}

/** The lineage to show: the opened one if it is there, else the newest. */
export function shownLineage(
  lineages: readonly LineageListing[],
  opened: string | null,
): LineageListing | null {
  return lineages.find(({ id }) => id === opened) ?? newest(lineages);
}

function newest(lineages: readonly LineageListing[]): LineageListing | null {
  return lineages.reduce<LineageListing | null>(
    (last, one) => (last === null || one.at > last.at ? one : last),
    null,
  );
}

/** What is shown at length. */
export type Pointed = { readonly node: string } | { readonly edge: number } | null;

/** Edges at a node, by their places in the graph. */
export function edgesAt({ edges }: Pick<Lineage, 'edges'>, id: string): readonly number[] {
  return edges.flatMap(({ from, to }, index) => (from === id || to === id ? [index] : []));
}

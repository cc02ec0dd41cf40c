import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { LineageGraph } from '#shared/domain/lineage.ts';

type Point = readonly [number, number];

/** Where things are drawn, pixels. */
export interface GraphLayout {
  readonly nodes: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** By place in the graph's list: the points of the line, and the left upper corner of its words. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point }[];
}

export const nodeSize = { width: 208, height: 76 } as const;
export const labelSize = { width: 176, height: 52 } as const;

/**
 * Layered from the roots downwards. The kernel without a worker of its own: the policy of the page allows none from
 * text; a few hundred nodes, which is the most a lineage has, take well under a second.
 */
export async function graphLayout(graph: Pick<LineageGraph, 'nodes' | 'edges'>): Promise<GraphLayout> {
  const { default: Kernel } = await import('elkjs/lib/elk.bundled.js');
  const children: ElkNode[] = graph.nodes.map(({ id }) => ({ id, ...nodeSize }));
  const edges: ElkExtendedEdge[] = graph.edges.map(({ from, to }, index) => ({
    id: `${index}`,
    ...{ sources: [from], targets: [to], labels: [{ text: `${index}`, ...labelSize }] },
  }));
  const laid = await new Kernel().layout({ id: 'lineage', layoutOptions: options, children, edges });
  const byId = new Map((laid.edges ?? []).map((edge) => [edge.id, edge as ElkExtendedEdge]));
  return {
    nodes: new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    edges: graph.edges.map((_, index) => {
      const { sections = [], labels = [] } = byId.get(`${index}`) ?? {};
      return {
        points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
          [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => [x, y]),
        ),
        label: [labels[0]?.x ?? 0, labels[0]?.y ?? 0],
      };
    }),
  };
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeLabel': '6',
  'elk.spacing.componentComponent': '44',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

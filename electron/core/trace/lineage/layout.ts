import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { LineageGraph } from '#shared/domain/lineage.ts';

/** Where things are drawn, pixels. */
export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** By place in the graph's list: the line's points, and the left upper corner of its words. */
  readonly edges: readonly {
    readonly points: readonly (readonly [number, number])[];
    readonly label: readonly [number, number];
  }[];
}

export interface LayoutSizes {
  readonly node: { readonly width: number; readonly height: number };
  readonly label: { readonly width: number; readonly height: number };
}

/** Larger graphs are a table; a layered drawing of them is no help, and one of this size takes 7 s of processor time. */
export const mostDrawn = 1000;

/**
 * Layered from the roots downwards, by the Eclipse Layout Kernel: 300 nodes take a second of processor time.
 * Throws when the graph has more than `mostDrawn` nodes.
 */
export async function lineageLayout(
  graph: LineageGraph,
  sizes: LayoutSizes,
  direction: 'DOWN' | 'RIGHT' = 'DOWN',
): Promise<LineageLayout> {
  if (graph.nodes.length > mostDrawn) throw new RangeError(`more than ${mostDrawn} nodes`);
  const { default: elk } = await import('elkjs/lib/elk.bundled.js');
  const children: ElkNode[] = graph.nodes.map(({ id }) => ({ id, ...sizes.node }));
  const edges: ElkExtendedEdge[] = graph.edges.map(({ from, to }, index) => ({
    id: `${index}`,
    ...{ sources: [from], targets: [to], labels: [{ text: `${index}`, ...sizes.label }] },
  }));
  // The package's types describe a CommonJS module whose only export is the constructor.
  const Kernel = elk as unknown as new () => { layout(graph: ElkNode): Promise<ElkNode> };
  const laid = await new Kernel().layout({
    id: 'lineage',
    layoutOptions: { ...options, 'elk.direction': direction },
    children,
    edges,
  });
  const byId = new Map(((laid.edges ?? []) as ElkExtendedEdge[]).map((edge) => [edge.id, edge]));
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    nodes: new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    edges: graph.edges.map((_, index) => {
      const { sections = [], labels = [] } = byId.get(`${index}`) ?? { sections: [], labels: [] };
      return {
        points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
          [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y] as const),
        ),
        label: [labels[0]?.x ?? 0, labels[0]?.y ?? 0] as const,
      };
    }),
  };
}

const options = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeLabel': '6',
  'elk.spacing.componentComponent': '48',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.padding': '[top=28,left=28,bottom=28,right=28]',
};

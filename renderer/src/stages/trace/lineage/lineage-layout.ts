import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { LineageGraph } from '#shared/domain/lineage.ts';

type Point = readonly [number, number];

/** Where things are drawn, pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** By place in the graph's list: the points of the line, and the left upper corner of its words. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point }[];
  /** Left upper corner of the heading above the items without a link; `null`: every item has one. */
  readonly apart: { readonly x: number; readonly y: number } | null;
}

export const nodeSize = { width: 224, height: 72 } as const;
export const labelSize = { width: 196, height: 52 } as const;
const gap = 16;
const headingHeight = 30;

/**
 * Layered from the roots to the right, so that many copies of one source stand below each other and words lie along
 * the lines; items without a link in rows below. The kernel without a worker of its own: the policy of the page allows
 * none from text.
 */
export async function graphLayout(graph: Pick<LineageGraph, 'nodes' | 'edges'>): Promise<GraphLayout> {
  const { default: Kernel } = await import('elkjs/lib/elk.bundled.js');
  const linked = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const children: ElkNode[] = graph.nodes
    .filter(({ id }) => linked.has(id))
    .map(({ id }) => ({ id, ...nodeSize }));
  const edges: ElkExtendedEdge[] = graph.edges.map(({ from, to }, index) => ({
    id: `${index}`,
    ...{ sources: [from], targets: [to], labels: [{ text: `${index}`, ...labelSize }] },
  }));
  const laid: ElkNode = await new Kernel().layout({ id: 'lineage', layoutOptions: options, children, edges });
  const byId = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  const nodes = new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const drawn = { width: laid.width ?? 0, height: children.length === 0 ? 0 : (laid.height ?? 0) };
  const alone = graph.nodes.filter(({ id }) => !linked.has(id));
  const perRow = Math.max(3, Math.floor((drawn.width + gap) / (nodeSize.width + gap)));
  const below = drawn.height === 0 ? 0 : drawn.height + gap;
  alone.forEach(({ id }, index) => {
    const [column, row] = [index % perRow, Math.floor(index / perRow)];
    nodes.set(id, {
      x: gap + column * (nodeSize.width + gap),
      y: below + headingHeight + row * (nodeSize.height + gap),
    });
  });
  const rows = Math.ceil(alone.length / perRow);
  return {
    width: Math.max(drawn.width, gap + Math.min(alone.length, perRow) * (nodeSize.width + gap)),
    height: rows === 0 ? drawn.height : below + headingHeight + rows * (nodeSize.height + gap),
    nodes,
    edges: graph.edges.map((_, index) => {
      const { sections = [], labels = [] } = byId.get(`${index}`) ?? {};
      return {
        points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
          [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => [x, y]),
        ),
        label: [labels[0]?.x ?? 0, labels[0]?.y ?? 0],
      };
    }),
    apart: alone.length === 0 ? null : { x: gap, y: below },
  };
}

/** Smallest zoom at which the words on a link can be read. */
const readableZoom = 0.8;

interface Start {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/**
 * How a graph is first seen in a window of `width` × `height` pixels: whole when its words can be read then, else as
 * small as they can be, from `first` (the node to begin with) on.
 */
export function startingView(
  layout: Pick<GraphLayout, 'width' | 'height' | 'nodes'>,
  first: string | null,
  { width, height }: { readonly width: number; readonly height: number },
): Start {
  const whole = Math.min(width / Math.max(1, layout.width), height / Math.max(1, layout.height));
  const zoom = Math.min(1, Math.max(readableZoom, whole));
  const at = (first === null ? undefined : layout.nodes.get(first)) ?? { x: 0, y: 0 };
  return {
    x: placed(width, zoom * layout.width, zoom * (at.x + nodeSize.width / 2), 0.2),
    y: placed(height, zoom * layout.height, zoom * (at.y + nodeSize.height / 2), 0.5),
    zoom,
  };
}

/** In the middle if it fits; else so that `point` lies at a share of the window, without leaving a border empty. */
function placed(window: number, length: number, point: number, share: number): number {
  if (length <= window) return (window - length) / 2;
  return Math.min(0, Math.max(window - length, share * window - point));
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.componentComponent': '40',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

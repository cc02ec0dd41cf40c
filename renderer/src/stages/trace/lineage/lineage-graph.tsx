import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useQuery } from '@tanstack/react-query';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { Lineage } from '#shared/domain/lineage.ts';
import { useWords } from '../../../state/text.ts';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState, ProblemNotice } from '../../../ui/notice.tsx';
import styles from './lineage.module.css';
import {
  edgeTypes,
  type GraphEdge,
  type GraphHeading,
  type GraphNode,
  nodeTypes,
} from './lineage-drawing.tsx';
import { type GraphLayout, graphLayout, nodeSize, startingView } from './lineage-layout.ts';
import { LineageLegend } from './lineage-legend.tsx';
import { type Direction, likelyFirsts, nextNode, type Pointed } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

export interface LineageGraphProps {
  readonly caseId: string;
  readonly lineage: Lineage;
  /** Places of the edges that are drawn. */
  readonly kept: readonly number[];
  readonly pointed: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

/** The graph, from the roots to the right. The table beside it says the same without a drawing. */
export function LineageGraph(props: LineageGraphProps) {
  const { text } = useWords();
  const { lineage } = props;
  const layout = useQuery({
    queryKey: ['lineage-layout', lineage.id],
    queryFn: () => graphLayout(lineage),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (layout.isError) return <ProblemNotice error={layout.error} onRetry={() => void layout.refetch()} />;
  if (layout.data === undefined) return <EmptyState>{text('lineage.drawing')}</EmptyState>;
  return (
    <ReactFlowProvider key={lineage.id}>
      <Drawn {...props} layout={layout.data} />
    </ReactFlowProvider>
  );
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** Below this the words on the links are left out and names are written larger. */
const wordsFrom = 0.5;

function Drawn(props: LineageGraphProps & { readonly layout: GraphLayout }) {
  const { caseId, lineage, kept, pointed, onPoint, layout } = props;
  const { text } = useWords();
  const words = useLineageWords(lineage);
  const flow = useReactFlow();
  const far = useStore(({ transform }) => transform[2] < wordsFrom);
  const page = useRef<HTMLDivElement>(null);
  const first = likelyFirsts(lineage)[0]?.node.id ?? lineage.nodes[0]?.id ?? '';
  const [stop, setStop] = useState(first);
  const pointedNode = pointed !== null && 'node' in pointed ? pointed.node : null;
  const pointedEdge = pointed !== null && 'edge' in pointed ? pointed.edge : null;

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    const direction = arrows[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const next = nextNode(layout.nodes, id, direction);
    if (next === null) return;
    page.current
      ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"] button`)
      ?.focus({ preventScroll: true });
  };
  /** Reached by keys, a node comes into view. */
  const onFocus = (id: string, byKey: boolean) => {
    setStop(id);
    const place = layout.nodes.get(id);
    if (!byKey || place === undefined) return;
    void flow.setCenter(place.x + nodeSize.width / 2, place.y + nodeSize.height / 2, {
      zoom: flow.getZoom(),
    });
  };

  const places = useMemo(
    () =>
      lineage.nodes.map((node) => ({
        node,
        position: layout.nodes.get(node.id) ?? { x: 0, y: 0 },
      })),
    [lineage, layout],
  );
  const firsts = new Map(likelyFirsts(lineage).map(({ node, share }) => [node.id, share]));
  const nodes = places.map(({ node, position }): GraphNode => {
    const name = words.nodeName(node);
    const root = firsts.get(node.id);
    const share = root === undefined ? null : text('lineage.root', { share: words.percent(root) });
    return {
      ...{ id: node.id, type: 'exhibit', position, ...nodeSize, draggable: false },
      ...{ ariaRole: 'group', ariaLabel: name, domAttributes: { 'aria-roledescription': undefined } },
      data: {
        ...{ caseId, node, name, root: share, stop: node.id === stop, pointed: node.id === pointedNode },
        ...{ onOpen: () => onPoint({ node: node.id }), onKeyDown, onFocus },
      },
    };
  });
  const headings: GraphHeading[] =
    layout.apart === null
      ? []
      : [
          {
            ...{ id: 'apart', type: 'heading', position: layout.apart, draggable: false },
            data: { words: text('lineage.apart') },
          },
        ];
  const edges = kept.flatMap((index): GraphEdge[] => {
    const edge = lineage.edges[index];
    const lines = layout.edges[index];
    if (edge === undefined || lines === undefined) return [];
    const [state, step] = [words.state(edge), words.stepOf(edge)];
    const ends = words.ends(words.nameOf(edge.from), words.nameOf(edge.to), edge.directed);
    return [
      {
        ...{ id: `${index}`, type: 'step', source: edge.from, target: edge.to },
        ...{ ariaLabel: `${ends}: ${state}` },
        data: {
          ...{ edge, ...lines, state, step, ends, pointed: index === pointedEdge },
          onOpen: () => onPoint({ edge: index }),
        },
      },
    ];
  });
  return (
    <div className={styles.drawing}>
      <div className={styles.graph} ref={page} data-far={far ? true : undefined}>
        <ReactFlow<GraphNode | GraphHeading, GraphEdge>
          aria-label={text('lineage.graph')}
          nodes={[...nodes, ...headings]}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          onInit={(drawn) => {
            const { clientWidth: width = 0, clientHeight: height = 0 } = page.current ?? {};
            void drawn.setViewport(startingView(layout, first, { width, height }));
          }}
          minZoom={0.08}
          maxZoom={2}
          proOptions={{ hideAttribution: true }}
        />
        <div className={styles.zoom}>
          <IconButton
            label={text('lineage.zoom.in')}
            icon={<ZoomIn aria-hidden="true" />}
            onPress={() => void flow.zoomIn()}
          />
          <IconButton
            label={text('lineage.zoom.out')}
            icon={<ZoomOut aria-hidden="true" />}
            onPress={() => void flow.zoomOut()}
          />
          <IconButton
            label={text('lineage.zoom.fit')}
            icon={<Maximize aria-hidden="true" />}
            onPress={() => void flow.fitView({ maxZoom: 1, padding: 0.08 })}
          />
        </div>
      </div>
      <LineageLegend />
    </div>
  );
}

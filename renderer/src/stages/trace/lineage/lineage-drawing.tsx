import {
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
} from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import type { LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { Thumbnail } from '../../evidence/evidence-cells.tsx';
import styles from './lineage.module.css';
import { labelSize } from './lineage-layout.ts';
import { lookOf } from './lineage-view.ts';

export type GraphNode = Node<{
  readonly caseId: string;
  readonly node: LineageNode;
  readonly name: string;
  /** In words, how likely it is the first; `null`: not a root. */
  readonly root: string | null;
  /** The Tab key stops at one node; arrow keys go on from there. */
  readonly stop: boolean;
  readonly pointed: boolean;
  readonly onOpen: () => void;
  readonly onKeyDown: (event: KeyboardEvent, id: string) => void;
  readonly onFocus: (id: string, byKey: boolean) => void;
}>;

/** Above the items without a link. */
export type GraphHeading = Node<{ readonly words: string }>;

export type GraphEdge = Edge<{
  readonly edge: LineageEdge;
  readonly points: readonly (readonly [number, number])[];
  readonly label: readonly [number, number];
  readonly ends: string;
  readonly state: string;
  readonly step: string;
  readonly pointed: boolean;
  readonly onOpen: () => void;
}>;

function ExhibitNode({ id, data }: NodeProps<GraphNode>) {
  const { caseId, node, name, root, stop, pointed } = data;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles.handle ?? ''} />
      <button
        type="button"
        className={`nopan ${styles.node}`}
        tabIndex={stop ? 0 : -1}
        aria-pressed={pointed}
        data-missing={node.sha256 === null ? true : undefined}
        data-root={root === null ? undefined : true}
        title={name}
        onClick={data.onOpen}
        onKeyDown={(event) => data.onKeyDown(event, id)}
        onFocus={(event) => data.onFocus(id, event.currentTarget.matches(':focus-visible'))}
      >
        {node.sha256 !== null && node.media !== null && (
          <span className={styles.nodePicture}>
            <Thumbnail caseId={caseId} row={{ sha256: node.sha256, media: node.media }} />
          </span>
        )}
        <span className={styles.nodeWords}>
          <span className={styles.nodeName}>{name}</span>
          {root !== null && <span className={styles.root}>{root}</span>}
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles.handle ?? ''} />
    </>
  );
}

function Heading({ data }: NodeProps<GraphHeading>) {
  return <p className={styles.heading}>{data.words}</p>;
}

function StepEdge({ data }: EdgeProps<GraphEdge>) {
  if (data === undefined) return null;
  const { edge, points, label, ends, state, step, pointed } = data;
  const look = lookOf(edge);
  return (
    <>
      <g className={styles.edge} data-look={look} data-pointed={pointed ? true : undefined}>
        <polyline points={points.map((point) => point.join(',')).join(' ')} />
        {edge.directed && <path d={arrowHead(points, look === 'sure')} />}
      </g>
      <EdgeLabelRenderer>
        <button
          type="button"
          className={`nopan ${styles.label}`}
          data-look={look}
          // The same is in the table and in the details of both ends; by keys it is reached there.
          tabIndex={-1}
          aria-pressed={pointed}
          title={step === '' ? `${ends}: ${state}` : `${ends}: ${state} · ${step}`}
          style={{ transform: `translate(${label[0]}px, ${label[1]}px)`, ...labelSize }}
          onClick={data.onOpen}
        >
          <strong>{state}</strong> <span>{step}</span>
        </button>
      </EdgeLabelRenderer>
    </>
  );
}

/** At the end of the line: filled where the direction is said, two strokes where it is only probable. */
function arrowHead(points: readonly (readonly [number, number])[], filled: boolean): string {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return '';
  const length = Math.hypot(end[0] - before[0], end[1] - before[1]) || 1;
  const [x, y] = [(end[0] - before[0]) / length, (end[1] - before[1]) / length];
  const wing = (side: number) => `${end[0] - 9 * x - side * 4.5 * y},${end[1] - 9 * y + side * 4.5 * x}`;
  return `M${wing(1)}L${end[0]},${end[1]}L${wing(-1)}${filled ? 'Z' : ''}`;
}

export const nodeTypes = { exhibit: ExhibitNode, heading: Heading };
export const edgeTypes = { step: StepEdge };

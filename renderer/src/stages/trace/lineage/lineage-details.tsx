import type { Lineage, LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { formatDate } from '#shared/text/format.ts';
import { useWords } from '../../../state/text.ts';
import { comparePair } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { ChosenEvidence } from '../../conclude/evidence-choice.tsx';
import styles from './lineage.module.css';
import { edgesAt, lookOf, type Pointed } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

export interface LineageDetailsProps {
  readonly caseId: string;
  readonly lineage: Lineage;
  readonly pointed: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

/** What is known of one node or one edge, with every observation it rests on. */
export function LineageDetails({ caseId, lineage, pointed, onPoint }: LineageDetailsProps) {
  const { text } = useWords();
  const node =
    pointed !== null && 'node' in pointed ? lineage.nodes.find(({ id }) => id === pointed.node) : undefined;
  const edge = pointed !== null && 'edge' in pointed ? lineage.edges[pointed.edge] : undefined;
  if (node !== undefined)
    return <NodeDetails caseId={caseId} lineage={lineage} node={node} onPoint={onPoint} />;
  if (edge !== undefined)
    return <EdgeDetails caseId={caseId} lineage={lineage} edge={edge} onPoint={onPoint} />;
  return <EmptyState>{text('lineage.details.none')}</EmptyState>;
}

function NodeDetails({
  caseId,
  lineage,
  node,
  onPoint,
}: Omit<LineageDetailsProps, 'pointed'> & { readonly node: LineageNode }) {
  const { text } = useWords();
  const words = useLineageWords(lineage);
  const edges = edgesAt(lineage, node.id);
  return (
    <div className={styles.details}>
      <h3>{words.nodeName(node)}</h3>
      {node.sha256 === null ? (
        <p className={styles.muted}>{text('lineage.missing.note')}</p>
      ) : (
        <ChosenEvidence caseId={caseId} sha256={node.sha256} />
      )}
      {node.root !== null && <p>{text('lineage.root.note', { share: words.percent(node.root) })}</p>}
      {node.date !== null && (
        <p>{text(`lineage.date.${node.date.from}`, { date: formatDate(node.date.at) })}</p>
      )}
      <h4>{text('lineage.edges')}</h4>
      {edges.length === 0 && <p className={styles.muted}>{text('lineage.edges.none')}</p>}
      <ul className={styles.edgeList}>
        {edges.map((index) => {
          const edge = lineage.edges[index];
          if (edge === undefined) return null;
          const ends = words.ends(words.nameOf(edge.from), words.nameOf(edge.to), edge.directed);
          return (
            <li key={index}>
              <Button
                kind="quiet"
                onPress={() => onPoint({ edge: index })}
              >{`${ends}: ${words.state(edge)}`}</Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function EdgeDetails({
  caseId,
  lineage,
  edge,
  onPoint,
}: Omit<LineageDetailsProps, 'pointed'> & { readonly edge: LineageEdge }) {
  const { text, pick, number } = useWords();
  const words = useLineageWords(lineage);
  const [from, to] = [edge.from, edge.to].map((id) => lineage.nodes.find((node) => node.id === id));
  if (from === undefined || to === undefined) return null;
  const look = lookOf(edge);
  const says = {
    forward: words.ends(shortName(from), shortName(to), true),
    backward: words.ends(shortName(to), shortName(from), true),
    silent: text('lineage.cue.silent'),
  } as const;
  return (
    <div className={styles.details}>
      <h3>{words.ends(words.nodeName(from), words.nodeName(to), edge.directed)}</h3>
      {[from, to].map(({ id, sha256 }) =>
        sha256 === null ? null : <ChosenEvidence key={id} caseId={caseId} sha256={sha256} />,
      )}
      <FactList
        facts={[
          { name: text('lineage.column.state'), value: words.state(edge) },
          { name: text('lineage.column.step'), value: words.step(edge) },
          ...(edge.state === 'missing-parent'
            ? []
            : [{ name: text('lineage.logit'), value: number(Math.round(100 * edge.logit) / 100) }]),
        ]}
      />
      {look !== 'sure' && <p className={styles.muted}>{text(`lineage.look.${look}.note`)}</p>}
      <div className={styles.acts}>
        {from.sha256 !== null && to.sha256 !== null && (
          <Button onPress={() => comparePair(from.sha256 ?? '', to.sha256 ?? '')}>
            {text('lineage.compare')}
          </Button>
        )}
        {[from, to].map((node) => (
          <Button key={node.id} kind="quiet" onPress={() => onPoint({ node: node.id })}>
            {words.nodeName(node)}
          </Button>
        ))}
      </div>
      <h4>{text('lineage.cues')}</h4>
      {edge.evidence.length === 0 ? (
        <p className={styles.muted}>{text('lineage.cues.none')}</p>
      ) : (
        <DataTable
          label={text('lineage.cues')}
          columns={[
            { id: 'statement', title: text('lineage.cue.statement') },
            { id: 'says', title: text('lineage.cue.says') },
            { id: 'value', title: text('lineage.cue.value'), align: 'end' },
            { id: 'weight', title: text('lineage.cue.weight'), align: 'end' },
          ]}
          rows={edge.evidence.map((cue, index) => ({
            id: `${index} ${cue.cue}`,
            cells: [
              pick(cue.statement),
              says[cue.says],
              number(Math.round(1000 * cue.value) / 1000),
              `${cue.weight > 0 ? '+' : ''}${number(Math.round(100 * cue.weight) / 100)}`,
            ],
          }))}
        />
      )}
      <p className={styles.muted}>{text('lineage.confidence.note')}</p>
    </div>
  );
}

/** `3`, or `?` for what is missing. */
function shortName({ number }: LineageNode): string {
  return number === null ? '?' : String(number);
}

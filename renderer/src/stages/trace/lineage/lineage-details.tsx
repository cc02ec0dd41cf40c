import { ArrowLeft } from 'lucide-react';
import type { Lineage, LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { useWords } from '../../../state/text.ts';
import { comparePair } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { ChosenEvidence } from '../../conclude/evidence-choice.tsx';
import styles from './lineage.module.css';
import { LineageOverview } from './lineage-overview.tsx';
import { edgesAt, lookOf, momentWords, type Pointed, shortName } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

export interface LineageDetailsProps {
  readonly caseId: string;
  readonly lineage: Lineage;
  readonly pointed: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

/** What is known of one node or one edge, with every observation it rests on. */
export function LineageDetails({ caseId, lineage, pointed, onPoint }: LineageDetailsProps) {
  const node =
    pointed !== null && 'node' in pointed ? lineage.nodes.find(({ id }) => id === pointed.node) : undefined;
  const edge = pointed !== null && 'edge' in pointed ? lineage.edges[pointed.edge] : undefined;
  if (node !== undefined)
    return <NodeDetails caseId={caseId} lineage={lineage} node={node} onPoint={onPoint} />;
  if (edge !== undefined)
    return <EdgeDetails caseId={caseId} lineage={lineage} edge={edge} onPoint={onPoint} />;
  return <LineageOverview caseId={caseId} lineage={lineage} onPoint={onPoint} />;
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
      <Back onPoint={onPoint} />
      <h3>{words.nodeName(node)}</h3>
      {node.sha256 === null ? (
        <p className={styles.muted}>{text('lineage.missing.note')}</p>
      ) : (
        <ChosenEvidence caseId={caseId} sha256={node.sha256} />
      )}
      {node.root !== null && edges.length > 0 && (
        <p>{text('lineage.root.note', { share: words.percent(node.root) })}</p>
      )}
      {node.date !== null && (
        <p>{text(`lineage.date.${node.date.from}`, { date: momentWords(node.date.at) })}</p>
      )}
      <h4>{text('lineage.edges')}</h4>
      {edges.length === 0 && <p className={styles.muted}>{text('lineage.apart.note')}</p>}
      <ul className={styles.choices}>
        {edges.map((index) => {
          const edge = lineage.edges[index];
          if (edge === undefined) return null;
          const ends = words.ends(words.nameOf(edge.from), words.nameOf(edge.to), edge.directed);
          return (
            <li key={index}>
              <button type="button" onClick={() => onPoint({ edge: index })}>
                <span>{ends}</span>
                <span className={styles.muted}>{words.line(edge)}</span>
              </button>
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
  const signed = (value: number, digits: number) =>
    `${plain(value, digits) > 0 ? '+' : ''}${number(plain(value, digits), digits)}`;
  const says = {
    forward: words.ends(shortName(from), shortName(to), true),
    backward: words.ends(shortName(to), shortName(from), true),
    silent: text('lineage.cue.silent'),
  } as const;
  return (
    <div className={styles.details}>
      <Back onPoint={onPoint} />
      <h3>{words.ends(words.nodeName(from), words.nodeName(to), edge.directed)}</h3>
      <ul className={styles.choices}>
        {[from, to].map(({ id, sha256 }) => (
          <li key={id}>
            <button type="button" onClick={() => onPoint({ node: id })}>
              {sha256 === null ? text('lineage.missing') : <ChosenEvidence caseId={caseId} sha256={sha256} />}
            </button>
          </li>
        ))}
      </ul>
      <FactList
        facts={[
          { name: text('lineage.column.state'), value: words.state(edge) },
          { name: text('lineage.column.step'), value: words.step(edge) },
          ...(edge.state === 'missing-parent'
            ? []
            : [{ name: text('lineage.logit'), value: signed(edge.logit, 2) }]),
        ]}
      />
      {look !== 'sure' && <p className={styles.muted}>{text(`lineage.look.${look}.note`)}</p>}
      {from.sha256 !== null && to.sha256 !== null && (
        <div className={styles.acts}>
          <Button onPress={() => comparePair(from.sha256 ?? '', to.sha256 ?? '')}>
            {text('lineage.compare')}
          </Button>
        </div>
      )}
      <h4>{text('lineage.cues')}</h4>
      {edge.evidence.length === 0 ? (
        <p className={styles.muted}>{text('lineage.cues.none')}</p>
      ) : (
        <div className={styles.cues}>
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
                number(plain(cue.value, 3), 3),
                signed(cue.weight, 2),
              ],
            }))}
          />
        </div>
      )}
      <p className={styles.muted}>{text('lineage.confidence.note')}</p>
    </div>
  );
}

/** Rounded, and never a negative zero. */
function plain(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}

function Back({ onPoint }: { readonly onPoint: (pointed: Pointed) => void }) {
  const { text } = useWords();
  return (
    <div className={styles.back}>
      <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={() => onPoint(null)}>
        {text('lineage.overview')}
      </Button>
    </div>
  );
}

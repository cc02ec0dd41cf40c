import type { Lineage } from '#shared/domain/lineage.ts';
import { formatDate } from '#shared/text/format.ts';
import { useWords } from '../../../state/text.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import styles from './lineage.module.css';
import { LineageExport } from './lineage-export.tsx';
import { likelyFirsts, type Pointed } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

/** Likely firsts named before the rest is left to the graph. */
const most = 8;

/** The lineage as a whole, as long as no item and no link of it is chosen. */
export function LineageOverview({
  caseId,
  lineage,
  onPoint,
}: {
  readonly caseId: string;
  readonly lineage: Lineage;
  readonly onPoint: (pointed: Pointed) => void;
}) {
  const { text, number, elapsed } = useWords();
  const words = useLineageWords(lineage);
  const firsts = likelyFirsts(lineage).slice(0, most);
  return (
    <div className={styles.details}>
      <h3>{text('lineage.overview')}</h3>
      <p className={styles.muted}>{text('lineage.details.none')}</p>
      <FactList
        facts={[
          { name: text('lineage.made'), value: formatDate(lineage.at) },
          { name: text('lineage.took'), value: elapsed(lineage.durationMs) },
          { name: text('lineage.items'), value: number(lineage.nodes.length) },
          { name: text('lineage.edges'), value: number(lineage.edges.length) },
          { name: text('lineage.compared'), value: number(lineage.pairs.compared) },
          { name: text('lineage.left'), value: number(lineage.pairs.left) },
        ]}
      />
      {firsts.length > 0 && (
        <>
          <h4>{text('lineage.firsts')}</h4>
          <ul className={styles.choices}>
            {firsts.map(({ node, share }) => (
              <li key={node.id}>
                <button type="button" onClick={() => onPoint({ node: node.id })}>
                  <span>{words.nodeName(node)}</span>
                  <span className={styles.share}>{words.percent(share)}</span>
                </button>
              </li>
            ))}
          </ul>
          <p className={styles.muted}>{text('lineage.firsts.note')}</p>
        </>
      )}
      <LineageExport caseId={caseId} lineage={lineage.id} />
    </div>
  );
}

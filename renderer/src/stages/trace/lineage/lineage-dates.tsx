import type { Lineage } from '#shared/domain/lineage.ts';
import { formatDate } from '#shared/text/format.ts';
import { useWords } from '../../../state/text.ts';
import styles from './lineage.module.css';
import { datedNodes, type Pointed } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

/** Items in the order of their dates. A date is what somebody claims, unless it is certified. */
export function LineageDates({
  lineage,
  onPoint,
}: {
  readonly lineage: Lineage;
  readonly onPoint: (pointed: Pointed) => void;
}) {
  const { text } = useWords();
  const words = useLineageWords(lineage);
  const dated = datedNodes(lineage.nodes);
  if (dated.length === 0) return null;
  return (
    <section className={styles.dates} aria-label={text('lineage.dates')}>
      <h3>{text('lineage.dates')}</h3>
      <ol>
        {dated.map(({ node, date }) => (
          <li key={node.id}>
            <button type="button" onClick={() => onPoint({ node: node.id })}>
              <strong>{words.nodeName(node)}</strong>
              <span>{text(`lineage.date.${date.from}`, { date: formatDate(date.at) })}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

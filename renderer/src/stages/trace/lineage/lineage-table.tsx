import type { Lineage } from '#shared/domain/lineage.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import styles from './lineage.module.css';
import type { Pointed } from './lineage-view.ts';
import { sureness } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

/** The edges of the graph as rows. */
export function LineageTable({
  lineage,
  kept,
  onPoint,
}: {
  readonly lineage: Lineage;
  readonly kept: readonly number[];
  readonly onPoint: (pointed: Pointed) => void;
}) {
  const { text } = useWords();
  const words = useLineageWords(lineage);
  if (kept.length === 0) return <EmptyState>{text('lineage.edges.none')}</EmptyState>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className={styles.table} aria-label={text('lineage.table')} tabIndex={0}>
      <DataTable
        label={text('lineage.table')}
        columns={[
          { id: 'edge', title: text('lineage.column.edge'), width: '36%' },
          { id: 'state', title: text('lineage.column.state'), width: '19%' },
          { id: 'sure', title: text('lineage.column.confidence'), align: 'end', width: '84px' },
          { id: 'step', title: text('lineage.column.step') },
        ]}
        rows={kept.flatMap((index) => {
          const edge = lineage.edges[index];
          if (edge === undefined) return [];
          const share = sureness(edge);
          const ends = words.ends(words.nameOf(edge.from), words.nameOf(edge.to), edge.directed);
          return [
            {
              id: `${index}`,
              cells: [
                <button
                  key="edge"
                  type="button"
                  className={styles.link}
                  onClick={() => onPoint({ edge: index })}
                >
                  {ends}
                </button>,
                text(`lineage.state.${edge.state}`),
                share === null ? '' : words.percent(share),
                words.stepOf(edge),
              ],
            },
          ];
        })}
      />
    </section>
  );
}

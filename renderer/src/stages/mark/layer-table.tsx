import type { MarkLayer } from '#shared/domain/marking.ts';
import { layerStateWords, markLayerWords } from '#shared/text/mark-words.ts';
import { FlagWords } from '../../figures/flag-mark.tsx';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import styles from './mark.module.css';

/** Each layer of a copy: what became of it, and who read it back from the finished file. */
export function LayerTable({ layers }: { readonly layers: readonly MarkLayer[] }) {
  const { text, pick } = useWords();
  return (
    <DataTable
      label={text('mark.layers')}
      columns={[
        { id: 'layer', title: text('mark.column.layer'), width: '150px' },
        { id: 'state', title: text('mark.column.state'), width: '110px' },
        { id: 'detail', title: text('mark.column.detail') },
        { id: 'readers', title: text('mark.column.readers'), width: '18%' },
      ]}
      rows={layers.map(({ layer, state, detail, readers }) => ({
        id: layer,
        cells: [
          <span key="layer" className={styles.name}>
            {pick(markLayerWords[layer])}
          </span>,
          <FlagWords key="state" flag={layerStateWords[state].flag}>
            {pick(layerStateWords[state].text)}
          </FlagWords>,
          pick(detail),
          readers.length === 0 ? (
            <span key="readers" className={styles.muted}>
              {state === 'done' && layer !== 'register' ? text('mark.readers.none') : ''}
            </span>
          ) : (
            <ul key="readers" className={styles.readers}>
              {[...new Set(readers)].map((reader) => (
                <li key={reader}>{reader}</li>
              ))}
            </ul>
          ),
        ],
      }))}
    />
  );
}

import type { MarkedFile } from '#shared/domain/marking.ts';
import { useWords } from '../../state/text.ts';
import { showEntry } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CopyResult } from './copy-result.tsx';
import { LayerTable } from './layer-table.tsx';
import styles from './mark.module.css';
import { MarkQualityTable, MarkReadingFacts } from './mark-reading.tsx';

/** The copy of the whole chain: where it is, which layers it has, how the mark reads, and what it cost. */
export function MarkedResult({ caseId, made }: { readonly caseId: string; readonly made: MarkedFile }) {
  const { text, bytes } = useWords();
  const missing = made.layers.filter(({ state }) => state === 'refused' || state === 'failed').length;
  const { entry, mark } = made;
  return (
    <CopyResult
      caseId={caseId}
      made={made}
      notice={
        <Notice kind={missing === 0 ? 'information' : 'caution'}>
          {missing === 0 ? text('mark.made') : text('mark.made.partly', { count: missing })}
        </Notice>
      }
      facts={[
        {
          name: text('mark.size'),
          value: text('mark.size.value', { size: bytes(made.size), before: bytes(made.source.size) }),
        },
        ...(entry === null
          ? []
          : [{ name: text('mark.entry'), value: text('register.entry', { number: entry }) }]),
      ]}
      acts={entry !== null && <Button onPress={() => showEntry(entry)}>{text('mark.entry.open')}</Button>}
    >
      <section className={styles.section}>
        <h3>{text('mark.layers')}</h3>
        <LayerTable layers={made.layers} />
      </section>
      {mark !== null && (
        <section className={styles.section}>
          <h3>{text('mark.reading')}</h3>
          <MarkReadingFacts mark={mark} />
        </section>
      )}
      {mark !== null && mark.quality.length > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.quality')}</h3>
          <MarkQualityTable quality={mark.quality} />
        </section>
      )}
    </CopyResult>
  );
}

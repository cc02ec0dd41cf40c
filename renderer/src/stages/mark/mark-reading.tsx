import type { MarkQuality } from '#shared/domain/mark.ts';
import type { WrittenMark } from '#shared/domain/marking.ts';
import { hexIdentifier } from '#shared/text/mark-identifier.ts';
import { markKeyWords } from '#shared/text/mark-words.ts';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CopyButton } from '../../ui/hash.tsx';
import { Chance } from './chance.tsx';
import styles from './mark.module.css';

/** The mark as it was read from the finished copy: what it carries, and how far that is from chance. */
export function MarkReadingFacts({ mark }: { readonly mark: WrittenMark }) {
  const { text, pick, number } = useWords();
  const { codec, payload, key, reading } = mark;
  return (
    <FactList
      facts={[
        { name: text('mark.reading.identifier'), value: <Identifier decimal={payload} /> },
        {
          name: text('mark.codec'),
          value: (
            <>
              <code>{codec}</code> · {text(`mark.codec.${codec}`)}
            </>
          ),
        },
        { name: text('mark.key'), value: pick(markKeyWords(key)) },
        {
          name: text('mark.reading.statistic'),
          value: text('mark.reading.statistic.value', {
            name: pick(reading.statisticName),
            value: number(reading.statistic, 1),
            threshold: number(reading.threshold, 1),
          }),
        },
        {
          name: text('mark.reading.chance'),
          value: (
            <>
              <Chance log10={reading.falseAlarmLog10} />
              <span className={styles.aside}>{pick(reading.derivation)}</span>
            </>
          ),
        },
      ]}
    />
  );
}

/** In decimal, as every list has it, and in hexadecimal, as others write it. */
export function Identifier({ decimal }: { readonly decimal: string }) {
  const { text } = useWords();
  return (
    <span className={styles.path}>
      <span>
        <code>{decimal}</code> <code className={styles.muted}>{hexIdentifier(decimal)}</code>
      </span>
      <CopyButton value={decimal} label={text('common.copy')} />
    </span>
  );
}

export function MarkQualityTable({ quality }: { readonly quality: readonly MarkQuality[] }) {
  const { text, pick, number } = useWords();
  return (
    <DataTable
      label={text('mark.quality')}
      columns={[
        { id: 'measure', title: text('mark.column.quality') },
        { id: 'value', title: text('mark.column.value'), align: 'end', width: '140px' },
      ]}
      rows={quality.map(({ name, title, value, unit }) => ({
        id: name,
        cells: [pick(title), `${number(value, unit === '' ? 4 : 2)}${unit === '' ? '' : ` ${unit}`}`],
      }))}
    />
  );
}

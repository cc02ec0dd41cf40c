import { useMemo, useState } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { FigureOf } from '#shared/domain/figure.ts';
import { FlagMark } from '../../figures/flag-mark.tsx';
import { cellText } from '../../figures/table-order.ts';
import { useWords } from '../../state/text.ts';
import { Checkbox, SearchField } from '../../ui/field.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import { letterOf } from '../../viewer/picture.ts';
import styles from './compare.module.css';
import { fieldRows } from './field-differences.ts';
import { useLatestRuns } from './use-compared.ts';

export interface MetadataComparedProps {
  readonly caseId: string;
  readonly exhibits: readonly Evidence[];
}

/** Metadata fields of the exhibits side by side; at first only those that differ. */
export function MetadataCompared({ caseId, exhibits }: MetadataComparedProps) {
  const { text, pick, number } = useWords();
  const runs = useLatestRuns(caseId, exhibits, 'metadata.fields');
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<number | null>(null);
  const tables = useMemo(
    () =>
      runs.map(
        (run) =>
          run?.figures.find(
            (figure): figure is FigureOf<'table'> => figure.kind === 'table' && figure.id === 'fields',
          ) ?? null,
      ),
    [runs],
  );
  const all = useMemo(() => fieldRows(tables), [tables]);
  const words = {
    number: (value: number) => number(value, 6),
    pick,
    yes: text('common.yes'),
    no: text('common.no'),
  };
  const wanted = search.trim().toLowerCase();
  const rows = all.filter((row) => {
    if (onlyDifferences && !row.differs) return false;
    if (wanted === '') return true;
    const values = row.values.map((value) => (value === null ? '' : cellText(value.readable, words)));
    return [row.place, row.name, ...values].some((part) => part.toLowerCase().includes(wanted));
  });
  const missing = runs.flatMap((run, index) => (run === null ? [letterOf(index)] : []));
  return (
    <div className={styles.metadata}>
      {missing.length > 0 && (
        <Notice kind="caution" title={text('compare.metadata.missing', { letters: missing.join(', ') })} />
      )}
      <div className={styles.bar}>
        <SearchField label={text('figure.filter')} value={search} onChange={setSearch} />
        <Checkbox selected={onlyDifferences} onChange={setOnlyDifferences}>
          {text('compare.only-differences')}
        </Checkbox>
        <span className={styles.muted} role="status">
          {text('compare.metadata.count', { count: rows.length })}
        </span>
      </div>
      {rows.length === 0 && missing.length === 0 ? (
        <EmptyState>{text('compare.metadata.none')}</EmptyState>
      ) : (
        <WindowedGrid
          label={text('compare.metadata.table')}
          columns={[
            { id: 'place', title: text('compare.group'), width: 'minmax(90px, 160px)' },
            { id: 'name', title: text('compare.tag'), width: 'minmax(120px, 200px)' },
            ...exhibits.map((exhibit, index) => ({
              id: exhibit.sha256,
              title: text('viewer.pane.name', {
                letter: letterOf(index),
                number: exhibit.number,
                name: exhibit.name,
              }),
              width: 'minmax(0, 1fr)',
            })),
            { id: 'remark', title: text('compare.verdict'), width: '150px' },
          ]}
          count={rows.length}
          rowHeight={26}
          active={active}
          onActive={setActive}
          cells={(index) => {
            const row = rows[index];
            if (row === undefined) return [];
            const holders = row.values.flatMap((value, place) => (value === null ? [] : [letterOf(place)]));
            return [
              <code key="place" title={row.place}>
                {row.place}
              </code>,
              row.name,
              ...row.values.map((value, place) => {
                const key = exhibits[place]?.sha256 ?? place;
                if (value === null) {
                  return (
                    <span key={key} className={styles.muted}>
                      {text('compare.absent')}
                    </span>
                  );
                }
                const shown = cellText(value.readable, words);
                return (
                  <span key={key} title={`${shown}\n${cellText(value.raw, words)}`}>
                    {shown}
                  </span>
                );
              }),
              <span key="remark" className={styles.remark}>
                {!row.differs
                  ? text('compare.equal')
                  : holders.length < row.values.length
                    ? text('compare.only-in', { letters: holders.join(', ') })
                    : text('compare.differs')}
                {row.personal && <FlagMark flag="personal" />}
              </span>,
            ];
          }}
        />
      )}
    </div>
  );
}

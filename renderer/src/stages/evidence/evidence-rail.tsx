import { formatName } from '#shared/text/media-names.ts';
import { useWords } from '../../state/text.ts';
import { useView } from '../../state/view.ts';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import styles from './evidence.module.css';
import { OutcomeCounts, Thumbnail } from './evidence-cells.tsx';
import { EvidenceFilter } from './evidence-filter.tsx';
import type { EvidenceList } from './use-evidence-list.ts';

/** The same exhibits in a narrow column: two lines each. */
export function EvidenceRail({ caseId, list }: { readonly caseId: string; readonly list: EvidenceList }) {
  const { text, pick, number } = useWords();
  const filtered = useView((value) => value.search !== '' || value.kind !== '');
  const columns = [
    { id: 'number', title: text('evidence.number'), width: 'minmax(22px, max-content)', align: 'end' },
    { id: 'picture', title: text('evidence.picture'), width: '34px' },
    { id: 'name', title: text('evidence.name'), width: 'minmax(0, 1fr)' },
  ] as const;
  return (
    <div className={styles.list}>
      <div className={styles.railBar}>
        <EvidenceFilter />
      </div>
      {list.error !== null && <ProblemNotice error={list.error} />}
      {!list.loading && list.total === 0 ? (
        <EmptyState>{text('intake.no-match')}</EmptyState>
      ) : (
        <WindowedGrid
          label={text('evidence.list')}
          columns={columns}
          hideHeader
          count={list.total}
          rowHeight={42}
          active={list.active}
          onActive={list.select}
          onShow={list.show}
          rowName={(index) => list.at(index)?.name}
          cells={(index) => {
            const row = list.at(index);
            if (row === undefined) return [number(index + 1), null, text('common.loading')];
            return [
              <span key="number" className={styles.muted}>
                {number(row.number)}
              </span>,
              <Thumbnail key={row.sha256} caseId={caseId} row={row} small />,
              <span key="name" className={styles.two} title={row.name}>
                <span>{row.name}</span>
                <span>
                  <span className={styles.muted}>{pick(formatName(row.media.format))}</span>
                  <OutcomeCounts caseId={caseId} row={row} />
                </span>
              </span>,
            ];
          }}
        />
      )}
      {filtered && <div className={styles.count}>{text('evidence.count', { count: list.total })}</div>}
    </div>
  );
}

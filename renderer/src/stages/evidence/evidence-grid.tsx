import { Inbox, SearchX } from 'lucide-react';
import { shortHash } from '#shared/text/format.ts';
import { formatName } from '#shared/text/media-names.ts';
import { useWords } from '../../state/text.ts';
import { useView } from '../../state/view.ts';
import { CopyButton } from '../../ui/hash.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { type GridColumn, WindowedGrid } from '../../ui/windowed-grid.tsx';
import styles from './evidence.module.css';
import { extentOf, mediaOf, OutcomeCounts, Thumbnail } from './evidence-cells.tsx';
import { useEvidenceList } from './use-evidence-list.ts';

/** The full list of exhibits: number, picture, name, kind, extent, size, hash, outcomes. */
export function EvidenceGrid({ caseId, onOpen }: { readonly caseId: string; readonly onOpen: () => void }) {
  const words = useWords();
  const { text, pick, number, bytes } = words;
  const list = useEvidenceList(caseId);
  const filtered = useView((value) => value.search !== '' || value.kind !== '');
  if (list.error !== null) return <ProblemNotice error={list.error} />;
  if (!list.loading && list.total === 0) {
    return filtered ? (
      <EmptyState icon={<SearchX aria-hidden="true" />}>{text('intake.no-match')}</EmptyState>
    ) : (
      <EmptyState icon={<Inbox aria-hidden="true" />} note={text('intake.drop.note')}>
        {text('intake.empty')}
      </EmptyState>
    );
  }
  const columns: readonly GridColumn[] = [
    { id: 'number', title: text('evidence.number'), width: '44px', align: 'end' },
    { id: 'picture', title: text('evidence.picture'), width: '44px', bare: true },
    { id: 'name', title: text('evidence.name'), width: 'minmax(160px, 1fr)' },
    { id: 'kind', title: text('evidence.kind'), width: '128px' },
    { id: 'extent', title: text('evidence.extent'), width: '136px' },
    { id: 'size', title: text('evidence.size'), width: '76px', align: 'end' },
    { id: 'sha256', title: text('evidence.sha256'), width: '142px' },
    { id: 'outcomes', title: text('evidence.outcomes'), width: '168px' },
  ];
  return (
    <div className={styles.list}>
      <WindowedGrid
        label={text('evidence.list')}
        columns={columns}
        count={list.total}
        rowHeight={34}
        active={list.active}
        onActive={list.select}
        onOpen={onOpen}
        onShow={list.show}
        rowName={(index) => list.at(index)?.name}
        cells={(index) => {
          const row = list.at(index);
          if (row === undefined) return [number(index + 1), null, text('common.loading')];
          return [
            number(row.number),
            <Thumbnail key={row.sha256} caseId={caseId} row={row} />,
            <span key="name" title={row.name}>
              {row.name}
              {row.media.extensionFits === false && (
                <span
                  className={styles.unfit}
                  title={text('evidence.extension-unfit.note', {
                    format: pick(formatName(row.media.format)),
                  })}
                >
                  {text('evidence.extension-unfit')}
                </span>
              )}
            </span>,
            mediaOf(row.media, words),
            extentOf(row.media, words),
            <span key="size" title={text('facts.bytes', { count: row.size })}>
              {bytes(row.size)}
            </span>,
            <span key="hash" className={styles.code}>
              <code title={row.sha256}>{shortHash(row.sha256)}</code>
              {index === list.active && (
                <CopyButton value={row.sha256} label={text('evidence.copy-hash')} excludeFromTabOrder />
              )}
            </span>,
            <OutcomeCounts key="outcomes" caseId={caseId} row={row} />,
          ];
        }}
      />
      {filtered && <div className={styles.count}>{text('evidence.count', { count: list.total })}</div>}
    </div>
  );
}

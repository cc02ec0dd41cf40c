import { useState } from 'react';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { useEvidenceWindow } from '../../state/evidence.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import { letterOf } from '../../viewer/picture.ts';
import { Thumbnail } from '../evidence/evidence-cells.tsx';
import { EvidenceFilter } from '../evidence/evidence-filter.tsx';
import styles from './compare.module.css';

export interface ComparedPickerProps {
  readonly caseId: string;
  readonly chosen: readonly Sha256[];
}

const most = 4;

/** Tick two to four exhibits; the letters are those of the panes, in the order of ticking. */
export function ComparedPicker({ caseId, chosen }: ComparedPickerProps) {
  const { text, number } = useWords();
  const list = useEvidenceWindow(caseId);
  const [active, setActive] = useState<number | null>(null);
  const tick = (index: number) => {
    const row = list.at(index);
    if (row === undefined) return;
    view.set(({ compared }) => ({
      comparison: null,
      compared: compared.includes(row.sha256)
        ? compared.filter((other) => other !== row.sha256)
        : [...compared, row.sha256].slice(-most),
    }));
  };
  return (
    <div className={styles.picker}>
      <div className={styles.pickerBar}>
        <EvidenceFilter />
      </div>
      {list.error !== null && <ProblemNotice error={list.error} />}
      <WindowedGrid
        label={text('compare.choose')}
        columns={[
          { id: 'letter', title: text('compare.choose'), width: '20px' },
          { id: 'number', title: text('evidence.number'), width: 'minmax(22px, max-content)', align: 'end' },
          { id: 'picture', title: text('evidence.picture'), width: '34px' },
          { id: 'name', title: text('evidence.name'), width: 'minmax(0, 1fr)' },
        ]}
        hideHeader
        count={list.total}
        rowHeight={42}
        active={active}
        onActive={setActive}
        onTick={tick}
        ticked={(index) => chosen.includes(list.at(index)?.sha256 ?? '')}
        onShow={list.show}
        rowName={(index) => list.at(index)?.name}
        cells={(index) => {
          const row = list.at(index);
          if (row === undefined) return [null, number(index + 1), null, text('common.loading')];
          const place = chosen.indexOf(row.sha256);
          return [
            <span key="letter" className={styles.letter} data-chosen={place >= 0 ? true : undefined}>
              {place >= 0 && letterOf(place)}
            </span>,
            <span key="number" className={styles.muted}>
              {number(row.number)}
            </span>,
            <Thumbnail key={row.sha256} caseId={caseId} row={row} small />,
            <span key="name" className={styles.two} title={row.name}>
              <span>{row.name}</span>
              <span className={styles.muted}>{row.media.format}</span>
            </span>,
          ];
        }}
      />
    </div>
  );
}

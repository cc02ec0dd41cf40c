import { Check } from 'lucide-react';
import { useState } from 'react';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { shortHash } from '#shared/text/format.ts';
import { useEvidenceWindow } from '../../state/evidence.ts';
import { useWords } from '../../state/text.ts';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import { EvidenceFilter } from '../evidence/evidence-filter.tsx';
import styles from './report.module.css';

export interface EvidencePickerProps {
  readonly caseId: string;
  readonly chosen: ReadonlySet<Sha256>;
  readonly onChange: (chosen: ReadonlySet<Sha256>) => void;
  /** In a narrow column: without the hashes. */
  readonly narrow?: boolean;
}

/** Tick exhibits: click or Space. */
export function EvidencePicker({ caseId, chosen, onChange, narrow = false }: EvidencePickerProps) {
  const { text, number } = useWords();
  const list = useEvidenceWindow(caseId);
  const [active, setActive] = useState<number | null>(null);
  const tick = (index: number) => {
    const row = list.at(index);
    if (row === undefined) return;
    const next = new Set(chosen);
    if (!next.delete(row.sha256)) next.add(row.sha256);
    onChange(next);
  };
  const isTicked = (index: number) => {
    const row = list.at(index);
    return row !== undefined && chosen.has(row.sha256);
  };
  return (
    <div className={styles.section}>
      <div className={narrow ? styles.section : styles.head}>
        <p>{text('report.chosen', { count: chosen.size })}</p>
        <EvidenceFilter />
      </div>
      <div className={styles.picker}>
        <WindowedGrid
          label={text('report.some')}
          columns={[
            { id: 'tick', title: text('report.some'), width: '15px' },
            { id: 'number', title: text('evidence.number'), width: '40px', align: 'end' },
            { id: 'name', title: text('evidence.name'), width: 'minmax(0, 1fr)' },
            ...(narrow ? [] : [{ id: 'sha256', title: text('evidence.sha256'), width: '120px' }]),
          ]}
          hideHeader
          count={list.total}
          rowHeight={26}
          active={active}
          onActive={setActive}
          onTick={tick}
          ticked={isTicked}
          onShow={list.show}
          rowName={(index) => list.at(index)?.name}
          cells={(index) => {
            const row = list.at(index);
            if (row === undefined) return [null, number(index + 1), text('common.loading')];
            const ticked = chosen.has(row.sha256);
            return [
              <span key="tick" className={`${styles.tick} ${ticked ? styles.ticked : ''}`} aria-hidden="true">
                {ticked && <Check />}
              </span>,
              number(row.number),
              <span key="name" title={row.name}>
                {row.name}
              </span>,
              <code key="hash">{shortHash(row.sha256)}</code>,
            ];
          }}
        />
      </div>
    </div>
  );
}

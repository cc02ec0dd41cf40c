import { useQuery } from '@tanstack/react-query';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { DutyCell, DutyMatrix } from '#shared/domain/obligation.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { showPassage, showResult } from '../../../state/view.ts';
import { BytesLead, Lead, Stranger } from '../../examine/credential/words-shown.tsx';
import styles from './cell-panel.module.css';

export interface CellSupportProps {
  readonly cell: DutyCell;
  readonly exhibit: DutyMatrix['exhibits'][number];
  /** What the exhibit is taken for a copy of. */
  readonly earlier: Sha256 | null;
  readonly onRecord: () => void;
}

/** What an answer rests on, with the way to it: the run's own result, the bytes, the record, the comparison. */
export function CellSupport({ cell, exhibit, earlier, onRecord }: CellSupportProps) {
  const { text, pick } = useWords();
  const cards = useQuery(calls.app.analyses.queryOptions());
  const selection = { sha256: exhibit.sha256, index: exhibit.number - 1 };
  const titleOf = (id: string) => {
    const card = cards.data?.find((one) => one.id === id);
    return card === undefined ? id : pick(card.title);
  };
  return (
    <section>
      <h3>{text('duties.support')}</h3>
      {cell.support.length === 0 ? (
        <p className={styles.muted}>{text('duties.support.none')}</p>
      ) : (
        <ul className={styles.support}>
          {cell.support.map(({ kind, what, analysis, run, bytes }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two copies of a label read alike; the list is only replaced whole
            <li key={`${index} ${what.en}`}>
              <Stranger>{pick(what)}</Stranger>
              {kind === 'publication' && (
                <span className={styles.leads}>
                  <Lead onPress={onRecord}>{text('duties.open-record')}</Lead>
                </span>
              )}
              {kind === 'passage' && earlier !== null && (
                <span className={styles.leads}>
                  <Lead onPress={() => showPassage(earlier, exhibit.sha256)}>{text('duties.compare')}</Lead>
                </span>
              )}
              {analysis !== null && (
                <span className={styles.leads}>
                  {run === null ? (
                    <span className={styles.muted}>
                      {text('duties.support.not-run', { analysis: titleOf(analysis) })}
                    </span>
                  ) : (
                    <Lead onPress={() => showResult(selection, analysis, null)}>{titleOf(analysis)}</Lead>
                  )}
                  {bytes !== null && run !== null && (
                    <BytesLead range={bytes} onBytes={(range) => showResult(selection, analysis, range)} />
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

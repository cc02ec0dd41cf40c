import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { Ref } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { Duty, DutyCell, DutyMatrix } from '#shared/domain/obligation.ts';
import { copyFaultWords, dutyOutcomeWords } from '#shared/text/duty-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { selectEvidence, view } from '../../../state/view.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { EvidenceChoice } from '../evidence-choice.tsx';
import styles from './cell-panel.module.css';
import { CellSupport } from './cell-support.tsx';
import { ClauseFacts } from './clause-facts.tsx';
import { DutyOutcomeMark } from './outcome-mark.tsx';
import { useDutyChoice } from './use-duty-choice.ts';

export interface CellPanelProps {
  readonly shown: Case;
  readonly duty: Duty;
  readonly exhibit: DutyMatrix['exhibits'][number];
  readonly cell: DutyCell;
  /** What the matrix takes the exhibit for a copy of. */
  readonly earlier: Sha256 | null;
  readonly onClose: () => void;
  readonly ref: Ref<HTMLHeadingElement>;
}

/** One answer at length: how it follows, what it rests on, what the clause says and what its source is worth. */
export function CellPanel({ shown, duty, exhibit, cell, earlier, onClose, ref }: CellPanelProps) {
  const { text, pick } = useWords();
  return (
    <article
      className={styles.panel}
      onKeyDown={(event) => {
        // A dialog above handles its own Escape.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={styles.head}>
        <h2 ref={ref} tabIndex={-1}>
          {pick(duty.title)}
        </h2>
        <IconButton label={text('common.close')} icon={<X aria-hidden="true" />} onPress={onClose} />
        <p className={styles.muted}>
          <code>{duty.id}</code> · {text('duties.exhibit', exhibit)}
        </p>
      </header>
      <section className={styles.answer} data-outcome={cell.outcome}>
        <p className={styles.outcome}>
          <DutyOutcomeMark outcome={cell.outcome} />
        </p>
        <p>{pick(dutyOutcomeWords[cell.outcome].meaning)}</p>
      </section>
      <section>
        <h3>{text('duties.reasoning')}</h3>
        <ul className={styles.sentences}>
          {cell.reasoning.map((sentence) => (
            <li key={sentence.en}>{pick(sentence)}</li>
          ))}
        </ul>
      </section>
      <CellSupport cell={cell} exhibit={exhibit} earlier={earlier} onRecord={() => openRecord(exhibit)} />
      <ClauseFacts duty={duty} />
      <AboutExhibit shown={shown} exhibit={exhibit} />
    </article>
  );
}

/** The publication record of an exhibit, or of the one that is selected. */
export function openRecord(exhibit: CellPanelProps['exhibit'] | null): void {
  if (exhibit !== null) selectEvidence({ sha256: exhibit.sha256, index: exhibit.number - 1 });
  view.set({ conclude: 'publication' });
}

/** What the examiner adds to the file: where it was seen, and what it was copied from. */
function AboutExhibit({ shown, exhibit }: Pick<CellPanelProps, 'shown' | 'exhibit'>) {
  const { text, pick } = useWords();
  const { copies, assume, fault, error, unrecorded } = useDutyChoice(shown);
  const record = useQuery(
    calls.publication.get.queryOptions({ input: { caseId: shown.id, evidence: exhibit.sha256 } }),
  );
  return (
    <section>
      <h3>{text('duties.about', { number: exhibit.number })}</h3>
      <div className={styles.about}>
        <div className={styles.record}>
          <span>
            {record.data === undefined
              ? text('common.loading')
              : record.data === null
                ? text('duties.no-record')
                : text('duties.record', { version: record.data.version })}
          </span>
          <Button onPress={() => openRecord(exhibit)}>{text('duties.open-record')}</Button>
        </div>
        <EvidenceChoice
          caseId={shown.id}
          label={text('duties.copy')}
          none={text('duties.copy.none')}
          value={copies.find(({ evidence }) => evidence === exhibit.sha256)?.from ?? null}
          except={exhibit.sha256}
          onChange={(from) => assume(exhibit.sha256, from)}
        />
        {fault !== null && <Notice kind="caution" title={pick(copyFaultWords[fault.kind])} />}
        {error !== null && <ProblemNotice error={error} />}
        <p className={styles.muted}>
          {text('duties.copy.note')}
          {unrecorded && ` ${text('duties.copy.unrecorded')}`}
        </p>
      </div>
    </section>
  );
}

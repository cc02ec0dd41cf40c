import type { ReactNode } from 'react';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import { dutyOutcomeWords } from '#shared/text/duty-words.ts';
import { useWords } from '../../../state/text.ts';
import styles from './duties.module.css';

/** Outlines differ, so that answers are told apart without colour and in forced colours. */
const shapes: Readonly<Record<DutyOutcome, ReactNode>> = {
  pass: <path d="m1.5 6.5 3.2 3.2 5.8-7.4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  fail: <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2.2" />,
  warn: (
    <>
      <path
        d="M6 1.2 11.3 10.8H.7Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path d="M6 4.6v3M6 8.5v1.1" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  undetermined: (
    <path
      d="M3.4 4.2C3.4 2.6 4.5 1.6 6 1.6s2.6.9 2.6 2.3C8.6 5.8 6 5.6 6 7.6M6 9.2v1.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
  'not-applicable': <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.6" />,
};

/** An answer: shape, word, colour. */
export function DutyOutcomeMark({
  outcome,
  count,
}: {
  readonly outcome: DutyOutcome;
  readonly count?: number;
}) {
  const { pick, number } = useWords();
  return (
    <span className={styles.outcome} data-outcome={outcome}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shapes[outcome]}
      </svg>
      <span>{pick(dutyOutcomeWords[outcome].name)}</span>
      {count !== undefined && <b>{number(count)}</b>}
    </span>
  );
}

import type { ReactNode } from 'react';
import type { Bearing, Strength } from '#shared/domain/finding.ts';
import type { Outcome } from '#shared/domain/run.ts';
import { useWords } from '../state/text.ts';
import styles from './marks.module.css';

/** Shapes differ in outline, so that they are told apart without colour and in forced colours. */
const outcomeShapes: Readonly<Record<Outcome, ReactNode>> = {
  found: <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />,
  'nothing-found': <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  'not-applicable': <path d="M2 6h8" stroke="currentColor" strokeWidth="1.8" />,
  undetermined: (
    <path
      d="M6 1.2 11.3 10.8H.7Z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  failed: <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2" />,
};

const bearingShapes: Readonly<Record<Bearing, ReactNode>> = {
  supports: <path d="M6 1.5 11.2 10.5H.8Z" fill="currentColor" />,
  contradicts: <path d="M6 10.5.8 1.5h10.4Z" fill="currentColor" />,
  inconclusive: (
    <>
      <path d="M6 1 11 6 6 11 1 6Z" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1v10L1 6Z" fill="currentColor" />
    </>
  ),
  informational: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M6 5.4v3.2M6 3.2v1.2" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
};

function Shape({ children }: { readonly children: ReactNode }) {
  return (
    <svg className={styles.shape} viewBox="0 0 12 12" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Outcome of a run: shape, word, colour. `count` stands instead of the word where the column says it. */
export function OutcomeMark({ outcome, count }: { readonly outcome: Outcome; readonly count?: number }) {
  const { text, number } = useWords();
  const word = text(`outcome.${outcome}`);
  return (
    <span className={`${styles.mark} ${styles[outcome]}`} {...(count === undefined ? {} : { title: word })}>
      <Shape>{outcomeShapes[outcome]}</Shape>
      {count === undefined ? (
        word
      ) : (
        <>
          <span className={styles.hidden}>{word}</span>
          {number(count)}
        </>
      )}
    </span>
  );
}

/** How a finding bears on its proposition: shape, word, colour. */
export function BearingMark({ bearing }: { readonly bearing: Bearing }) {
  const { text } = useWords();
  return (
    <span className={`${styles.mark} ${styles[bearing]}`}>
      <Shape>{bearingShapes[bearing]}</Shape>
      {text(`bearing.${bearing}`)}
    </span>
  );
}

const bars: Readonly<Record<Strength, number>> = { strong: 3, moderate: 2, weak: 1, none: 0 };

/** Weight that the method's own limits allow: bars and word. */
export function StrengthMark({ strength }: { readonly strength: Strength }) {
  const { text } = useWords();
  return (
    <span className={styles.mark}>
      <svg className={styles.shape} viewBox="0 0 12 12" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={1 + bar * 3.8}
            y={7.5 - bar * 3}
            width="2.4"
            height={3.5 + bar * 3}
            fill={bar < bars[strength] ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth=".7"
          />
        ))}
      </svg>
      {text('strength.of', { strength: text(`strength.${strength}`) })}
    </span>
  );
}

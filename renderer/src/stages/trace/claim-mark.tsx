import type { ReactNode } from 'react';
import type { CopyClaim } from '#shared/domain/fingerprint.ts';
import { claimWords } from '#shared/text/trace-words.ts';
import { useWords } from '../../state/text.ts';
import styles from './trace.module.css';

/** The fuller the shape, the more is confirmed; outlines differ, so that they are told apart without colour. */
const shapes: Readonly<Record<CopyClaim, ReactNode>> = {
  'same-bytes': <rect x="1.4" y="1.4" width="9.2" height="9.2" fill="currentColor" />,
  'same-content': <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />,
  copy: <circle cx="6" cy="6" r="4.8" fill="currentColor" />,
  likely: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.6a4.4 4.4 0 0 0 0 8.8Z" fill="currentColor" />
    </>
  ),
  candidate: (
    <circle
      cx="6"
      cy="6"
      r="4.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2.4 1.6"
    />
  ),
};

/** What a likeness is worth: shape, word, colour. */
export function ClaimMark({ claim }: { readonly claim: CopyClaim }) {
  const { pick } = useWords();
  return (
    <span className={styles.claim} data-claim={claim}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shapes[claim]}
      </svg>
      {pick(claimWords[claim])}
    </span>
  );
}

import type { ReactNode } from 'react';
import type { Flag } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import styles from './figures.module.css';

/** Outlines differ, so that flags are told apart without colour. */
const shapes: Readonly<Record<Flag, ReactNode>> = {
  ok: <path d="m2 6.5 3 3 5-7" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  notice: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  warning: <path d="M6 1.2 11.3 10.8H.7Z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  error: <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2" />,
  personal: (
    <path d="M6 6a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 6 6Zm-4.6 5a4.6 4 0 0 1 9.2 0Z" fill="currentColor" />
  ),
};

/** The shape alone, for places that say the meaning in words of their own. */
export function FlagShape({ flag }: { readonly flag: Flag }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {shapes[flag]}
    </svg>
  );
}

/** How a row, node or event asks for attention: shape, word, colour. */
export function FlagMark({ flag }: { readonly flag: Flag }) {
  const { text } = useWords();
  return (
    <span className={styles.flag} data-flag={flag}>
      <FlagShape flag={flag} />
      {text(`figure.flag.${flag}`)}
    </span>
  );
}

/** The same shape and colour with words of their own. */
export function FlagWords({ flag, children }: { readonly flag: Flag; readonly children: ReactNode }) {
  return (
    <span className={`${styles.flag} ${styles.flagWords}`} data-flag={flag}>
      <FlagShape flag={flag} />
      {children}
    </span>
  );
}

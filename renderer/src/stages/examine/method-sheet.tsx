import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { calls } from '../../bridge/bridge.ts';
import { closeOverlay, useMethodShown } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './method-guide.module.css';
import { MethodGuide } from './method-guide.tsx';

/** The page of a method beside its result. It is part of the program: nothing is fetched from anywhere. */
export function MethodSheet() {
  const { text, pick } = useWords();
  const id = useMethodShown();
  const cards = useQuery(calls.app.analyses.queryOptions());
  const card = cards.data?.find((one) => one.id === id);
  // The text takes the focus, so that the arrow keys scroll it at once.
  const reading = useRef<HTMLElement>(null);
  useEffect(() => reading.current?.focus({ preventScroll: true }), []);
  const title = card === undefined ? (id ?? '') : pick(card.title);
  return (
    <Dialog title={text('method.page', { title })} open onClose={closeOverlay} side>
      <article ref={reading} tabIndex={-1} aria-label={title} className={styles.reading}>
        {card === undefined ? <p>{text('method.page.missing')}</p> : <MethodGuide card={card} />}
      </article>
    </Dialog>
  );
}

import { useState } from 'react';
import type { FigureOf } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import { Notice } from '../ui/notice.tsx';
import styles from './figures.module.css';

/** A picture that a run made. */
export function ImageView({
  figure,
  address,
}: {
  readonly figure: FigureOf<'image'>;
  readonly address: string;
}) {
  const { text, pick } = useWords();
  const [failed, setFailed] = useState(false);
  if (failed) return <Notice kind="problem" title={text('figure.artifact-failed')} />;
  return (
    <div className={styles.image}>
      <img
        className={styles.picture}
        src={address}
        width={figure.width}
        height={figure.height}
        alt={pick(figure.caption)}
        decoding="async"
        data-pixels={figure.width <= 256 ? true : undefined}
        onError={() => setFailed(true)}
      />
      <p className={styles.muted}>{pick(figure.caption)}</p>
    </div>
  );
}

import type { FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../state/text.ts';
import styles from './figures.module.css';

/** One value with its unit. */
export function ScalarView({ figure }: { readonly figure: FigureOf<'scalar'> }) {
  const { pick, number } = useWords();
  return (
    <p className={styles.scalar}>
      <b>{typeof figure.value === 'number' ? number(figure.value, 6) : visibleText(figure.value)}</b>
      {figure.unit !== undefined && <span>{visibleText(figure.unit)}</span>}
      {figure.note !== undefined && <span className={styles.muted}>{pick(figure.note)}</span>}
    </p>
  );
}

import { ProgressBar } from 'react-aria-components';
import styles from './progress.module.css';

/** How far a job is; `total` 0 means not known yet. */
export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}) {
  const known = total > 0;
  return (
    <ProgressBar
      className={styles.track ?? ''}
      aria-label={label}
      value={known ? Math.min(done, total) : 0}
      maxValue={known ? total : 1}
      isIndeterminate={!known}
    >
      {({ percentage }) => (
        <span
          className={known ? styles.fill : styles.unknown}
          {...(known ? { style: { width: `${percentage ?? 0}%` } } : {})}
        />
      )}
    </ProgressBar>
  );
}

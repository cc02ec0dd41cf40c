import { useWords } from '../../../state/text.ts';
import styles from './lineage.module.css';
import type { EdgeLook } from './lineage-view.ts';

const looks: readonly EdgeLook[] = ['sure', 'probable', 'open', 'missing'];

/** How lines are drawn, and what that says. */
export function LineageLegend() {
  const { text } = useWords();
  return (
    <ul className={styles.legend} aria-label={text('lineage.legend')}>
      {looks.map((look) => (
        <li key={look}>
          <svg viewBox="0 0 40 10" aria-hidden="true">
            <g className={styles.edge} data-look={look}>
              <polyline points="1,5 38,5" />
              {look !== 'open' && <path d={`M30,1L38,5L30,9${look === 'sure' ? 'Z' : ''}`} />}
            </g>
          </svg>
          {text(`lineage.legend.${look}`)}
        </li>
      ))}
    </ul>
  );
}

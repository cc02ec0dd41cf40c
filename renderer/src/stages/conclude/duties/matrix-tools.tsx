import type { DutyMatrix } from '#shared/domain/obligation.ts';
import { jurisdictionWords, roleWords } from '#shared/text/duty-words.ts';
import { useWords } from '../../../state/text.ts';
import { changeDuties, type DutiesView, useView } from '../../../state/view.ts';
import { ModeSwitch } from '../../../ui/toolbar.tsx';
import { useJoin } from '../../examine/credential/words-shown.tsx';
import styles from './duties.module.css';
import { countOutcomes, dutiesShown, outcomeOrder } from './matrix-view.ts';
import { DutyOutcomeMark } from './outcome-mark.tsx';

const views = ['all', 'applicable', 'open'] as const satisfies readonly DutiesView['rows'][];

/** What was asked, how it came out in numbers, and which rows are on screen. */
export function MatrixTools({ matrix }: { readonly matrix: DutyMatrix }) {
  const { text, pick } = useWords();
  const join = useJoin();
  const rows = useView((value) => value.duties.rows);
  const { choice, cells, duties } = matrix;
  const counts = countOutcomes(cells);
  return (
    <div className={styles.tools}>
      <p className={styles.asked}>
        {text('duties.asked', {
          jurisdictions: join(choice.jurisdictions.map((one) => pick(jurisdictionWords[one]))),
          roles: join(choice.roles.map((role) => pick(roleWords[role].name))),
          date: choice.date,
        })}
      </p>
      <ul className={styles.counts} aria-label={text('duties.outcomes')}>
        {outcomeOrder.map((outcome) => (
          <li key={outcome} data-zero={counts[outcome] === 0 ? true : undefined}>
            <DutyOutcomeMark outcome={outcome} count={counts[outcome]} />
          </li>
        ))}
      </ul>
      <div className={styles.filter}>
        <ModeSwitch
          label={text('duties.rows')}
          value={rows}
          onChange={(next) => changeDuties({ rows: next })}
          options={views.map((id) => ({ id, label: text(`duties.rows.${id}`) }))}
        />
        <span className={styles.muted} role="status">
          {text('duties.rows.count', { count: dutiesShown(matrix, rows).length, all: duties.length })}
        </span>
      </div>
    </div>
  );
}

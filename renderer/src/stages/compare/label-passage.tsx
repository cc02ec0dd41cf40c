import type { Case } from '#shared/domain/case.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { copyFaultWords } from '#shared/text/duty-words.ts';
import { labelFateWords } from '#shared/text/label-words.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useDutyChoice } from '../conclude/duties/use-duty-choice.ts';
import { Marked, Stranger } from '../examine/credential/words-shown.tsx';
import styles from './labels-compared.module.css';

export interface LabelPassageProps {
  readonly shown: Case;
  readonly passage: LabelPassage;
  readonly from: string;
  readonly to: string;
  readonly letters: readonly [from: string, to: string];
}

type Label = LabelPassage['labels'][number];

/** From one file to the next: each label's fate, its two places and words, and what may have caused it. */
export function LabelPassageView({ shown, passage, from, to, letters }: LabelPassageProps) {
  const { text, pick } = useWords();
  const { labels, innocent, reading } = passage;
  const [before, after] = letters;
  const values = { from: before, to: after };
  const { copies, assume, loading, fault, error } = useDutyChoice(shown);
  const assumed = copies.some((copy) => copy.evidence === passage.to && copy.from === passage.from);
  return (
    <section className={styles.passage} aria-label={text('survival.passage', values)}>
      <header className={styles.head}>
        <h2>
          <Stranger>{from}</Stranger> <span aria-hidden="true">→</span> <Stranger>{to}</Stranger>
        </h2>
        <span role="status" className={styles.muted}>
          {assumed && text('survival.assumed', values)}
        </span>
        <Button
          disabled={loading}
          onPress={() => assume(passage.to, assumed ? null : passage.from)}
          tooltip={text('survival.assume.note', values)}
        >
          {text(assumed ? 'survival.drop' : 'survival.assume', values)}
        </Button>
      </header>
      {fault !== null && <Notice kind="caution" title={pick(copyFaultWords[fault.kind])} />}
      {error !== null && <ProblemNotice error={error} />}
      {labels.length === 0 ? (
        <p className={styles.muted}>{text('survival.none')}</p>
      ) : (
        <div className={styles.wide}>
          <DataTable
            label={text('survival.passage', values)}
            columns={[
              { id: 'label', title: text('survival.label'), width: '18%' },
              { id: 'fate', title: text('survival.fate'), width: '130px' },
              { id: 'before', title: text('survival.in', { letter: before }), width: '24%' },
              { id: 'after', title: text('survival.in', { letter: after }), width: '24%' },
              { id: 'changed', title: text('survival.changed') },
            ]}
            rows={labels.map((label, index) => ({
              id: `${index} ${label.standard}`,
              cells: [
                pick(label.standardTitle),
                <Marked key="fate" flag={labelFateWords[label.fate].flag}>
                  {pick(labelFateWords[label.fate].text)}
                </Marked>,
                <Side key="before" side={label.before} fate={label.fate} />,
                <Side key="after" side={label.after} fate={label.fate} />,
                <Changed key="changed" changed={label.changed} />,
              ],
            }))}
          />
        </div>
      )}
      {innocent.length > 0 && (
        <div>
          <h3>{text('survival.innocent')}</h3>
          <ul className={styles.causes}>
            {innocent.map((cause) => (
              <li key={cause.text.en}>
                {pick(cause.text)} <span className={styles.muted}>({pick(cause.cite)})</span>
              </li>
            ))}
          </ul>
          <p className={styles.muted}>{text('survival.innocent.note')}</p>
        </div>
      )}
      {reading !== null && (
        <Notice kind="information" title={text('survival.reading')}>
          <p>{pick(reading)}</p>
        </Notice>
      )}
    </section>
  );
}

/** Where a label stands in one of the files and what it says there. */
function Side({ side, fate }: { readonly side: Label['before']; readonly fate: Label['fate'] }) {
  const { text, pick } = useWords();
  if (side === null) {
    return (
      <span className={styles.muted}>
        {text(fate === 'undetermined' ? 'survival.not-known' : 'survival.absent')}
      </span>
    );
  }
  return (
    <span className={styles.side}>
      <Stranger code>{side.place}</Stranger>
      <Stranger>{pick(side.says)}</Stranger>
    </span>
  );
}

function Changed({ changed }: Pick<Label, 'changed'>) {
  const { text } = useWords();
  if (changed.length === 0) return '–';
  const shown = (value: string | null) =>
    value === null ? (
      <span className={styles.muted}>{text('survival.absent')}</span>
    ) : value === '' ? (
      <span className={styles.muted}>{text('survival.empty')}</span>
    ) : (
      <Stranger>{value}</Stranger>
    );
  return (
    <ul className={styles.changes}>
      {changed.map(({ name, before, after }) => (
        <li key={name}>
          <Stranger code>{name}</Stranger> {shown(before)} <span aria-hidden="true">→</span> {shown(after)}
        </li>
      ))}
    </ul>
  );
}

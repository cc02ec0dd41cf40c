import type { LabelOverview } from '#shared/domain/label.ts';
import { labelMeaningWords, labelStandingWords } from '#shared/text/label-words.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Marked, Stranger } from '../credential/words-shown.tsx';
import styles from './labels.module.css';

/** Which places say the same and which do not: one row a statement, the contradictions below. */
export function AgreementPage({ overview }: { readonly overview: LabelOverview }) {
  const { text, pick } = useWords();
  const { statements, contradictions } = overview;
  return (
    <div className={styles.page}>
      <div className={styles.wide}>
        <DataTable
          label={text('labels.agreement')}
          columns={[
            { id: 'statement', title: text('labels.agreement.statement') },
            { id: 'meaning', title: text('labels.agreement.meaning') },
            { id: 'place', title: text('labels.place') },
            { id: 'standing', title: text('labels.standing') },
            { id: 'against', title: text('labels.agreement.against') },
          ]}
          rows={statements.map((statement, index) => {
            const against = contradictions.filter(({ statements: all }) => all.includes(index));
            const meaning = labelMeaningWords[statement.meaning];
            const standing = labelStandingWords[statement.standing];
            const others = [...new Set(against.flatMap(({ statements: all }) => all))].filter(
              (other) => other !== index,
            );
            return {
              id: String(index),
              cells: [
                `${index + 1}. ${pick(statement.standardTitle)}`,
                <Marked key="meaning" flag={meaning.flag}>
                  {pick(meaning.text)}
                </Marked>,
                <Stranger key="place" code>
                  {statement.place}
                </Stranger>,
                <Marked key="standing" flag={standing.flag}>
                  {pick(standing.text)}
                </Marked>,
                others.length === 0 ? (
                  '–'
                ) : (
                  <Marked key="against" flag="warning">
                    {others.map((other) => other + 1).join(', ')}
                  </Marked>
                ),
              ],
            };
          })}
        />
      </div>
      {contradictions.length === 0 ? (
        <p>
          <Marked flag="ok">{text('labels.agreement.none')}</Marked>
        </p>
      ) : (
        <ul className={styles.list}>
          {contradictions.map((contradiction) => (
            <li key={contradiction.code} className={styles.stack}>
              <Marked flag="warning">{pick(contradiction.text)}</Marked>
              <span className={styles.muted}>
                {text('labels.agreement.source', {
                  labels: contradiction.statements.map((index) => index + 1).join(', '),
                  cite: contradiction.cite,
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.muted}>{text('labels.agreement.note')}</p>
    </div>
  );
}

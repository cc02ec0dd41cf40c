import { Fragment } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import { labelPositions } from '#shared/domain/explicit-label.ts';
import type { LabelChange, LabellingPlan } from '#shared/domain/labelling.ts';
import { useWords, type Words } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { LabelPreview } from './label-preview.tsx';
import styles from './mark.module.css';

/** What the exhibit says now, and what the copy would say. */
export function LabelOutlook({
  caseId,
  evidence,
  plan,
  error,
  quiet,
  words,
}: {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly plan: LabellingPlan | null;
  readonly error: unknown;
  /** The form is not filled in yet: a refusal would only say that. */
  readonly quiet: boolean;
  /** Text of the visible label. */
  readonly words: string;
}) {
  const { text, pick } = useWords();
  if (error !== null) return <ProblemNotice error={error} />;
  if (plan === null) return <p className={styles.muted}>{text('common.loading')}</p>;
  const { refusal } = plan;
  return (
    <>
      {refusal !== null && !quiet && (
        <Notice kind="caution" title={text('mark.refused')}>
          <p>{pick(refusal)}</p>
        </Notice>
      )}
      {!plan.complete && <Notice kind="caution">{text('mark.incomplete')}</Notice>}
      <LabelPreview
        caseId={caseId}
        evidence={evidence}
        picture={plan.picture}
        plate={refusal === null ? plan.plate : null}
        words={words}
      />
      <section className={styles.section}>
        <h3>{text('mark.now')}</h3>
        {plan.statements.length === 0 ? (
          <p className={styles.muted}>{text('mark.now.nothing')}</p>
        ) : (
          <DataTable
            label={text('mark.now')}
            columns={[
              { id: 'says', title: text('mark.column.says') },
              { id: 'standard', title: text('mark.column.standard') },
              { id: 'place', title: text('mark.column.place') },
            ]}
            rows={plan.statements.map((statement, place) => ({
              id: String(place),
              cells: [
                pick(statement.says),
                pick(statement.standardTitle),
                <code key="place">{statement.place}</code>,
              ],
            }))}
          />
        )}
      </section>
      {plan.changes.length > 0 && refusal === null && (
        <section className={styles.section}>
          <h3>{text('mark.changes')}</h3>
          <ChangeTable changes={plan.changes} />
          {plan.notes.map((note) => (
            <p key={note.en} className={styles.muted}>
              {pick(note)}
            </p>
          ))}
        </section>
      )}
    </>
  );
}

/** Field by field, before and after. */
export function ChangeTable({ changes }: { readonly changes: readonly LabelChange[] }) {
  const all = useWords();
  const { text } = all;
  return (
    <DataTable
      label={text('mark.changes')}
      columns={[
        { id: 'name', title: text('mark.column.field') },
        { id: 'before', title: text('mark.column.before') },
        { id: 'after', title: text('mark.column.after') },
        { id: 'place', title: text('mark.column.place') },
      ]}
      rows={changes.map((change) => {
        const { standard, place, name, before, after } = change;
        const words = wordsFor(change, all);
        return {
          id: `${standard} ${place} ${name}`,
          cells: [
            words === null ? <code key="name">{name}</code> : <Fragment key="name">{words.name}</Fragment>,
            before === null ? (
              <span key="before" className={`${styles.muted} ${styles.short}`}>
                {text('mark.absent')}
              </span>
            ) : (
              <Value key="before">{before}</Value>
            ),
            <Value key="after">{after}</Value>,
            words === null ? (
              <code key="place">{place}</code>
            ) : (
              <Fragment key="place">{words.place}</Fragment>
            ),
          ],
        };
      })}
    />
  );
}

/** Labels for people have no field and no place in a container: words for the two. */
function wordsFor(
  { standard, place }: LabelChange,
  { text }: Words,
): { readonly name: string; readonly place: string } | null {
  const position = labelPositions.find((one) => one === place);
  if (standard === 'visible' && position !== undefined && position !== 'inside')
    return { name: text('mark.content.visible'), place: text(`mark.position.${position}`) };
  if ((standard === 'audible' || standard === 'written') && (place === 'start' || place === 'end'))
    return { name: text(`mark.content.${standard}`), place: text(`mark.place.${place}`) };
  return null;
}

function Value({ children }: { readonly children: string }) {
  const { text } = useWords();
  return children === '' ? (
    <span className={styles.muted}>{text('mark.empty-value')}</span>
  ) : (
    <span className={styles.value}>{children}</span>
  );
}

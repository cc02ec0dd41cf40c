import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabellingPlan } from '#shared/domain/labelling.ts';
import type { MarkPlan } from '#shared/domain/marking.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ContentFields } from './content-fields.tsx';
import type { DurableChoice } from './durable-draft.ts';
import { LabelFields } from './label-fields.tsx';
import styles from './mark.module.css';
import type { MarkDraft } from './mark-draft.ts';
import { MarkFields, RegisterFields } from './mark-fields.tsx';
import { SignFields } from './sign-fields.tsx';

export interface MarkFormProps {
  readonly evidence: Evidence;
  /** What the file says and can hold; `null`: not known yet. */
  readonly plan: LabellingPlan | null;
  /** Whether it can carry a mark; `null`: not known yet. */
  readonly marking: MarkPlan | null;
  readonly choice: DurableChoice;
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
  readonly signs: boolean;
  readonly readOnly: boolean;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly hint: 'nothing' | 'unfinished' | null;
  readonly onSubmit: () => void;
}

/** What the copy shall carry, in the order in which it is told: for people, for machines, unseen, kept, signed. */
export function MarkForm(props: MarkFormProps) {
  const { evidence, plan, marking, choice, draft, onChange, signs, readOnly, ready, busy, hint, onSubmit } =
    props;
  const { text, pick } = useWords();
  const can = plan?.can ?? null;
  const noLabel = can !== null && can.standards.length === 0 && !can.visible && !can.audible && !can.written;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <header className={styles.head}>
        <h2>{text('mark.title', { number: evidence.number })}</h2>
        <p className={styles.muted}>{text('mark.note')}</p>
      </header>
      {readOnly && <Notice kind="caution">{text('mark.read-only')}</Notice>}
      {plan === null && <p className={styles.muted}>{text('common.loading')}</p>}
      {noLabel && (
        <Notice kind="information" title={text('mark.no-format', { format: evidence.media.format })}>
          {can.why !== null && <p>{pick(can.why)}</p>}
        </Notice>
      )}
      {can !== null && (
        <ContentFields kind={evidence.media.kind} can={can} draft={draft} onChange={onChange} />
      )}
      {can !== null && !noLabel && (
        <LabelFields
          standards={can.standards}
          why={can.why}
          statements={plan?.statements ?? []}
          draft={draft}
          onChange={onChange}
        />
      )}
      <MarkFields kind={evidence.media.kind} plan={marking} draft={draft} onChange={onChange} />
      {marking !== null && (
        <RegisterFields possible={choice.marks || marking.codec === null} draft={draft} onChange={onChange} />
      )}
      <SignFields
        format={evidence.media.format}
        forced={plan?.credential === true}
        signs={signs}
        draft={draft}
        onChange={onChange}
      />
      <div className={`${styles.acts} ${styles.formActs}`}>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('mark.submit')}
        </Button>
        <span className={styles.muted} role="status">
          {busy ? text('mark.running') : hint === null ? '' : text(`mark.hint.${hint}`)}
        </span>
      </div>
    </form>
  );
}

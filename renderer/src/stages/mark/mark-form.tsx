import { sourceTypes } from '#shared/domain/digital-source-type.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabellingPlan } from '#shared/domain/labelling.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AigcFields } from './aigc-fields.tsx';
import { ContentFields } from './content-fields.tsx';
import styles from './mark.module.css';
import type { MarkDraft, StandardId } from './mark-draft.ts';
import { SignFields } from './sign-fields.tsx';

export interface MarkFormProps {
  readonly evidence: Evidence;
  /** What the file says and can hold; `null`: not known yet. */
  readonly plan: LabellingPlan | null;
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
  readonly signs: boolean;
  readonly readOnly: boolean;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly hint: 'nothing' | 'unfinished' | null;
  readonly onSubmit: () => void;
}

/** Source types that say something about AI; a label that says "camera" is not made here. */
const offered = sourceTypes.filter(
  (type) => !type.retired && /generative/.test(type.class) && type.uri.includes('iptc.org'),
);

/** What the copy shall say. */
export function MarkForm(props: MarkFormProps) {
  const { evidence, plan, draft, onChange, signs, readOnly, ready, busy, hint, onSubmit } = props;
  const { text, pick } = useWords();
  const can = plan?.can ?? null;
  const nothingPossible =
    can !== null && can.standards.length === 0 && !can.visible && !can.audible && !can.written;
  const toggle = (standard: StandardId, on: boolean) => {
    const standards = new Set(draft.standards);
    if (on) standards.add(standard);
    else standards.delete(standard);
    onChange({ standards });
  };
  const typed = draft.standards.has('iptc-digital-source-type') || draft.standards.has('schema-org');
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
      {nothingPossible && (
        <Notice kind="caution">
          <p>{text('mark.no-format', { format: evidence.media.format })}</p>
          {can.why !== null && <p>{pick(can.why)}</p>}
        </Notice>
      )}
      {can !== null && can.standards.length > 0 && (
        <fieldset className={styles.group}>
          <legend>{text('mark.metadata')}</legend>
          {can.standards.map((standard) => (
            <div key={standard} className={styles.choice}>
              <Checkbox selected={draft.standards.has(standard)} onChange={(on) => toggle(standard, on)}>
                {text(`mark.standard.${standard}`)}
              </Checkbox>
              {standard === 'gb45438-aigc' && draft.standards.has(standard) && plan !== null && (
                <AigcFields plan={plan} draft={draft} onChange={onChange} />
              )}
              {standard === 'iptc-digital-source-type' && draft.standards.has(standard) && (
                <div className={styles.inner}>
                  <TextField
                    label={text('mark.system')}
                    value={draft.system}
                    onChange={(system) => onChange({ system })}
                  />
                  <TextField
                    label={text('mark.system-version')}
                    value={draft.systemVersion}
                    onChange={(systemVersion) => onChange({ systemVersion })}
                  />
                </div>
              )}
            </div>
          ))}
          {typed && (
            <div className={styles.inner}>
              <Select
                label={text('mark.source-type')}
                value={draft.sourceType}
                onChange={(sourceType) => onChange({ sourceType })}
                choices={offered.map(({ code, title }) => ({ id: code, label: pick(title) }))}
              />
            </div>
          )}
        </fieldset>
      )}
      {can !== null && can.why !== null && !nothingPossible && (
        <fieldset className={styles.group}>
          <legend>{text('mark.metadata')}</legend>
          <p className={styles.muted}>{pick(can.why)}</p>
        </fieldset>
      )}
      {can !== null && (
        <ContentFields kind={evidence.media.kind} can={can} draft={draft} onChange={onChange} />
      )}
      {can !== null && !nothingPossible && (
        <SignFields
          format={evidence.media.format}
          forced={plan?.credential === true}
          signs={signs}
          draft={draft}
          onChange={onChange}
        />
      )}
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

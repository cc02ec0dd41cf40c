import { sourceTypes } from '#shared/domain/digital-source-type.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { useWords } from '../../state/text.ts';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import { AigcFields } from './aigc-fields.tsx';
import styles from './mark.module.css';
import type { MarkDraft, StandardId } from './mark-draft.ts';

/** Source types that say something about AI; a label that says "camera" is not made here. */
const offered = sourceTypes.filter(
  (type) => !type.retired && /generative/.test(type.class) && type.uri.includes('iptc.org'),
);

export interface LabelFieldsProps {
  /** Standards that can be written here. */
  readonly standards: readonly StandardId[];
  /** Why none of them, when that is so. */
  readonly why: Localized | null;
  /** What the file says already. */
  readonly statements: readonly LabelStatement[];
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
}

/** Labels for machines: which standards, and what they say. */
export function LabelFields({ standards, why, statements, draft, onChange }: LabelFieldsProps) {
  const { text, pick } = useWords();
  if (standards.length === 0 && why === null) return null;
  const toggle = (standard: StandardId, on: boolean) => {
    const chosen = new Set(draft.standards);
    if (on) chosen.add(standard);
    else chosen.delete(standard);
    onChange({ standards: chosen });
  };
  const typed = draft.standards.has('iptc-digital-source-type') || draft.standards.has('schema-org');
  return (
    <fieldset className={styles.group}>
      <legend>{text('mark.metadata')}</legend>
      {standards.length === 0 && why !== null && <p className={styles.muted}>{pick(why)}</p>}
      {standards.map((standard) => (
        <div key={standard} className={styles.choice}>
          <Checkbox selected={draft.standards.has(standard)} onChange={(on) => toggle(standard, on)}>
            {text(`mark.standard.${standard}`)}
          </Checkbox>
          {standard === 'gb45438-aigc' && draft.standards.has(standard) && (
            <AigcFields statements={statements} draft={draft} onChange={onChange} />
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
  );
}

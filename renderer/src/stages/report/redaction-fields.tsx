import type { RedactionOrder } from '#shared/domain/redaction.ts';
import { useWords } from '../../state/text.ts';
import { Checkbox, TextField } from '../../ui/field.tsx';
import styles from './report.module.css';

/** What is asked for on screen; words are typed one a line. */
export interface RedactionDraft {
  readonly fields: boolean;
  readonly texts: boolean;
  readonly regions: boolean;
  readonly words: string;
  readonly reason: string;
}

export const noRedaction: RedactionDraft = {
  fields: false,
  texts: false,
  regions: false,
  words: '',
  reason: '',
};

/** As the export takes it; `undefined`: nothing is taken out; `null`: a reason is missing. */
export function redactionOrder(draft: RedactionDraft): RedactionOrder | undefined | null {
  const words = draft.words
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => [...word].length >= 2);
  const { fields, texts, regions, reason } = draft;
  if (!fields && !texts && !regions && words.length === 0) return undefined;
  if (reason.trim() === '') return null;
  return { fields, texts, regions, words, reason };
}

/** What is taken out before the report leaves the house, and why. */
export function RedactionFields({
  draft,
  onChange,
}: {
  readonly draft: RedactionDraft;
  readonly onChange: (draft: RedactionDraft) => void;
}) {
  const { text } = useWords();
  return (
    <div className={styles.redaction}>
      <p className={styles.muted}>{text('report.redaction.note')}</p>
      <Checkbox selected={draft.fields} onChange={(fields) => onChange({ ...draft, fields })}>
        {text('report.redaction.fields')}
      </Checkbox>
      <Checkbox selected={draft.texts} onChange={(texts) => onChange({ ...draft, texts })}>
        {text('report.redaction.texts')}
      </Checkbox>
      <Checkbox selected={draft.regions} onChange={(regions) => onChange({ ...draft, regions })}>
        {text('report.redaction.regions')}
      </Checkbox>
      <TextField
        label={text('report.redaction.words')}
        value={draft.words}
        rows={3}
        onChange={(words) => onChange({ ...draft, words })}
      />
      <TextField
        label={text('report.redaction.reason')}
        value={draft.reason}
        rows={2}
        required={redactionOrder(draft) === null}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
    </div>
  );
}

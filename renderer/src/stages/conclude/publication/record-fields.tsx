import type { Localized } from '#shared/domain/localized.ts';
import { answerWords } from '#shared/text/publication-words.ts';
import { useWords } from '../../../state/text.ts';
import { Select, TextField } from '../../../ui/field.tsx';

/** Fields of the record, named by the words the report uses too. */

export interface RecordedProps<T> {
  readonly name: Localized;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function RecordedText({
  name,
  value,
  onChange,
  rows = 1,
  note,
}: RecordedProps<string> & { readonly rows?: number; readonly note?: string }) {
  const { pick } = useWords();
  return <TextField label={pick(name)} value={value} onChange={onChange} rows={rows} note={note} />;
}

/** Yes, no, or what is true until somebody looked: not recorded. */
export function RecordedAnswer(props: RecordedProps<keyof typeof answerWords>) {
  return <RecordedChoice {...props} of={answerWords} first="not-recorded" />;
}

export function RecordedChoice<T extends string>({
  name,
  value,
  onChange,
  of,
  first,
}: RecordedProps<T> & { readonly of: Readonly<Record<T, Localized>>; readonly first: T }) {
  const { pick } = useWords();
  const ids = [first, ...(Object.keys(of) as T[]).filter((id) => id !== first)];
  return (
    <Select
      label={pick(name)}
      value={value}
      onChange={onChange}
      choices={ids.map((id) => ({ id, label: pick(of[id]) }))}
    />
  );
}

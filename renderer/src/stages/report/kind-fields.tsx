import { type ReportKind, reportKinds } from '#shared/contract/contract.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { problemOf } from '../../bridge/problem.ts';
import { useWords } from '../../state/text.ts';
import { RadioGroup, TextField } from '../../ui/field.tsx';

export interface ChosenKind {
  readonly kind: ReportKind;
  /** Why it is exported although parts are empty. */
  readonly incomplete: string;
}

/** What is made unless something else is asked for: it demands nothing. */
export const workingReport: ChosenKind = { kind: 'working', incomplete: '' };

export function kindOrder({ kind, incomplete }: ChosenKind) {
  return { kind, incomplete: incomplete.trim() === '' ? null : incomplete };
}

export interface KindFieldsProps {
  readonly chosen: ChosenKind;
  readonly onChange: (chosen: ChosenKind) => void;
}

/** For use within the examination, or to go out as evidence. */
export function KindFields({ chosen, onChange }: KindFieldsProps) {
  const { pick } = useWords();
  return (
    <RadioGroup
      label={pick(screen.reportKind)}
      value={chosen.kind}
      onChange={(kind) => onChange({ ...chosen, kind })}
      choices={reportKinds.map((id) => ({ id, label: pick(screen[id]) }))}
    />
  );
}

/** A reason is asked for once parts turned out to be empty, not beforehand. */
export function IncompleteField({
  chosen,
  error,
  onChange,
}: KindFieldsProps & { /** Of the last export. */ readonly error: Error | null }) {
  const { pick } = useWords();
  const refused = error !== null && problemOf(error)?.code === 'report-incomplete';
  if (!refused && chosen.incomplete === '') return null;
  return (
    <TextField
      label={pick(screen.reportIncomplete)}
      value={chosen.incomplete}
      onChange={(incomplete) => onChange({ ...chosen, incomplete })}
      rows={2}
    />
  );
}

import { type ReportKind, reportKinds } from '#shared/contract/contract.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { problemOf } from '../../bridge/problem.ts';
import { useWords } from '../../state/text.ts';
import { RadioGroup, TextField } from '../../ui/field.tsx';

export interface KindFieldsProps {
  readonly kind: ReportKind;
  readonly onChange: (kind: ReportKind) => void;
}

/** For use within the examination, or to go out as evidence. */
export function KindFields({ kind, onChange }: KindFieldsProps) {
  const { pick } = useWords();
  return (
    <RadioGroup
      label={pick(screen.reportKind)}
      value={kind}
      onChange={onChange}
      choices={reportKinds.map((id) => ({ id, label: pick(screen[id]) }))}
    />
  );
}

export interface IncompleteFieldProps {
  /** Why it is exported although parts are empty. */
  readonly reason: string;
  /** Of the last export. */
  readonly error: Error | null;
  readonly onChange: (reason: string) => void;
}

/** A reason is asked for once parts turned out to be empty, not beforehand. */
export function IncompleteField({ reason, error, onChange }: IncompleteFieldProps) {
  const { pick } = useWords();
  const refused = error !== null && problemOf(error)?.code === 'report-incomplete';
  if (!refused && reason === '') return null;
  return <TextField label={pick(screen.reportIncomplete)} value={reason} onChange={onChange} rows={2} />;
}

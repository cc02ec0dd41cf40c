import type { Person } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { useSay } from './use-conclusion.ts';

/** Who says it. */
export function PersonFields({
  person,
  onChange,
}: {
  readonly person: Person;
  readonly onChange: (person: Person) => void;
}) {
  const say = useSay();
  return (
    <div className={form.grid}>
      {(['name', 'position', 'organisation'] as const).map((field) => (
        <TextField
          key={field}
          label={say(screen.person[field])}
          value={person[field]}
          onChange={(value) => onChange({ ...person, [field]: value })}
        />
      ))}
    </div>
  );
}

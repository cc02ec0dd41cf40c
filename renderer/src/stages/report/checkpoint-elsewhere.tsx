import { useRef, useState } from 'react';
import { checkpointTextLimit } from '#shared/domain/checkpoint.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './report.module.css';

interface CheckpointElsewhereProps {
  readonly busy: boolean;
  readonly onVerify: (checkpoint: string) => void;
}

/** A checkpoint kept outside the case, pasted or read from a file: only against such a one a cut end shows. */
export function CheckpointElsewhere({ busy, onVerify }: CheckpointElsewhereProps) {
  const { text } = useWords();
  const [pasted, setPasted] = useState('');
  const [error, setError] = useState<unknown>(null);
  const file = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const [chosen] = input.files ?? [];
    // So that choosing the same file again is a change.
    input.value = '';
    setError(null);
    chosen?.text().then((whole) => setPasted(checkpointWithin(whole)), setError);
  };
  return (
    <Disclosure title={text('checkpoint.elsewhere')} level={3}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (pasted.trim() !== '') onVerify(checkpointWithin(pasted));
        }}
      >
        <TextField
          label={text('checkpoint.text')}
          note={text('checkpoint.textNote')}
          value={pasted}
          onChange={setPasted}
          rows={5}
          code
        />
        {error !== null && <ProblemNotice error={error} />}
        <div className={styles.foot}>
          <Button onPress={() => file.current?.click()}>{text('checkpoint.choose')}</Button>
          <Button type="submit" disabled={pasted.trim() === '' || busy}>
            {text('checkpoint.hold')}
          </Button>
        </div>
        <input ref={file} type="file" hidden onChange={(event) => take(event.currentTarget)} />
      </form>
    </Disclosure>
  );
}

/** Of a report's record, which may be large, the part that counts; anything else as it is, for the check to judge. */
function checkpointWithin(text: string): string {
  return (innerCheckpoint(text) ?? text).slice(0, checkpointTextLimit);
}

function innerCheckpoint(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('checkpoint' in value)) return null;
    return JSON.stringify(value.checkpoint);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

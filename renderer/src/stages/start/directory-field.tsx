import { useMutation, useQuery } from '@tanstack/react-query';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './start.module.css';

export interface DirectoryFieldProps {
  readonly purpose: 'open' | 'create';
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly note: string;
  readonly autoFocus?: boolean;
}

/** A folder of this machine: typed or pasted, or chosen where the host has a dialog. */
export function DirectoryField({ purpose, value, onChange, note, autoFocus = false }: DirectoryFieldProps) {
  const { text } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const choose = useMutation(
    calls.case.chooseDirectory.mutationOptions({
      onSuccess: ({ directory }) => directory !== null && onChange(directory),
    }),
  );
  return (
    <div className={styles.line}>
      <TextField
        label={text('start.directory')}
        value={value}
        onChange={onChange}
        note={note}
        autoFocus={autoFocus}
        code
        required
      />
      {capabilities.data?.dialogs === true && (
        <Button onPress={() => choose.mutate({ purpose })}>{text('start.choose')}</Button>
      )}
    </div>
  );
}

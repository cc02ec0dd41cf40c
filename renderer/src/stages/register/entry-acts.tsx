import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { longestRegisterNote, type RegisterEntry } from '#shared/domain/register.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import markStyles from '../mark/mark.module.css';
import styles from './register.module.css';

/** The owner's note, which alone of an entry can be changed. */
export function EntryNote({ entry }: { readonly entry: RegisterEntry }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [note, setNote] = useState(entry.note);
  const save = useMutation(
    calls.register.note.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: calls.register.key() }),
    }),
  );
  const changed = note !== entry.note;
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending)
          save.mutate({ entry: entry.number, note: note.slice(0, longestRegisterNote) });
      }}
    >
      {save.isError && <ProblemNotice error={save.error} />}
      <TextField label={text('register.note')} value={note} onChange={setNote} rows={3} />
      <div className={markStyles.acts}>
        <Button type="submit" disabled={!changed || save.isPending}>
          {text('register.note.save')}
        </Button>
        <span className={styles.muted} role="status">
          {save.isSuccess && !changed ? text('register.note.saved') : ''}
        </span>
      </div>
    </form>
  );
}

/** Asks once more, and says what is lost. */
export function EntryRemoval({
  entry,
  onClose,
}: {
  readonly entry: RegisterEntry;
  readonly onClose: () => void;
}) {
  const { text } = useWords();
  const queries = useQueryClient();
  const remove = useMutation(
    calls.register.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        view.set({ entry: null });
        await queries.invalidateQueries({ queryKey: calls.register.list.key() });
      },
    }),
  );
  return (
    <Dialog
      title={text('register.remove.title', { number: entry.number })}
      open
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose} autoFocus>
            {text('common.cancel')}
          </Button>
          <Button
            kind="primary"
            disabled={remove.isPending}
            onPress={() => remove.mutate({ entry: entry.number })}
          >
            {text('register.remove.submit')}
          </Button>
        </>
      }
    >
      <div className={markStyles.dialog}>
        {remove.isError && <ProblemNotice error={remove.error} />}
        <Notice kind="caution">{text('register.remove.lost', { name: entry.name })}</Notice>
      </div>
    </Dialog>
  );
}

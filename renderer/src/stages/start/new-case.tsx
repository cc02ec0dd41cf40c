import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../bridge/bridge.ts';
import { showCase } from '../../state/case.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { DirectoryField } from './directory-field.tsx';
import styles from './start.module.css';

/** Name and folder of a new case. */
export function NewCase() {
  const { text, pick } = useWords();
  const proposed = useQuery(calls.case.defaultDirectory.queryOptions());
  const [name, setName] = useState('');
  const [covered, setCovered] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const directory = typed ?? proposed.data?.directory ?? '';
  const create = useMutation(
    calls.case.create.mutationOptions({
      onSuccess: async (made) => {
        closeOverlay();
        await showCase(made);
      },
    }),
  );
  const ready = name.trim() !== '' && directory.trim() !== '' && !create.isPending;
  const submit = () => {
    if (ready) create.mutate({ name: name.trim(), directory: directory.trim(), covered });
  };
  return (
    <Dialog
      title={text('start.new')}
      open
      onClose={closeOverlay}
      foot={
        <>
          <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
          <Button kind="primary" disabled={!ready} onPress={submit}>
            {text('start.create')}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {create.isError && <ProblemNotice error={create.error} />}
        <TextField
          label={text('start.name')}
          value={name}
          onChange={setName}
          placeholder={text('start.name.placeholder')}
          autoFocus
          required
        />
        <DirectoryField
          purpose="create"
          value={directory}
          onChange={setTyped}
          note={text('start.directory.create-note', { folder: `${name.trim() || '…'}.case` })}
        />
        <Checkbox selected={covered} onChange={setCovered}>
          {pick(screen.coverFromStart)}
        </Checkbox>
        <p className={styles.note}>{pick(screen.guardNote)}</p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

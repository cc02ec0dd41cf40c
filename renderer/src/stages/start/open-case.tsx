import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { calls } from '../../bridge/bridge.ts';
import { showCase } from '../../state/case.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { DirectoryField } from './directory-field.tsx';
import styles from './start.module.css';

/** Open a case by its folder. */
export function OpenCase() {
  const { text } = useWords();
  const [directory, setDirectory] = useState('');
  const [readOnly, setReadOnly] = useState(false);
  const open = useMutation(
    calls.case.open.mutationOptions({
      onSuccess: async (opened) => {
        closeOverlay();
        await showCase(opened);
      },
    }),
  );
  const ready = directory.trim() !== '' && !open.isPending;
  const submit = () => {
    if (ready) open.mutate({ directory: directory.trim(), readOnly });
  };
  return (
    <Dialog
      title={text('start.open')}
      open
      onClose={closeOverlay}
      foot={
        <>
          <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
          <Button kind="primary" disabled={!ready} onPress={submit}>
            {text('start.open')}
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
        {open.isError && <ProblemNotice error={open.error} />}
        <DirectoryField
          purpose="open"
          value={directory}
          onChange={setDirectory}
          note={text('start.directory.open-note')}
          autoFocus
        />
        <Checkbox selected={readOnly} onChange={setReadOnly}>
          {text('start.read-only')}
        </Checkbox>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/** Take in files and folders of this machine by typed or pasted paths. */
export function AddPaths({ caseId }: { readonly caseId: string }) {
  const { text } = useWords();
  const [typed, setTyped] = useState('');
  const add = useMutation(
    calls.evidence.add.mutationOptions({
      onSuccess: (job) => {
        rememberJob(job);
        view.set({ stage: 'intake' });
        closeOverlay();
      },
    }),
  );
  const paths = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <Dialog
      title={text('intake.paths.title')}
      open
      onClose={closeOverlay}
      foot={
        <>
          <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
          <Button
            kind="primary"
            disabled={paths.length === 0 || add.isPending}
            onPress={() => add.mutate({ caseId, paths })}
          >
            {text('intake.paths.submit')}
          </Button>
        </>
      }
    >
      {add.isError && <ProblemNotice error={add.error} />}
      <TextField
        label={text('intake.paths.label')}
        value={typed}
        onChange={setTyped}
        note={text('intake.paths.note')}
        rows={6}
        code
        autoFocus
      />
    </Dialog>
  );
}

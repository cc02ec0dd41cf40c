import { useState } from 'react';
import { screen } from '#shared/text/conclusion-screen.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { useSay } from './use-conclusion.ts';

/** Something that is done only with a stated reason. */
export function ReasonDialog({
  title,
  label,
  note,
  pending,
  error,
  onDone,
  onClose,
}: {
  readonly title: string;
  readonly label: string;
  readonly note?: string;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onDone: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const say = useSay();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{say(screen.cancel)}</Button>
          <Button
            kind="primary"
            disabled={pending || reason.trim() === ''}
            onPress={() => onDone(reason.trim())}
          >
            {title}
          </Button>
        </>
      }
    >
      <TextField label={label} note={note} value={reason} onChange={setReason} rows={3} autoFocus />
      {error !== null && <ProblemNotice error={error} />}
    </Dialog>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { longestRegisterNote } from '#shared/domain/register.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { EvidenceChoice } from '../conclude/evidence-choice.tsx';
import { JobLine, useRunningJob } from '../mark/job-line.tsx';
import markStyles from '../mark/mark.module.css';
import styles from './register.module.css';

/** An exhibit as a known original; the selected one unless another is chosen. */
export function AddEntry({ shown, onClose }: { readonly shown: Case; readonly onClose: () => void }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const selected = useView(({ selection }) => selection?.sha256 ?? null);
  const [evidence, setEvidence] = useState<Sha256 | null>(selected);
  const [note, setNote] = useState('');
  const [keep, setKeep] = useState(true);
  const job = useRunningJob(['register'], shown.id, null);
  const add = useMutation(
    calls.register.add.mutationOptions({
      onSuccess: async (entry) => {
        onClose();
        view.set({ entry: entry.number });
        await queries.invalidateQueries({ queryKey: calls.register.key() });
      },
    }),
  );
  const ready = evidence !== null && !shown.readOnly && !add.isPending;
  return (
    <Dialog
      title={text('register.add.title')}
      open
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{text('common.cancel')}</Button>
          <Button
            kind="primary"
            disabled={!ready}
            onPress={() => {
              if (evidence !== null)
                add.mutate({ caseId: shown.id, evidence, note: note.slice(0, longestRegisterNote), keep });
            }}
          >
            {text('register.add.submit')}
          </Button>
        </>
      }
    >
      <div className={markStyles.dialog}>
        <p>{text('register.add.note')}</p>
        {shown.readOnly && <Notice kind="caution">{text('register.add.read-only')}</Notice>}
        {add.isError && <ProblemNotice error={add.error} />}
        <EvidenceChoice
          caseId={shown.id}
          label={text('trace.exhibit')}
          none={text('trace.exhibit.none')}
          value={evidence}
          except={null}
          onChange={setEvidence}
        />
        <TextField label={text('register.add.owner')} value={note} onChange={setNote} rows={3} />
        <div>
          <Checkbox selected={keep} onChange={setKeep}>
            {text('register.add.keep')}
          </Checkbox>
          <p className={styles.under}>{text('register.add.keep.note')}</p>
        </div>
        {add.isPending && <JobLine job={job} words={text('register.add.running')} />}
      </div>
    </Dialog>
  );
}

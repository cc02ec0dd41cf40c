import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { CaseConclusion } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../../bridge/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import form from '../../../ui/form.module.css';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { History } from './history.tsx';
import styles from './opinion.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import { forgetConclusion, useSay } from './use-conclusion.ts';

/** Whether results stay covered until there are propositions. */
export function GuardPanel({ shown, known }: { readonly shown: Case; readonly known: CaseConclusion }) {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const guard = known.guard?.note ?? null;
  const on = guard?.on === true;
  const put = useMutation(
    calls.conclusion.switchGuard.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await forgetConclusion();
      },
    }),
  );
  return (
    <fieldset className={form.group}>
      <legend>{say(screen.guard)}</legend>
      <div>
        <p>{say(on ? screen.guardOn : screen.guardOff)}</p>
        <p className={styles.muted}>{say(screen.guardNote)}</p>
        {guard !== null && guard.uncovered.length > 0 && (
          <p className={styles.muted}>{say(screen.uncovered, { count: guard.uncovered.length })}</p>
        )}
      </div>
      <History caseId={shown.id} of="guards" />
      {put.isError && !asking && <ProblemNotice error={put.error} />}
      {!shown.readOnly && (
        <div className={styles.acts}>
          <Button
            disabled={put.isPending}
            onPress={() => (on ? setAsking(true) : put.mutate({ caseId: shown.id, on: true }))}
          >
            {say(on ? screen.switchOff : screen.switchOn)}
          </Button>
        </div>
      )}
      {asking && (
        <ReasonDialog
          title={say(screen.switchOff)}
          label={say(screen.offReason)}
          note={say(screen.lookNote)}
          pending={put.isPending}
          error={put.error}
          onDone={(reason) => put.mutate({ caseId: shown.id, on: false, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </fieldset>
  );
}

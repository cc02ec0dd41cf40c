import { useMutation } from '@tanstack/react-query';
import { Assignment, type ExaminationRequest, type PropositionPair } from '#shared/domain/assignment.ts';
import type { Case } from '#shared/domain/case.ts';
import type { CaseConclusion } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../../bridge/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { GuardPanel } from './guard-panel.tsx';
import { History } from './history.tsx';
import styles from './opinion.module.css';
import { PairFields } from './pair-fields.tsx';
import { SaveBar } from './save-bar.tsx';
import { forgetConclusion, useConclusion, useDraft, useSay } from './use-conclusion.ts';

const empty: Assignment = Assignment.parse({});

/** What was asked, what it could be instead, and whether results stay covered until that is written down. */
export function AssignmentDesk({ shown }: { readonly shown: Case }) {
  const say = useSay();
  const known = useConclusion(shown.id);
  return (
    <div className={styles.page}>
      <header>
        <h2>{say(screen.assignment)}</h2>
        <p className={styles.muted}>{say(screen.assignmentNote)}</p>
      </header>
      {known.isError && <ProblemNotice error={known.error} onRetry={() => void known.refetch()} />}
      {shown.readOnly && <Notice kind="information">{say(screen.readOnly)}</Notice>}
      {known.data !== undefined && <Fields shown={shown} known={known.data} />}
    </div>
  );
}

function Fields({ shown, known }: { readonly shown: Case; readonly known: CaseConclusion }) {
  const say = useSay();
  const saved = known.assignment;
  const { draft, dirty, change, discard } = useDraft(shown.id, 'assignment', saved?.note ?? empty);
  const save = useMutation(
    calls.conclusion.saveAssignment.mutationOptions({
      onSuccess: async () => {
        discard();
        await forgetConclusion();
      },
    }),
  );
  const { request, pairs } = draft;
  const ask = (part: Partial<ExaminationRequest>) => change({ request: { ...request, ...part } });
  const put = (next: PropositionPair[]) => change({ pairs: next });
  const faults = Assignment.safeParse(draft).success ? [] : [say(screen.pairFaults)];
  return (
    <>
      <fieldset className={form.group}>
        <legend>{say(screen.request)}</legend>
        <div className={form.grid}>
          <TextField label={say(screen.from)} value={request.from} onChange={(from) => ask({ from })} />
          <TextField
            label={say(screen.reference)}
            value={request.reference}
            onChange={(reference) => ask({ reference })}
          />
          <DateField
            label={say(screen.received)}
            value={request.received}
            onChange={(received) => ask({ received })}
          />
        </div>
        <TextField
          label={say(screen.questions)}
          value={request.questions}
          onChange={(questions) => ask({ questions })}
          rows={3}
        />
        <TextField
          label={say(screen.circumstances)}
          note={say(screen.circumstancesNote)}
          value={request.circumstances}
          onChange={(circumstances) => ask({ circumstances })}
          rows={3}
        />
      </fieldset>
      <fieldset className={form.group}>
        <legend>{say(screen.propositions)}</legend>
        {pairs.length === 0 && <p className={styles.muted}>{say(screen.noPairs)}</p>}
        {pairs.map((pair, index) => (
          <PairFields
            key={pair.id}
            caseId={shown.id}
            index={index}
            pair={pair}
            onChange={(next) => put(pairs.map((one) => (one.id === pair.id ? next : one)))}
            onRemove={() => put(pairs.filter(({ id }) => id !== pair.id))}
          />
        ))}
        <div className={styles.acts}>
          <Button
            onPress={() =>
              // Never given twice in a case: what is recorded of a group must not become that of another one.
              put([
                ...pairs,
                { id: `p-${Date.now().toString(36)}`, propositions: ['', ''], exhibit: null, camera: null },
              ])
            }
          >
            {say(screen.addPair)}
          </Button>
        </div>
      </fieldset>
      <History caseId={shown.id} of="assignments" />
      <GuardPanel shown={shown} known={known} />
      {!shown.readOnly && (
        <SaveBar
          saved={saved}
          dirty={dirty}
          pending={save.isPending}
          error={save.error}
          faults={faults}
          onSave={() => save.mutate({ caseId: shown.id, assignment: draft })}
          onDiscard={discard}
        />
      )}
    </>
  );
}

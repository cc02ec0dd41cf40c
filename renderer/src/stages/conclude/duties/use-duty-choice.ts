import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type AssumedCopy, assuming, type CopyFault, copyFault } from '#shared/domain/assumed-copy.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { DutyChoice } from '#shared/domain/obligation.ts';
import { calls } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { changeDuties, useView, view } from '../../../state/view.ts';

const none: readonly AssumedCopy[] = [];

type Asked = Readonly<Pick<DutyChoice, 'date'>> & {
  readonly [K in 'jurisdictions' | 'roles']: readonly DutyChoice[K][number][];
};

/**
 * What the case is held against, as it is recorded, and the copies the examiner assumes. These belong to the
 * choice: with one, assuming or dropping a copy records the choice anew. Without one, or read-only, they stay
 * in the view; the first choice takes them along.
 */
export function useDutyChoice({ id: caseId, readOnly }: Pick<Case, 'id' | 'readOnly'>) {
  const { asked, copies: inView } = useView((value) => value.duties);
  const saved = useQuery(calls.duties.choice.queryOptions({ input: { caseId } }));
  const [fault, setFault] = useState<CopyFault | null>(null);
  const choose = useMutation(
    calls.duties.choose.mutationOptions({
      // One after the other: the last one recorded is the one that counts.
      scope: { id: 'duty-choice' },
      onSuccess: async (choice) => {
        queries.setQueryData(calls.duties.choice.queryKey({ input: { caseId } }), choice);
        const { copies } = view.get().duties;
        if (JSON.stringify(copies) === JSON.stringify(choice.copies)) changeDuties({ copies: null });
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const copies = inView ?? saved.data?.copies ?? none;
  const choiceOf = ({ jurisdictions, roles, date }: Asked, next: readonly AssumedCopy[]) => ({
    caseId,
    choice: { jurisdictions: [...jurisdictions], roles: [...roles], date, copies: [...next] },
  });
  return {
    saved: saved.data ?? null,
    /** What is recorded is not known yet. */
    loading: saved.isPending,
    copies,
    /** The copies of the view are not those of the record, nor are they being recorded. */
    unrecorded: inView !== null && !choose.isPending,
    record: (question: Asked) => choose.mutate(choiceOf(question, copies)),
    /** `from` null: the exhibit is taken for no copy. */
    assume(evidence: Sha256, from: Sha256 | null): void {
      const next = assuming(copies, evidence, from);
      const found = copyFault(next);
      setFault(found);
      if (found !== null) return;
      const question = asked ?? saved.data ?? null;
      changeDuties({ copies: next });
      if (readOnly || question === null) return;
      choose.mutate(choiceOf(question, next), { onError: () => changeDuties({ copies: null }) });
    },
    /** Why the last assumption cannot stand beside the others. */
    fault,
    error: saved.error ?? choose.error,
  };
}

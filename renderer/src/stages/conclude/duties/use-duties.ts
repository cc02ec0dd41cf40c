import { keepPreviousData, skipToken, useMutation, useQuery } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import { calls } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { changeDuties, type DutyQuestion, useView } from '../../../state/view.ts';
import { asksTheSame, isComplete } from './matrix-view.ts';

const nothing: DutyQuestion = { jurisdictions: [], roles: [], date: '', exhibits: null };

/** The question, its answer, and how to ask another one. Nothing is asked that the examiner did not choose. */
export function useDuties({ id: caseId, readOnly, evidenceCount }: Case) {
  const { draft, asked, copies } = useView((value) => value.duties);
  const saved = useQuery(calls.duties.choice.queryOptions({ input: { caseId } }));
  const last: DutyQuestion | null = saved.data ? { ...saved.data, exhibits: null } : null;
  const wanted = asked ?? last;
  // The last choice of a case that has grown too large for one matrix only fills the form.
  const question = wanted !== null && isComplete(wanted, evidenceCount) ? wanted : null;
  const matrix = useQuery({
    ...calls.duties.evaluate.queryOptions({
      input:
        question === null
          ? skipToken
          : {
              caseId,
              evidence: [...(question.exhibits ?? [])],
              choice: {
                jurisdictions: [...question.jurisdictions],
                roles: [...question.roles],
                date: question.date,
              },
              copies: [...copies],
            },
    }),
    placeholderData: keepPreviousData,
  });
  const choose = useMutation(
    calls.duties.choose.mutationOptions({
      onSuccess: async (choice) => {
        queries.setQueryData(calls.duties.choice.queryKey({ input: { caseId } }), choice);
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const ask = (next: DutyQuestion) => {
    changeDuties({ asked: next, draft: null, cell: null, opened: false });
    // The choice belongs to the record of the case; the same one is not recorded again.
    if (readOnly || (last !== null && asksTheSame(last, { ...next, exhibits: null }))) return;
    const { jurisdictions, roles, date } = next;
    choose.mutate({ caseId, choice: { jurisdictions: [...jurisdictions], roles: [...roles], date } });
  };
  return {
    draft: draft ?? wanted ?? nothing,
    changed: draft !== null && (question === null || !asksTheSame(draft, question)),
    question,
    /** The last choice is not known yet. */
    loading: saved.isPending,
    matrix,
    error: saved.error ?? choose.error,
    ask,
  };
}

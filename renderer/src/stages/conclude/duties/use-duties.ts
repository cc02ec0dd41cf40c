import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import { calls } from '../../../bridge/bridge.ts';
import { changeDuties, type DutyQuestion, useView } from '../../../state/view.ts';
import { asksTheSame, isComplete } from './matrix-view.ts';
import { useDutyChoice } from './use-duty-choice.ts';

const nothing: DutyQuestion = { jurisdictions: [], roles: [], date: '', exhibits: null };

/** The question, its answer, and how to ask another one. Nothing is asked that the examiner did not choose. */
export function useDuties(shown: Case) {
  const { id: caseId, readOnly, evidenceCount } = shown;
  const { draft, asked } = useView((value) => value.duties);
  const { saved, loading, copies, unrecorded, record, error } = useDutyChoice(shown);
  const last: DutyQuestion | null = saved === null ? null : { ...saved, exhibits: null };
  const wanted = asked ?? last;
  // The last choice of a case that has grown too large for one matrix only fills the form.
  const question = wanted !== null && isComplete(wanted, evidenceCount) ? wanted : null;
  const matrix = useQuery({
    ...calls.duties.evaluate.queryOptions({
      input:
        question === null || loading
          ? skipToken
          : {
              caseId,
              evidence: [...(question.exhibits ?? [])],
              choice: {
                jurisdictions: [...question.jurisdictions],
                roles: [...question.roles],
                date: question.date,
                copies: [...copies],
              },
            },
    }),
    placeholderData: keepPreviousData,
  });
  const ask = (next: DutyQuestion) => {
    changeDuties({ asked: next, draft: null, cell: null, opened: false });
    // The choice belongs to the record of the case; the same one is not recorded again.
    const recorded = last !== null && !unrecorded && asksTheSame(last, { ...next, exhibits: null });
    if (!readOnly && !recorded) record(next);
  };
  return {
    draft: draft ?? wanted ?? nothing,
    changed: draft !== null && (question === null || !asksTheSame(draft, question)),
    question,
    /** The last choice is not known yet. */
    loading,
    matrix,
    error,
    ask,
  };
}

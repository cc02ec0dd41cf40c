import { useQueries } from '@tanstack/react-query';
import { blindReviewOf } from '#shared/domain/opinion.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useConclusion, useDraft } from '../../conclude/opinion/use-conclusion.ts';
import { type Concluded, emptyPublishing, type PublishingDraft, readDraft } from './publishing-draft.ts';

/** The review that is being filled in, and whether it can be published as it is. */
export function usePublishing(caseId: string) {
  const { draft, change } = useDraft<PublishingDraft>(caseId, 'publishing', emptyPublishing);
  const known = useConclusion(caseId);
  const numbers = useQueries({
    queries: [...new Set(draft.media.flatMap(({ exhibit }) => exhibit ?? []))].map((evidence) =>
      calls.evidence.get.queryOptions({ input: { caseId, evidence } }),
    ),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.sha256, data.number]]))),
  });
  const concluded: Concluded = {
    pairs: known.data?.assignment?.note.pairs ?? [],
    conclusions: known.data?.opinion?.note.conclusions ?? [],
  };
  return {
    draft,
    change,
    concluded,
    /** Of what was concluded; a blind reviewer must not read it here. */
    reasonsShown: blindReviewOf(known.data?.reviews ?? []) === null,
    known: known.data !== undefined,
    error: known.error,
    ...readDraft(draft, concluded, numbers),
  };
}

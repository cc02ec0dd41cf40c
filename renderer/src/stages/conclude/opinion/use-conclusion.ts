import { useMutation, useQuery } from '@tanstack/react-query';
import type { Localized } from '#shared/domain/localized.ts';

import { fillPlaceholders, type Placeholders } from '#shared/text/format.ts';
import { calls } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { createStore, useStore } from '../../../state/store.ts';
import { useWords } from '../../../state/text.ts';

/** What people recorded about the case as a whole, live. */
export function useConclusion(caseId: string) {
  return useQuery(calls.conclusion.get.queryOptions({ input: { caseId } }));
}

/** After something was recorded: all that follows from it is asked anew. */
export async function forgetConclusion(): Promise<void> {
  await queries.invalidateQueries({ queryKey: calls.conclusion.key() });
  await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
}

/** One more entry of the peer-review log. */
export function useReviewStep() {
  return useMutation(calls.conclusion.review.mutationOptions({ onSuccess: forgetConclusion }));
}

/** What was typed and not recorded, by case and part; it outlives the screen. */
const drafts = createStore<{ readonly open: Readonly<Record<string, unknown>> }>({ open: {} });

/** A draft of a part of the case; as long as nothing is changed, what is recorded. */
export function useDraft<T>(caseId: string, part: string, recorded: T) {
  const key = `${caseId} ${part}`;
  const kept = useStore(drafts, ({ open }) => open[key]) as T | undefined;
  const put = (value: unknown) => drafts.set(({ open }) => ({ open: { ...open, [key]: value } }));
  return {
    draft: kept ?? recorded,
    dirty: kept !== undefined,
    change(changes: Partial<T>): void {
      const next = { ...((drafts.get().open[key] as T | undefined) ?? recorded), ...changes };
      put(JSON.stringify(next) === JSON.stringify(recorded) ? undefined : next);
    },
    discard: () => put(undefined),
  };
}

/** Sentences with values in the language of the screen. */
export function useSay(): (words: Localized, values?: Placeholders) => string {
  const { pick } = useWords();
  return (words, values = {}) => fillPlaceholders(pick(words), values);
}

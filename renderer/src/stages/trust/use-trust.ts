import { useMutation, useQuery } from '@tanstack/react-query';
import { calls } from '../../bridge/bridge.ts';
import { queries } from '../../state/activity.ts';
import type { Words } from '../../state/text.ts';

/** After a change everything about lists is asked again, and the engines, whose versions name them. */
async function refresh(): Promise<void> {
  await queries.invalidateQueries({ queryKey: calls.trust.key() });
  await queries.invalidateQueries({ queryKey: calls.app.capabilities.key() });
}

export function useTrustLists() {
  return useQuery(calls.trust.lists.queryOptions());
}

export function useTrustChanges() {
  return {
    setEnabled: useMutation(calls.trust.setEnabled.mutationOptions({ onSuccess: refresh })),
    rollback: useMutation(calls.trust.rollback.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(calls.trust.remove.mutationOptions({ onSuccess: refresh })),
    deny: useMutation(calls.trust.deny.mutationOptions({ onSuccess: refresh })),
    undeny: useMutation(calls.trust.undeny.mutationOptions({ onSuccess: refresh })),
    take: useMutation(calls.trust.import.mutationOptions({ onSuccess: refresh })),
  };
}

/** The name of a list; those the program keeps itself have one in each language. */
export function listTitle(
  list: { readonly id: string; readonly title: string },
  text: Words['text'],
): string {
  if (list.id === 'deny-own') return text('trust.title.deny-own');
  return list.id === 'deny-built-in' ? text('trust.title.deny-built-in') : list.title;
}

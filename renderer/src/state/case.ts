import { useQuery } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import { calls, client } from '../bridge/bridge.ts';
import { queries } from './activity.ts';
import { enterCase, leaveCase, useView, view } from './view.ts';

/** The case on screen, or `null`. */
export function useCase(): Case | null {
  const caseId = useView((value) => value.caseId);
  const opened = useQuery(calls.case.opened.queryOptions());
  return opened.data?.find((one) => one.id === caseId) ?? null;
}

/** At the start of the page: a case that the host has open already (sample, reload) is entered at once. */
export async function enterOpenedCase(): Promise<void> {
  const opened = await queries.ensureQueryData(calls.case.opened.queryOptions());
  const first = opened[0];
  if (first !== undefined && view.get().caseId === null) enterCase(first.id, firstStage(first));
}

function firstStage(opened: Case): 'intake' | 'examine' {
  return opened.evidenceCount === 0 ? 'intake' : 'examine';
}

/** Show a case that the host has just opened or made. */
export async function showCase(opened: Case): Promise<void> {
  await queries.invalidateQueries({ queryKey: calls.case.key() });
  enterCase(opened.id, firstStage(opened));
}

export async function closeCase(caseId: string): Promise<void> {
  leaveCase();
  await client.case.close({ caseId });
  await queries.invalidateQueries({ queryKey: calls.case.key() });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LabellingRequest } from '#shared/domain/labelling.ts';
import { calls } from '../../bridge/bridge.ts';

/** Typing rests this long before the core is asked, milliseconds. */
const rest = 250;

/** What the request would do to the exhibit, a moment after it was last changed. */
export function usePlan(caseId: string, evidence: string, request: LabellingRequest, sign: boolean) {
  const wanted = JSON.stringify({ request, sign });
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    if (asked === wanted) return;
    const timer = setTimeout(() => setAsked(wanted), rest);
    return () => clearTimeout(timer);
  }, [asked, wanted]);
  const question: { request: LabellingRequest; sign: boolean } = JSON.parse(asked);
  const plan = useQuery({
    ...calls.labels.plan.queryOptions({ input: { caseId, evidence, ...question } }),
    placeholderData: keepPreviousData,
  });
  return { plan, settled: asked === wanted && !plan.isFetching };
}

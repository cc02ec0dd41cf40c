import type { InferClientOutputs } from '@orpc/client';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Client, calls } from '../bridge/bridge.ts';
import { useView } from './view.ts';

export type EvidenceRow = InferClientOutputs<Client>['evidence']['list']['items'][number];

const pageSize = 200;

export interface EvidenceWindow {
  readonly total: number;
  readonly loading: boolean;
  readonly error: Error | null;
  /** The exhibit at a place of the filtered list, once its page is here. */
  at(index: number): EvidenceRow | undefined;
  /** Tell which places are on screen; their pages are fetched. */
  show(first: number, last: number): void;
}

/** The exhibits of the case as filtered, page by page: only what is on screen is asked for. */
export function useEvidenceWindow(caseId: string): EvidenceWindow {
  const search = useView((value) => value.search);
  const kind = useView((value) => value.kind);
  const [pages, setPages] = useState<readonly [first: number, last: number]>([0, 0]);
  const numbers = useMemo(
    () => Array.from({ length: pages[1] - pages[0] + 1 }, (_, index) => pages[0] + index),
    [pages],
  );
  const answers = useQueries({
    queries: numbers.map((page) => ({
      ...calls.evidence.list.queryOptions({
        input: { caseId, offset: page * pageSize, limit: pageSize, search, kind },
      }),
      gcTime: 60_000,
    })),
  });
  const head = useQuery({
    ...calls.evidence.list.queryOptions({ input: { caseId, offset: 0, limit: pageSize, search, kind } }),
    placeholderData: keepPreviousData,
  });
  return {
    total: head.data?.total ?? 0,
    loading: head.isPending,
    error: head.error,
    at: (index) => {
      const page = Math.floor(index / pageSize);
      const answer = page === 0 ? head : answers[page - pages[0]];
      return answer?.data?.items[index - page * pageSize];
    },
    show: (first, last) => {
      const wanted = [Math.floor(first / pageSize), Math.floor(Math.max(first, last) / pageSize)] as const;
      if (wanted[0] !== pages[0] || wanted[1] !== pages[1]) setPages(wanted);
    },
  };
}

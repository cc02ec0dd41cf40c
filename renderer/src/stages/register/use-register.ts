import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RegisterEntry } from '#shared/domain/register.ts';
import { calls } from '../../bridge/bridge.ts';

const pageSize = 200;

export interface RegisterWindow {
  readonly total: number;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly again: () => void;
  at(index: number): RegisterEntry | undefined;
  /** Tell which places are on screen; their pages are fetched. */
  show(first: number, last: number): void;
}

/** The entries that match, page by page: only what is on screen is asked for. */
export function useRegister(search: string): RegisterWindow {
  const [pages, setPages] = useState<readonly [first: number, last: number]>([0, 0]);
  const numbers = useMemo(
    () => Array.from({ length: pages[1] - pages[0] + 1 }, (_, index) => pages[0] + index),
    [pages],
  );
  const input = (page: number) => ({ offset: page * pageSize, limit: pageSize, search });
  const answers = useQueries({
    queries: numbers.map((page) => calls.register.list.queryOptions({ input: input(page) })),
  });
  const head = useQuery({
    ...calls.register.list.queryOptions({ input: input(0) }),
    placeholderData: keepPreviousData,
  });
  return {
    total: head.data?.total ?? 0,
    loading: head.isPending,
    error: head.error,
    again: () => void head.refetch(),
    at: (index) => {
      const page = Math.floor(index / pageSize);
      const answer = page === 0 ? head : answers[page - pages[0]];
      return answer?.data?.entries[index - page * pageSize];
    },
    show: (first, last) => {
      const wanted = [Math.floor(first / pageSize), Math.floor(Math.max(first, last) / pageSize)] as const;
      if (wanted[0] !== pages[0] || wanted[1] !== pages[1]) setPages(wanted);
    },
  };
}

import { useQuery } from '@tanstack/react-query';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';

/** What was asked for, in words: the title of a suite, or that attacks were chosen one by one. */
export function useSuiteName(): (asked: string) => string {
  const { text, pick } = useWords();
  const catalogue = useQuery(calls.survival.catalogue.queryOptions());
  return (asked) => {
    const suite = catalogue.data?.suites.find(({ id }) => id === asked);
    return suite === undefined ? text('survive.suite.chosen') : pick(suite.title);
  };
}

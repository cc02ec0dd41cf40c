import { useQuery } from '@tanstack/react-query';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';

/** Titles of analyses in the language of the screen. */
export function useTitles(): (analysis: string) => string {
  const { pick } = useWords();
  const cards = useQuery(calls.app.analyses.queryOptions());
  return (analysis) => {
    const card = cards.data?.find(({ id }) => id === analysis);
    return card === undefined ? analysis : pick(card.title);
  };
}

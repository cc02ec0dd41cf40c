import { useMutation, useQuery } from '@tanstack/react-query';
import { Repeat2 } from 'lucide-react';
import type { Reproduction } from '#shared/domain/reproduction.ts';
import { formatDate } from '#shared/text/format.ts';
import { causeWords, verdictWords } from '#shared/text/reproduction-words.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './run-result.module.css';

/** Running a recorded run again and what came of it; the newest answer counts. */
export function useReproduction(caseId: string, run: string) {
  const input = { caseId, run };
  const earlier = useQuery(calls.examine.reproductions.queryOptions({ input }));
  const again = useMutation(
    calls.examine.reproduce.mutationOptions({ onSuccess: () => void earlier.refetch() }),
  );
  return {
    start: () => again.mutate({ caseId, runs: [run] }),
    pending: again.isPending,
    error: again.error,
    // Of a case that is open read-only nothing is kept: there only the answer itself tells.
    newest: again.data?.[0] ?? earlier.data?.at(-1) ?? null,
  };
}
type ReproductionState = ReturnType<typeof useReproduction>;

export function ReproduceButton({ state }: { readonly state: ReproductionState }) {
  const { text } = useWords();
  return (
    <Button
      kind="quiet"
      tooltip={text('examine.reproduce.tooltip')}
      icon={<Repeat2 aria-hidden="true" />}
      disabled={state.pending}
      onPress={state.start}
    >
      {text('examine.reproduce')}
    </Button>
  );
}

export function ReproductionNotice({ state }: { readonly state: ReproductionState }) {
  const { text } = useWords();
  if (state.error !== null) return <ProblemNotice error={state.error} onRetry={state.start} />;
  if (state.pending) return <Notice kind="information" title={text('examine.reproducing')} />;
  return state.newest === null ? null : <Answer one={state.newest} />;
}

function Answer({ one }: { readonly one: Reproduction }) {
  const { text, pick } = useWords();
  const sound = one.verdict === 'identical' || one.verdict === 'within-tolerance';
  const fields = [
    ...one.engines.map(({ name, ...pair }) => ({ name, ...pair })),
    ...one.differences.map(({ pointer, ...pair }) => ({ name: pointer, ...pair })),
  ];
  const rest = one.differenceCount - one.differences.length;
  return (
    <Notice
      kind={sound ? 'information' : 'caution'}
      title={text('examine.reproduced', { verdict: pick(verdictWords[one.verdict]) })}
    >
      <p>
        {text('examine.reproduced.note', {
          date: formatDate(one.at),
          hash: one.answer.recorded.slice(0, 16),
        })}
      </p>
      {one.causes.map((cause) => (
        <p key={cause}>{pick(causeWords[cause])}</p>
      ))}
      {fields.length > 0 && (
        <Disclosure
          title={text('examine.reproduced.fields', { count: one.engines.length + one.differenceCount })}
        >
          <dl className={styles.differences}>
            {fields.map(({ name, recorded, repeated }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {text('examine.reproduced.recorded')} <code>{recorded ?? '—'}</code>
                </dd>
                <dd>
                  {text('examine.reproduced.repeated')} <code>{repeated ?? '—'}</code>
                </dd>
              </div>
            ))}
          </dl>
          {rest > 0 && <p>{text('examine.reproduced.more', { count: rest })}</p>}
        </Disclosure>
      )}
    </Notice>
  );
}

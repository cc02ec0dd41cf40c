import { useMutation } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isAnyCovered, isCovered } from '#shared/domain/assignment.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../bridge/bridge.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import styles from '../conclude/opinion/opinion.module.css';
import { ReasonDialog } from '../conclude/opinion/reason-dialog.tsx';
import { forgetConclusion, useConclusion, useSay } from '../conclude/opinion/use-conclusion.ts';

/** Tells whether the results of an exhibit are covered; `null`: not known yet, and nothing may flash up. */
export function useCover(caseId: string): (exhibit: Sha256) => boolean | null {
  const known = useConclusion(caseId);
  // Without an answer the screen must not stay empty for good: what is asked is a guard, not a lock.
  if (known.isError) return () => false;
  if (known.data === undefined) return () => null;
  const { guard, assignment } = known.data;
  return (exhibit) => isCovered(guard?.note ?? null, assignment?.note ?? null, exhibit);
}

/** Are those of any exhibit of the case? */
export function useAnyCovered({ id, evidenceCount }: Pick<Case, 'id' | 'evidenceCount'>): boolean | null {
  const known = useConclusion(id);
  if (known.isError) return false;
  if (known.data === undefined) return null;
  const { guard, assignment } = known.data;
  return isAnyCovered(guard?.note ?? null, assignment?.note ?? null, evidenceCount);
}

/**
 * Results of exhibits; as long as those of any of them are covered, why they are not shown and the two ways on stand in
 * their place. Everything on the screen that gives a result away stands in this, or asks {@link useCover}.
 */
export function Uncovered({
  shown,
  of,
  children,
}: {
  readonly shown: Pick<Case, 'id' | 'evidenceCount' | 'readOnly'>;
  readonly of: readonly Sha256[] | 'all';
  readonly children: ReactNode;
}) {
  const cover = useCover(shown.id);
  const any = useAnyCovered(shown);
  if (any === null) return null;
  const covered = of === 'all' ? [] : of.filter(cover);
  if (of === 'all' ? !any : covered.length === 0) return children;
  return <Covered key={covered.join(' ')} shown={shown} exhibits={covered} one={of.length === 1} />;
}

function Covered({
  shown,
  exhibits,
  one,
}: {
  readonly shown: Pick<Case, 'id' | 'readOnly'>;
  /** None: all of the case. */
  readonly exhibits: readonly Sha256[];
  readonly one: boolean;
}) {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const uncover = useMutation(
    calls.conclusion.uncover.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await forgetConclusion();
      },
    }),
  );
  return (
    <div className={styles.covered}>
      <EmptyState
        icon={<EyeOff aria-hidden="true" />}
        note={say(screen.coveredNote)}
        action={
          <div className={styles.acts}>
            <Button kind="primary" onPress={() => view.set({ stage: 'conclude', conclude: 'assignment' })}>
              {say(screen.toPropositions)}
            </Button>
            {!shown.readOnly && <Button onPress={() => setAsking(true)}>{say(screen.lookAnyway)}</Button>}
          </div>
        }
      >
        {say(one ? screen.covered : screen.coveredSome)}
      </EmptyState>
      {asking && (
        <ReasonDialog
          title={say(screen.lookAnyway)}
          label={say(screen.lookReason)}
          note={say(screen.lookNote)}
          pending={uncover.isPending}
          error={uncover.error}
          onDone={(reason) => uncover.mutate({ caseId: shown.id, evidence: [...exhibits], reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

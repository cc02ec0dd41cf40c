import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { Case, Verification } from '#shared/domain/case.ts';
import { formatDate, shortHash } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { queries } from '../../state/activity.ts';
import { useCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { LastCheckpoint } from './checkpoint.tsx';
import { CheckpointElsewhere } from './checkpoint-elsewhere.tsx';
import styles from './report.module.css';

/** Hash everything again and walk the custody log. */
export function VerifyCase({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const verify = useMutation(
    calls.case.verify.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: calls.case.custody.key() }),
    }),
  );
  const start = () => verify.mutate({ caseId: shown.id });
  useCommand('case-verify', verify.isPending ? null : start);
  return (
    <section className={styles.section}>
      <h2>{text('verify.start')}</h2>
      <div className={styles.head}>
        <p className={styles.muted}>{text('verify.note')}</p>
        <Button icon={<ShieldCheck aria-hidden="true" />} disabled={verify.isPending} onPress={start}>
          {verify.isPending ? text('verify.running') : text('verify.start')}
        </Button>
      </div>
      {verify.isError && (
        <ProblemNotice error={verify.error} onRetry={() => verify.mutate(verify.variables)} />
      )}
      {verify.isSuccess && <Result verification={verify.data} />}
      <CheckpointElsewhere
        busy={verify.isPending}
        onVerify={(checkpoint) => verify.mutate({ caseId: shown.id, checkpoint })}
      />
      <LastCheckpoint caseId={shown.id} />
    </section>
  );
}

function Result({ verification }: { readonly verification: Verification }) {
  const { text, number, pick } = useWords();
  const { state, problems, first, checkpoints } = verification;
  return (
    <Notice
      kind={problems.length === 0 ? 'information' : 'problem'}
      title={problems.length === 0 ? text('verify.good') : text('verify.bad', { count: problems.length })}
    >
      <p>
        {text('verify.checked', {
          evidence: number(verification.evidenceChecked),
          events: number(verification.eventsChecked),
          at: formatDate(verification.at),
        })}
      </p>
      {checkpoints?.against && (
        <p>
          {text('checkpoint.against', {
            number: number(checkpoints.against.sequence),
            key: shortHash(checkpoints.against.keyId),
          })}
        </p>
      )}
      {first !== null && <p>{text('verify.first', { number: number(first) })}</p>}
      {(checkpoints?.missing ?? 0) > 0 && (
        <p>{text('checkpoint.missing', { count: checkpoints?.missing ?? 0 })}</p>
      )}
      {(checkpoints?.keys.length ?? 0) > 1 && (
        <p>{text('checkpoint.keys', { count: checkpoints?.keys.length ?? 0 })}</p>
      )}
      {/* Files nobody recorded lie beside it. */}
      {state === 'intact' && problems.length > 0 && <p>{text('verify.intact')}</p>}
      {problems.length > 0 && (
        <ul className={styles.problems}>
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.object}`}>
              <span>{text(`verify.problem.${problem.code}`)}</span>
              <span>
                <code>{problem.object}</code> {pick(problem.message)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

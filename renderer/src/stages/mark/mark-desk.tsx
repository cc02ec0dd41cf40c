import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { calls } from '../../bridge/bridge.ts';
import { problemOf } from '../../bridge/problem.ts';
import { dismissCopy, makeCopy, useCopyOrder } from '../../state/marking.ts';
import { useStore } from '../../state/store.ts';
import { useWords } from '../../state/text.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Pane, PaneBorder } from '../../ui/panes.tsx';
import { Uncovered } from '../examine/covered.tsx';
import { asksForNothingDurable, durableChoice, identifierFault, markingRequestOf } from './durable-draft.ts';
import { JobLine, useRunningJob } from './job-line.tsx';
import { LabelOutlook } from './label-outlook.tsx';
import { LabelledResult } from './labelled-result.tsx';
import styles from './mark.module.css';
import {
  asksForNothing,
  emptyDraft,
  isUnfinished,
  type MarkDraft,
  producer,
  requestOf,
} from './mark-draft.ts';
import { MarkForm } from './mark-form.tsx';
import { MarkedResult } from './marked-result.tsx';
import { usePlan } from './use-plan.ts';

/** What is asked for on one side, what it would do and what came of it on the other. */
export function MarkDesk({ shown, evidence }: { readonly shown: Case; readonly evidence: Evidence }) {
  const { text } = useWords();
  const [draft, setDraft] = useState<MarkDraft>(emptyDraft);
  const producerName = useStore(producer, (value) => value.name);
  const [caseId, sha256] = [shown.id, evidence.sha256];
  const order = useCopyOrder(caseId, sha256);
  const job = useRunningJob(['label', 'mark'], caseId, `#${evidence.number}`);
  // Whether the file has a label decides what may be asked: first the question that asks for nothing.
  const bare = usePlan(caseId, sha256, requestOf(emptyDraft, '', false), false).plan;
  const marking = useQuery(calls.mark.plan.queryOptions({ input: { caseId, evidence: sha256 } }));
  const held =
    bare.data?.statements.some(({ standard, kind }) => standard === 'gb45438-aigc' && kind === 'label') ===
    true;
  const signs = draft.sign || bare.data?.credential === true;
  const choice = durableChoice(draft, marking.data ?? null);
  const request = requestOf(draft, producerName, held);
  const chain = markingRequestOf(draft, choice, producerName, held);
  const { plan, settled } = usePlan(caseId, sha256, request, signs);
  const nothing = asksForNothingDurable(draft, choice);
  const labels = !asksForNothing(draft);
  const unfinished =
    isUnfinished(draft, producerName, held) || (choice.marks && identifierFault(draft) !== null);
  const running = order?.state === 'running';
  const labelsFit = !labels || (settled && plan.data?.refusal === null);
  const ready = !shown.readOnly && !nothing && !unfinished && labelsFit && !running;
  const submit = () => {
    if (!ready) return;
    const passphrase = draft.passphrase === '' ? null : draft.passphrase;
    const sign = signs ? { certificate: null, passphrase, algorithm: 'es256' as const } : null;
    const subject = { caseId, evidence: sha256, sign };
    void makeCopy(
      chain === null
        ? { kind: 'labelled', input: { ...subject, request } }
        : { kind: 'marked', input: { ...subject, request: chain } },
    );
  };
  const change = (part: Partial<MarkDraft>) => {
    setDraft((present) => ({ ...present, ...part }));
    if (order !== null && !running) dismissCopy(caseId, sha256);
  };
  return (
    <>
      <Pane id="mark-form" label={text('mark.form')} size={420} minimum={320} maximum="40%" fixed>
        <div className={styles.column}>
          <MarkForm
            evidence={evidence}
            plan={bare.data ?? null}
            marking={marking.data ?? null}
            choice={choice}
            draft={draft}
            onChange={change}
            signs={signs}
            readOnly={shown.readOnly}
            ready={ready}
            busy={running}
            hint={nothing ? 'nothing' : unfinished ? 'unfinished' : null}
            onSubmit={submit}
          />
        </div>
      </Pane>
      <PaneBorder id="mark-border-2" />
      <Pane id="mark-outlook" label={text('mark.outlook')} minimum={360}>
        {/* Another answer begins at its top. */}
        <div key={order?.state ?? 'plan'} className={styles.column}>
          {bare.isError && <ProblemNotice error={bare.error} onRetry={() => void bare.refetch()} />}
          {marking.isError && <ProblemNotice error={marking.error} onRetry={() => void marking.refetch()} />}
          {running && <JobLine job={job} words={text('mark.running')} />}
          {order?.state === 'failed' && <Failure error={order.error} />}
          {order?.state === 'done' ? (
            order.made.kind === 'labelled' ? (
              <LabelledResult caseId={caseId} made={order.made.file} />
            ) : (
              <MarkedResult caseId={caseId} made={order.made.file} />
            )
          ) : (
            <Uncovered shown={shown} of={[sha256]}>
              <LabelOutlook
                caseId={caseId}
                evidence={evidence}
                plan={plan.data ?? bare.data ?? null}
                error={plan.isError ? plan.error : null}
                quiet={!labels || unfinished}
                words={draft.text.trim()}
              />
            </Uncovered>
          )}
        </div>
      </Pane>
    </>
  );
}

/** A cancelled order is no fault. */
function Failure({ error }: { readonly error: unknown }) {
  const { text } = useWords();
  return problemOf(error)?.code === 'cancelled' ? (
    <Notice kind="information">{text('mark.cancelled')}</Notice>
  ) : (
    <ProblemNotice error={error} />
  );
}

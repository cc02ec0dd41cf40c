import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import { calls } from '../../bridge/bridge.ts';
import { useStore } from '../../state/store.ts';
import { useWords } from '../../state/text.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Pane, PaneBorder } from '../../ui/panes.tsx';
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
import { usePlan } from './use-plan.ts';

/** What is asked for on one side, what it would do and what came of it on the other. */
export function MarkDesk({ shown, evidence }: { readonly shown: Case; readonly evidence: Evidence }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<MarkDraft>(emptyDraft);
  const [made, setMade] = useState<LabelledFile | null>(null);
  const producerName = useStore(producer, (value) => value.name);
  const caseId = shown.id;
  // Whether the file has a label decides what may be asked: first the question that asks for nothing.
  const bare = usePlan(caseId, evidence.sha256, requestOf(emptyDraft, '', false), false).plan;
  const held =
    bare.data?.statements.some(({ standard, kind }) => standard === 'gb45438-aigc' && kind === 'label') ===
    true;
  const signs = draft.sign || bare.data?.credential === true;
  const request = requestOf(draft, producerName, held);
  const { plan, settled } = usePlan(caseId, evidence.sha256, request, signs);
  const write = useMutation(
    calls.labels.write.mutationOptions({
      onSuccess: async (labelled) => {
        setMade(labelled);
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const nothing = asksForNothing(draft);
  const unfinished = isUnfinished(draft, producerName, held);
  const ready =
    !shown.readOnly && !nothing && !unfinished && settled && plan.data?.refusal === null && !write.isPending;
  const submit = () => {
    if (!ready) return;
    const passphrase = draft.passphrase === '' ? null : draft.passphrase;
    write.mutate({
      caseId,
      evidence: evidence.sha256,
      request,
      sign: signs ? { certificate: null, passphrase, algorithm: 'es256' } : null,
    });
  };
  const change = (part: Partial<MarkDraft>) => {
    setDraft((present) => ({ ...present, ...part }));
    if (made !== null) setMade(null);
    if (write.isError) write.reset();
  };
  return (
    <>
      <Pane id="mark-form" label={text('mark.form')} size={420} minimum={320} maximum="40%" fixed>
        <div className={styles.column}>
          <MarkForm
            evidence={evidence}
            plan={bare.data ?? null}
            draft={draft}
            onChange={change}
            signs={signs}
            readOnly={shown.readOnly}
            ready={ready}
            busy={write.isPending}
            hint={nothing ? 'nothing' : unfinished ? 'unfinished' : null}
            onSubmit={submit}
          />
        </div>
      </Pane>
      <PaneBorder id="mark-border-2" />
      <Pane id="mark-outlook" label={text('mark.outlook')} minimum={360}>
        <div className={styles.column}>
          {bare.isError && <ProblemNotice error={bare.error} onRetry={() => void bare.refetch()} />}
          {write.isError && <ProblemNotice error={write.error} />}
          {made !== null ? (
            <LabelledResult caseId={caseId} made={made} />
          ) : (
            <LabelOutlook
              caseId={caseId}
              evidence={evidence}
              plan={plan.data ?? bare.data ?? null}
              error={plan.isError ? plan.error : null}
              quiet={nothing || unfinished}
              words={draft.text.trim()}
            />
          )}
        </div>
      </Pane>
    </>
  );
}

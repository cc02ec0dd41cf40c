import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PropositionPair } from '#shared/domain/assignment.ts';
import type { Case } from '#shared/domain/case.ts';
import { blindReviewOf, type CaseConclusion } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { ConclusionFields, Propositions } from './conclusion-fields.tsx';
import { FindingList } from './finding-fields.tsx';
import { History } from './history.tsx';
import styles from './opinion.module.css';
import {
  conclusionFrom,
  conclusionOn,
  draftOf,
  findingsFrom,
  type OpinionDraft,
  withConclusion,
} from './opinion-draft.ts';
import { PersonFields } from './person-fields.tsx';
import { SaveBar } from './save-bar.tsx';
import { forgetConclusion, useConclusion, useDraft, useSay } from './use-conclusion.ts';

/** Which results bear on which proposition, and what follows, as the examiner says it. */
export function OpinionDesk({ shown }: { readonly shown: Case }) {
  const say = useSay();
  const known = useConclusion(shown.id);
  const pairs = known.data?.assignment?.note.pairs ?? [];
  const hidden = known.data !== undefined && blindReviewOf(known.data.reviews) !== null;
  return (
    <div className={styles.page}>
      <header>
        <h2>{say(screen.opinion)}</h2>
        <p className={styles.muted}>{say(screen.opinionNote)}</p>
      </header>
      {known.isError && <ProblemNotice error={known.error} onRetry={() => void known.refetch()} />}
      {shown.readOnly && <Notice kind="information">{say(screen.readOnly)}</Notice>}
      {known.data === undefined ? null : hidden ? (
        <Notice
          kind="information"
          title={say(screen.hidden)}
          action={<Button onPress={() => view.set({ conclude: 'review' })}>{say(screen.toReview)}</Button>}
        >
          {say(screen.hiddenNote)}
        </Notice>
      ) : pairs.length === 0 ? (
        <EmptyState
          action={
            <Button onPress={() => view.set({ conclude: 'assignment' })}>{say(screen.toPropositions)}</Button>
          }
        >
          {say(screen.needPropositions)}
        </EmptyState>
      ) : (
        <Fields shown={shown} known={known.data} pairs={pairs} />
      )}
    </div>
  );
}

function Fields({
  shown,
  known,
  pairs,
}: {
  readonly shown: Case;
  readonly known: CaseConclusion;
  readonly pairs: readonly PropositionPair[];
}) {
  const say = useSay();
  const faultsOf = useFaults();
  const saved = known.opinion;
  const recorded = useMemo(() => draftOf(saved?.note ?? null), [saved]);
  const outdated = saved !== null && saved.note.assignment !== known.assignment?.version;
  const { draft, dirty, change, discard } = useDraft<OpinionDraft>(shown.id, 'opinion', recorded);
  const save = useMutation(
    calls.conclusion.saveOpinion.mutationOptions({
      onSuccess: async () => {
        discard();
        await forgetConclusion();
      },
    }),
  );
  // What speaks of a group that is no longer there cannot be recorded again.
  const present = new Set(pairs.map(({ id }) => id));
  const findings = draft.findings.filter(({ pair }) => present.has(pair));
  const conclusions = draft.conclusions.filter(({ pair }) => present.has(pair));
  const submit = () => {
    const made = conclusions.flatMap((one) => conclusionFrom(one, known.ratios) ?? []);
    const opinion = {
      ...{ examiner: draft.examiner, limitations: draft.limitations },
      findings: findingsFrom(findings) ?? [],
      conclusions: made,
    };
    save.mutate({ caseId: shown.id, opinion });
  };
  return (
    <>
      {outdated && <Notice kind="caution">{say(screen.outdated)}</Notice>}
      {pairs.map((pair, index) => (
        <section className={form.entry} key={pair.id} aria-label={say(screen.group, { number: index + 1 })}>
          <h3>{say(screen.group, { number: index + 1 })}</h3>
          <Propositions pair={pair} />
          <h4>{say(screen.findings)}</h4>
          <FindingList
            caseId={shown.id}
            number={index + 1}
            pair={pair}
            known={known}
            findings={findings}
            onChange={(own) =>
              change({ findings: [...findings.filter((one) => one.pair !== pair.id), ...own] })
            }
          />
          <h4>{say(screen.conclusion)}</h4>
          <ConclusionFields
            pair={pair}
            draft={conclusionOn(conclusions, pair.id)}
            ratio={known.ratios.find((one) => one.pair === pair.id)}
            onChange={(next) => change({ conclusions: withConclusion(conclusions, next) })}
          />
        </section>
      ))}
      <TextField
        label={say(screen.limitations)}
        note={say(screen.limitationsNote)}
        value={draft.limitations}
        onChange={(limitations) => change({ limitations })}
        rows={3}
      />
      <fieldset className={form.group}>
        <legend>{say(screen.examiner)}</legend>
        <PersonFields person={draft.examiner} onChange={(examiner) => change({ examiner })} />
      </fieldset>
      <History caseId={shown.id} of="opinions" />
      {!shown.readOnly && (
        <SaveBar
          saved={saved}
          dirty={dirty || outdated}
          pending={save.isPending}
          error={save.error}
          faults={faultsOf({ ...draft, findings, conclusions }, known)}
          onSave={submit}
          onDiscard={discard}
        />
      )}
    </>
  );
}

/** What of a draft cannot be recorded as it is, in words. */
function useFaults(): (draft: OpinionDraft, known: CaseConclusion) => string[] {
  const say = useSay();
  const { text } = useWords();
  return ({ findings, conclusions }, { ratios }) => [
    ...(findingsFrom(findings) === null
      ? [[screen.findings, screen.bearing, screen.proposition, screen.words].map((one) => say(one))]
      : []
    ).map(([name, ...parts]) => text('conclusion.fault', { name: name ?? '', parts: parts.join(', ') })),
    ...(conclusions.some((one) => conclusionFrom(one, ratios) === null)
      ? [
          text('conclusion.fault', {
            name: say(screen.conclusion),
            parts: [screen.scale, screen.degree, screen.reasons].map((one) => say(one)).join(', '),
          }),
        ]
      : []),
  ];
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PropositionPair } from '#shared/domain/assignment.ts';
import type { Case } from '#shared/domain/case.ts';
import type { CaseConclusion, ExaminerFinding, KeptOpinion, Review } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { agreementWords, bearingWords, propositionName } from '#shared/text/conclusion-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioGroup, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { ChosenEvidence } from '../evidence-choice.tsx';
import { ConclusionFields, Propositions, StatedConclusion } from './conclusion-fields.tsx';
import { SourceWords } from './finding-source.tsx';
import styles from './opinion.module.css';
import { type ConclusionDraft, conclusionFrom, conclusionOn, withConclusion } from './opinion-draft.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { useReviewStep, useSay } from './use-conclusion.ts';

interface FormProps {
  readonly shown: Case;
  readonly known: CaseConclusion;
  readonly review: Review;
}

/** The versions under review, and the groups that were concluded on. */
function useReviewed({ shown, review }: FormProps): {
  readonly opinion: KeptOpinion;
  /** Numbered as in the assignment. */
  readonly pairs: readonly { readonly pair: PropositionPair; readonly number: number }[];
} | null {
  const history = useQuery(calls.conclusion.history.queryOptions({ input: { caseId: shown.id } }));
  const opinion = history.data?.opinions.find(({ version }) => version === review.begun.note.opinion)?.note;
  const assignment = history.data?.assignments.find(({ version }) => version === opinion?.assignment)?.note;
  if (opinion === undefined || assignment === undefined) return null;
  const asked = new Set(opinion.conclusions.map(({ pair }) => pair));
  const numbered = assignment.pairs.map((pair, index) => ({ pair, number: index + 1 }));
  return { opinion, pairs: numbered.filter(({ pair }) => asked.has(pair.id)) };
}

/** The reviewer's own conclusion. In a blind review only what the findings rest on is shown. */
export function ConcludeForm(props: FormProps) {
  const { shown, known, review } = props;
  const say = useSay();
  const reviewed = useReviewed(props);
  const [drafts, setDrafts] = useState<readonly ConclusionDraft[]>([]);
  const [remarks, setRemarks] = useState('');
  const step = useReviewStep();
  if (reviewed === null) return null;
  const { opinion, pairs } = reviewed;
  const blind = review.begun.note.mode === 'blind';
  const made = pairs.flatMap(({ pair }) => conclusionFrom(conclusionOn(drafts, pair.id), known.ratios) ?? []);
  return (
    <fieldset className={form.group}>
      <legend>{`${say(screen.own)} · ${review.begun.note.reviewer.name}`}</legend>
      {pairs.map(({ pair, number }) => (
        <section className={form.entry} key={pair.id} aria-label={say(screen.group, { number })}>
          <h3>{say(screen.group, { number })}</h3>
          <Propositions pair={pair} />
          <h3>{say(screen.findings)}</h3>
          {opinion.findings
            .filter((finding) => finding.pair === pair.id)
            .map((finding) => (
              <Finding key={finding.id} caseId={shown.id} finding={finding} blind={blind} />
            ))}
          {!blind && <Theirs opinion={opinion} pair={pair.id} />}
          <h3>{say(screen.own)}</h3>
          <ConclusionFields
            pair={pair}
            draft={conclusionOn(drafts, pair.id)}
            ratio={known.ratios.find((one) => one.pair === pair.id)}
            onChange={(next) => setDrafts(withConclusion(drafts, next))}
          />
        </section>
      ))}
      <TextField label={say(screen.remarks)} value={remarks} onChange={setRemarks} rows={2} />
      {step.isError && <ProblemNotice error={step.error} />}
      <div className={styles.acts}>
        <Button
          kind="primary"
          disabled={made.length < pairs.length || step.isPending}
          onPress={() =>
            step.mutate({
              caseId: shown.id,
              entry: { step: 'concluded', review: review.begun.note.review, conclusions: made, remarks },
            })
          }
        >
          {say(screen.conclude)}
        </Button>
        <Abandon {...props} />
      </div>
    </fieldset>
  );
}

function Finding({
  caseId,
  finding,
  blind,
}: {
  readonly caseId: string;
  readonly finding: ExaminerFinding;
  readonly blind: boolean;
}) {
  const say = useSay();
  const { exhibit, source, bearing, proposition, words } = finding;
  return (
    <div className={styles.finding}>
      <ChosenEvidence caseId={caseId} sha256={exhibit} />
      <p className={styles.source}>
        <SourceWords caseId={caseId} exhibit={exhibit} source={source} />
      </p>
      {!blind && (
        <p className={styles.said}>
          {`${propositionName(proposition)} · ${say(bearingWords[bearing])} · ${words}`}
        </p>
      )}
    </div>
  );
}

function Theirs({ opinion, pair }: { readonly opinion: KeptOpinion; readonly pair: string }) {
  const say = useSay();
  const stated = opinion.conclusions.find((one) => one.pair === pair);
  if (stated === undefined) return null;
  return (
    <div>
      <h3>{say(screen.theirs)}</h3>
      <StatedConclusion conclusion={stated} />
    </div>
  );
}

interface Answer {
  readonly answer: 'agree' | 'disagree' | null;
  readonly reasons: string;
}

/** Both conclusions side by side, and whether the reviewer agrees. */
export function CompareForm(props: FormProps) {
  const { shown, review } = props;
  const say = useSay();
  const reviewed = useReviewed(props);
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const step = useReviewStep();
  if (reviewed === null) return null;
  const { opinion, pairs } = reviewed;
  const given = pairs.flatMap(({ pair: { id } }) => {
    const { answer, reasons } = answers[id] ?? { answer: null, reasons: '' };
    if (answer === null || (answer === 'disagree' && reasons.trim() === '')) return [];
    return [{ pair: id, answer, reasons }];
  });
  return (
    <fieldset className={form.group}>
      <legend>{`${say(screen.compare)} · ${review.begun.note.reviewer.name}`}</legend>
      {pairs.map(({ pair, number }) => {
        const own = review.concluded?.note.conclusions.find((one) => one.pair === pair.id);
        const { answer, reasons } = answers[pair.id] ?? { answer: null, reasons: '' };
        const put = (part: Partial<Answer>) =>
          setAnswers({ ...answers, [pair.id]: { answer, reasons, ...part } });
        return (
          <section className={form.entry} key={pair.id} aria-label={say(screen.group, { number })}>
            <h3>{say(screen.group, { number })}</h3>
            <Propositions pair={pair} />
            <div className={styles.sides}>
              <Theirs opinion={opinion} pair={pair.id} />
              {own !== undefined && (
                <div>
                  <h3>{say(screen.yours)}</h3>
                  <StatedConclusion conclusion={own} />
                </div>
              )}
            </div>
            <RadioGroup<'agree' | 'disagree' | ''>
              label={say(screen.answer)}
              value={answer ?? ''}
              onChange={(id) => put({ answer: id === '' ? null : id })}
              orientation="horizontal"
              choices={(['agree', 'disagree'] as const).map((id) => ({ id, label: say(agreementWords[id]) }))}
            />
            <TextField
              label={say(screen.reasons)}
              value={reasons}
              onChange={(next) => put({ reasons: next })}
              rows={2}
            />
          </section>
        );
      })}
      {step.isError && <ProblemNotice error={step.error} />}
      <div className={styles.acts}>
        <Button
          kind="primary"
          disabled={given.length < pairs.length || step.isPending}
          onPress={() =>
            step.mutate({
              caseId: shown.id,
              entry: { step: 'compared', review: review.begun.note.review, answers: given },
            })
          }
        >
          {say(screen.recordAnswers)}
        </Button>
        <Abandon {...props} />
      </div>
    </fieldset>
  );
}

function Abandon({ shown, review }: FormProps) {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const step = useReviewStep();
  return (
    <>
      <Button kind="quiet" onPress={() => setAsking(true)}>
        {say(screen.abandon)}
      </Button>
      {asking && (
        <ReasonDialog
          title={say(screen.abandon)}
          label={say(screen.abandonReason)}
          pending={step.isPending}
          error={step.error}
          onDone={(reason) =>
            step.mutate({
              caseId: shown.id,
              entry: { step: 'abandoned', review: review.begun.note.review, reason },
            })
          }
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

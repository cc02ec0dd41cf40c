import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import { type CaseConclusion, type Person, type reviewModes, reviewsOf } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { blindLimit, modeWords } from '#shared/text/conclusion-words.ts';
import { formatDate } from '#shared/text/format.ts';
import { view } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Stranger } from '../../examine/credential/words-shown.tsx';
import styles from './opinion.module.css';
import { PersonFields } from './person-fields.tsx';
import { CompareForm, ConcludeForm } from './review-forms.tsx';
import { useConclusion, useReviewStep, useSay } from './use-conclusion.ts';

/** A second examiner concludes alone, then compares; and the log of all reviews. */
export function ReviewDesk({ shown }: { readonly shown: Case }) {
  const say = useSay();
  const known = useConclusion(shown.id);
  return (
    <div className={styles.page}>
      <header>
        <h2>{say(screen.review)}</h2>
        <p className={styles.muted}>{say(screen.reviewNote)}</p>
        <p className={styles.muted}>{say(blindLimit)}</p>
      </header>
      {known.isError && <ProblemNotice error={known.error} onRetry={() => void known.refetch()} />}
      {shown.readOnly && <Notice kind="information">{say(screen.readOnly)}</Notice>}
      {known.data !== undefined && (
        <>
          <Step shown={shown} known={known.data} />
          <Log known={known.data} />
        </>
      )}
    </div>
  );
}

/** The next step: of the review under way, or the beginning of one. */
function Step({ shown, known }: { readonly shown: Case; readonly known: CaseConclusion }) {
  const say = useSay();
  const under = reviewsOf(known.reviews).findLast(
    ({ compared, abandoned }) => compared === null && abandoned === null,
  );
  if (under !== undefined) {
    if (shown.readOnly) return null;
    return under.concluded === null ? (
      <ConcludeForm key={under.begun.note.review} shown={shown} known={known} review={under} />
    ) : (
      <CompareForm key={under.begun.note.review} shown={shown} known={known} review={under} />
    );
  }
  const { opinion } = known;
  if (opinion === null || opinion.note.conclusions.length === 0) {
    return (
      <EmptyState
        action={<Button onPress={() => view.set({ conclude: 'opinion' })}>{say(screen.opinion)}</Button>}
      >
        {say(screen.needConclusion)}
      </EmptyState>
    );
  }
  return shown.readOnly ? null : <BeginForm shown={shown} version={opinion.version} />;
}

function BeginForm({ shown, version }: { readonly shown: Case; readonly version: number }) {
  const say = useSay();
  const [reviewer, setReviewer] = useState<Person>({ name: '', position: '', organisation: '' });
  const [mode, setMode] = useState<(typeof reviewModes)[number] | null>(null);
  const step = useReviewStep();
  const title = say(screen.begin, { version });
  return (
    <fieldset className={form.group}>
      <legend>{title}</legend>
      <PersonFields person={reviewer} onChange={setReviewer} />
      <RadioGroup<'blind' | 'open' | ''>
        label={say(screen.manner)}
        value={mode ?? ''}
        onChange={(id) => setMode(id === '' ? null : id)}
        choices={(['blind', 'open'] as const).map((id) => ({ id, label: say(modeWords[id]) }))}
      />
      {step.isError && <ProblemNotice error={step.error} />}
      <div className={styles.acts}>
        <Button
          kind="primary"
          disabled={mode === null || reviewer.name.trim() === '' || step.isPending}
          onPress={() => {
            if (mode === null) return;
            const review = `r-${Date.now().toString(36)}`;
            step.mutate({
              caseId: shown.id,
              entry: { step: 'begun', review, reviewer, mode, opinion: version },
            });
          }}
        >
          {title}
        </Button>
      </div>
    </fieldset>
  );
}

function Log({ known }: { readonly known: CaseConclusion }) {
  const say = useSay();
  const reviews = reviewsOf(known.reviews);
  return (
    <fieldset className={form.group}>
      <legend>{say(screen.log)}</legend>
      {reviews.length === 0 && <p className={styles.muted}>{say(screen.noLog)}</p>}
      <ol className={styles.log}>
        {known.reviews.toReversed().map(({ version, at, note }) => {
          const of = reviews.find(({ begun }) => begun.note.review === note.review);
          return (
            <li key={version}>
              <span className={styles.when}>{formatDate(at)}</span>
              <Stranger>{of?.begun.note.reviewer.name ?? ''}</Stranger>
              {' · '}
              <span>{stepWords(note, say)}</span>
              {note.step === 'begun' && (
                <span
                  className={styles.muted}
                >{` · ${say(screen.ofVersion, { version: note.opinion })}`}</span>
              )}
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}

function stepWords(note: CaseConclusion['reviews'][number]['note'], say: ReturnType<typeof useSay>): string {
  const words = screen.steps[note.step];
  if (note.step === 'begun') return say(words, { mode: say(screen[note.mode]) });
  if (note.step === 'abandoned') return say(words, { reason: note.reason });
  return say(words);
}

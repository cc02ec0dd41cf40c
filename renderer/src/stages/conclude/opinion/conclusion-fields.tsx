import type { PropositionPair } from '#shared/domain/assignment.ts';
import type { Conclusion, PairRatio } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import {
  conclusionSentence,
  degreeWords,
  propositionName,
  scaleWords,
  verbalWords,
} from '#shared/text/conclusion-words.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import styles from './opinion.module.css';
import { type ConclusionDraft, choicesOf } from './opinion-draft.ts';
import { useSay } from './use-conclusion.ts';

/** The propositions of a group, to read. */
export function Propositions({ pair }: { readonly pair: PropositionPair }) {
  return (
    <dl className={styles.propositions}>
      {pair.propositions.map((wording, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a proposition is its place: H1, H2
        <div key={place} style={{ display: 'contents' }}>
          <dt>{propositionName(place)}</dt>
          <dd>{wording}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Scale, degree and reasons; nothing is chosen until somebody chooses. */
export function ConclusionFields({
  pair,
  draft,
  ratio,
  onChange,
}: {
  readonly pair: PropositionPair;
  readonly draft: ConclusionDraft;
  readonly ratio: PairRatio | undefined;
  readonly onChange: (draft: ConclusionDraft) => void;
}) {
  const say = useSay();
  const { scale, choice, reasons } = draft;
  const scales =
    ratio === undefined && scale !== 'verbal' ? (['support'] as const) : (['support', 'verbal'] as const);
  const none = { id: '', label: say(screen.choose) } as const;
  const wordsOf = ({ step, place }: ReturnType<typeof choicesOf>[number]): string => {
    if (step === 'support') return say(screen.supportFor, { name: propositionName(place ?? 0) });
    if (step === 'no-support' || step === 'inconclusive') return say(degreeWords[step]);
    const term = say(verbalWords[step]);
    return place === null ? term : say(screen.termFor, { term, name: propositionName(place) });
  };
  return (
    <>
      <p className={styles.muted}>
        {ratio === undefined
          ? say(screen.noRatio)
          : say(screen.ratio, { ratio: ratioWords(ratio, say), run: ratio.run.slice(0, 8) })}
      </p>
      <div className={form.grid}>
        <Select<'' | 'support' | 'verbal'>
          label={say(screen.scale)}
          value={scale ?? ''}
          onChange={(id) => onChange({ ...draft, scale: id === '' ? null : id, choice: null })}
          choices={[none, ...scales.map((id) => ({ id, label: say(scaleWords[id]) }))]}
        />
        {scale !== null && (
          <Select<string>
            label={say(screen.degree)}
            value={choice ?? ''}
            onChange={(id) => onChange({ ...draft, choice: id === '' ? null : id })}
            choices={[
              none,
              ...choicesOf(scale, pair).map((one) => ({ id: one.choice, label: wordsOf(one) })),
            ]}
          />
        )}
      </div>
      <TextField
        label={say(screen.reasons)}
        value={reasons}
        onChange={(next) => onChange({ ...draft, reasons: next })}
        rows={3}
      />
    </>
  );
}

function ratioWords({ ratio, ceiling }: PairRatio, say: ReturnType<typeof useSay>): string {
  const value = ratio.toPrecision(2);
  return ceiling ? say(screen.atLeast, { ratio: value }) : value;
}

/** A conclusion, to read. */
export function StatedConclusion({ conclusion }: { readonly conclusion: Conclusion }) {
  const say = useSay();
  return (
    <FactList
      facts={[
        { name: say(screen.conclusion), value: say(conclusionSentence(conclusion)) },
        { name: say(screen.scale), value: say(scaleWords[conclusion.scale]) },
        { name: say(screen.reasons), value: <span className={styles.said}>{conclusion.reasons}</span> },
      ]}
    />
  );
}

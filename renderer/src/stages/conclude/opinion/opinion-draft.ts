import type { PropositionPair } from '#shared/domain/assignment.ts';
import {
  Conclusion,
  type Degree,
  ExaminerFinding,
  type FindingBearing,
  Opinion,
  type PairRatio,
  VerbalTerm,
  verbalScale,
} from '#shared/domain/opinion.ts';

/** A finding of which parts are not chosen yet. */
export interface FindingDraft extends Omit<ExaminerFinding, 'proposition' | 'bearing'> {
  readonly proposition: number | null;
  readonly bearing: FindingBearing | null;
}

export interface ConclusionDraft {
  readonly pair: string;
  readonly scale: Conclusion['scale'] | null;
  /** What of the scale, with its proposition: `support:0`, `inconclusive`, `moderate:1`. */
  readonly choice: string | null;
  readonly reasons: string;
}

export interface OpinionDraft extends Omit<Opinion, 'findings' | 'conclusions'> {
  readonly findings: readonly FindingDraft[];
  readonly conclusions: readonly ConclusionDraft[];
}

const nothing: Opinion = Opinion.parse({});

export function draftOf(opinion: Opinion | null): OpinionDraft {
  const { examiner, findings, limitations, conclusions } = opinion ?? nothing;
  return { examiner, findings, limitations, conclusions: conclusions.map(conclusionDraft) };
}

function conclusionDraft(conclusion: Conclusion): ConclusionDraft {
  const { pair, scale, proposition, reasons } = conclusion;
  const step = conclusion.scale === 'support' ? conclusion.degree : conclusion.term;
  return { pair, scale, choice: proposition === null ? step : `${step}:${proposition}`, reasons };
}

/** Of a pair; empty until something is chosen or written. */
export function conclusionOn(drafts: readonly ConclusionDraft[], pair: string): ConclusionDraft {
  return drafts.find((one) => one.pair === pair) ?? { pair, scale: null, choice: null, reasons: '' };
}

/** With the draft put in its place; one in which nothing is said is left out. */
export function withConclusion(drafts: readonly ConclusionDraft[], next: ConclusionDraft): ConclusionDraft[] {
  const others = drafts.filter(({ pair }) => pair !== next.pair);
  return next.scale === null && next.reasons === '' ? others : [...others, next];
}

interface ScaleChoice {
  readonly choice: string;
  readonly step: Degree | VerbalTerm;
  readonly place: number | null;
}

/** What a scale lets one say of a pair, as `choice`. */
export function choicesOf(
  scale: Conclusion['scale'],
  { propositions }: PropositionPair,
): readonly ScaleChoice[] {
  if (scale === 'support') {
    return [
      ...propositions.map((_, place) => ({ choice: `support:${place}`, step: 'support' as const, place })),
      { choice: 'no-support', step: 'no-support', place: null },
      { choice: 'inconclusive', step: 'inconclusive', place: null },
    ];
  }
  return verbalScale.flatMap(({ term }): ScaleChoice[] =>
    term === 'neither'
      ? [{ choice: 'neither', step: term, place: null }]
      : [0, 1].map((place) => ({ choice: `${term}:${place}`, step: term, place })),
  );
}

/** The conclusion that is meant; `null`: it is not complete. */
export function conclusionFrom(draft: ConclusionDraft, ratios: readonly PairRatio[]): Conclusion | null {
  const { pair, scale, choice, reasons } = draft;
  if (scale === null || choice === null) return null;
  const [step, place] = choice.split(':');
  const proposition = place === undefined ? null : Number(place);
  const run = ratios.find((one) => one.pair === pair)?.run ?? '';
  const made = Conclusion.safeParse(
    scale === 'support'
      ? { scale, pair, degree: step, proposition, reasons }
      : { scale, pair, run, term: VerbalTerm.safeParse(step).data, proposition, reasons },
  );
  return made.success ? made.data : null;
}

/** The findings that are complete; `null`: one of them is not. */
export function findingsFrom(drafts: readonly FindingDraft[]): ExaminerFinding[] | null {
  const parsed = drafts.map((one) => ExaminerFinding.safeParse(one));
  return parsed.every(({ success }) => success) ? parsed.flatMap(({ data }) => data ?? []) : null;
}

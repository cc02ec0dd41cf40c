import { z } from 'zod';
import { Assignment, Guard, Stated } from './assignment.ts';
import { Sha256 } from './evidence.ts';

/**
 * What the examiner makes of the results, and what a second examiner makes of that. Every word is entered by a person:
 * nothing here has a default but emptiness.
 */

const Line = z.string().max(500).default('');
const Pair = z.string().min(1).max(40);
/** Place in the propositions of a pair; 0 is the first. */
const Proposition = z.number().int().min(0).max(5);

export const Person = z.object({ name: Line, position: Line, organisation: Line });
export type Person = z.infer<typeof Person>;

/** Towards the proposition that is named; nothing is said of the others by it. */
export const findingBearings = ['supports', 'contradicts', 'neutral'] as const;
export const FindingBearing = z.enum(findingBearings);
export type FindingBearing = z.infer<typeof FindingBearing>;

export const FindingSource = z.discriminatedUnion('kind', [
  /** A finding of a run, by its code and its place among findings of that code. */
  z.object({ kind: z.literal('run'), run: z.string(), code: z.string(), place: z.number().int().min(0) }),
  /** A region the examiner drew. */
  z.object({ kind: z.literal('region'), region: z.string() }),
  /** Seen by the examiner, in their words alone. */
  z.object({ kind: z.literal('observation') }),
]);
export type FindingSource = z.infer<typeof FindingSource>;

export const ExaminerFinding = z.object({
  id: z.string().min(1).max(40),
  pair: Pair,
  exhibit: Sha256,
  source: FindingSource,
  proposition: Proposition,
  bearing: FindingBearing,
  words: Stated,
});
export type ExaminerFinding = z.infer<typeof ExaminerFinding>;

/**
 * Verbal equivalents of a likelihood ratio: ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), 2.4.
 * `from` is the lowest ratio of a term; below the lowest the findings support neither proposition over the other.
 */
export const verbalScale = [
  { term: 'neither', from: 1 },
  { term: 'weak', from: 2 },
  { term: 'moderate', from: 10 },
  { term: 'moderately-strong', from: 100 },
  { term: 'strong', from: 1000 },
  { term: 'very-strong', from: 10_000 },
  { term: 'extremely-strong', from: 1_000_000 },
] as const;
export const VerbalTerm = z.enum(verbalScale.map(({ term }) => term));
export type VerbalTerm = z.infer<typeof VerbalTerm>;

/** The term a ratio allows, and which of the two propositions it is for; `null`: neither. */
export function verbalTerm(ratio: number): {
  readonly term: VerbalTerm;
  readonly proposition: 0 | 1 | null;
} {
  const turned = ratio < 1 ? 1 / ratio : ratio;
  const { term } = verbalScale.findLast(({ from }) => turned >= from) ?? verbalScale[0];
  return { term, proposition: term === 'neither' ? null : ratio < 1 ? 1 : 0 };
}

export const degrees = ['support', 'no-support', 'inconclusive'] as const;
/** `no-support`: for none of the propositions over the others. */
export const Degree = z.enum(degrees);
export type Degree = z.infer<typeof Degree>;

export const Conclusion = z.discriminatedUnion('scale', [
  z
    .object({
      scale: z.literal('support'),
      pair: Pair,
      degree: Degree,
      /** The one that is supported, where one is. */
      proposition: Proposition.nullable(),
      reasons: Stated,
    })
    .refine(({ degree, proposition }) => (degree === 'support') === (proposition !== null), {
      message: 'support is for a proposition, and only support is',
      path: ['proposition'],
    }),
  /** Only on a calibrated likelihood ratio of a run. */
  z.object({
    scale: z.literal('verbal'),
    pair: Pair,
    run: z.string(),
    term: VerbalTerm,
    proposition: z.union([z.literal(0), z.literal(1)]).nullable(),
    reasons: Stated,
  }),
]);
export type Conclusion = z.infer<typeof Conclusion>;

const Conclusions = z
  .array(Conclusion)
  .max(60)
  .refine((all) => new Set(all.map(({ pair }) => pair)).size === all.length, {
    message: 'two conclusions on one pair',
  });

export const Opinion = z.object({
  examiner: Person.prefault({}),
  findings: z.array(ExaminerFinding).max(300).default([]),
  limitations: z.string().max(10_000).default(''),
  conclusions: Conclusions.default([]),
});
export type Opinion = z.infer<typeof Opinion>;

/** What is kept of an opinion: with the version of request and propositions it rests on. */
export const KeptOpinion = Opinion.extend({ assignment: z.number().int().positive() });
export type KeptOpinion = z.infer<typeof KeptOpinion>;

export const reviewModes = ['blind', 'open'] as const;
export const agreements = ['agree', 'disagree'] as const;

/** The peer-review log: a review is begun, then concluded by its reviewer alone, then compared. */
export const ReviewEntry = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('begun'),
    review: z.string().min(1).max(60),
    reviewer: Person.extend({ name: Stated }),
    /** `blind`: conclusion, bearings and words of the examiner are hidden until the reviewer has concluded. */
    mode: z.enum(reviewModes),
    /** Version of the opinion that is reviewed. */
    opinion: z.number().int().positive(),
  }),
  z.object({
    step: z.literal('concluded'),
    review: z.string().min(1).max(60),
    conclusions: Conclusions,
    remarks: z.string().max(10_000).default(''),
  }),
  z.object({
    step: z.literal('compared'),
    review: z.string().min(1).max(60),
    answers: z
      .array(
        z
          .object({
            pair: Pair,
            answer: z.enum(agreements),
            reasons: z.string().max(10_000).default(''),
          })
          .refine(({ answer, reasons }) => answer === 'agree' || reasons.trim() !== '', {
            message: 'a disagreement has reasons',
            path: ['reasons'],
          }),
      )
      .max(60),
  }),
  /** Not brought to its end; what was hidden is shown again. */
  z.object({ step: z.literal('abandoned'), review: z.string().min(1).max(60), reason: Stated }),
]);
export type ReviewEntry = z.infer<typeof ReviewEntry>;

/** One version of a note about the case as a whole; earlier ones stay. */
export function versioned<T extends z.ZodType>(note: T) {
  return z.object({ version: z.number().int().positive(), at: z.string(), actor: z.string(), note });
}
export interface Versioned<T> {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly note: T;
}

/** A calibrated likelihood ratio that answers a pair. */
export const PairRatio = z.object({
  pair: z.string(),
  run: z.string(),
  ratio: z.number().positive(),
  /** The calibration ends here: the ratio is at least this. */
  ceiling: z.boolean(),
});
export type PairRatio = z.infer<typeof PairRatio>;

/** All that people recorded about the case as a whole: the latest of each, and every entry of the log. */
export const CaseConclusion = z.object({
  assignment: versioned(Assignment).nullable(),
  guard: versioned(Guard).nullable(),
  opinion: versioned(KeptOpinion).nullable(),
  reviews: z.array(versioned(ReviewEntry)),
  ratios: z.array(PairRatio),
});
export type CaseConclusion = z.infer<typeof CaseConclusion>;

/** The entries of one review in their order. */
export interface Review {
  readonly begun: Versioned<Extract<ReviewEntry, { step: 'begun' }>>;
  readonly concluded: Versioned<Extract<ReviewEntry, { step: 'concluded' }>> | null;
  readonly compared: Versioned<Extract<ReviewEntry, { step: 'compared' }>> | null;
  readonly abandoned: Versioned<Extract<ReviewEntry, { step: 'abandoned' }>> | null;
}

/** Reviews of a log, the first one first. */
export function reviewsOf(log: readonly Versioned<ReviewEntry>[]): Review[] {
  const of = <S extends ReviewEntry['step']>(step: S, review: string) =>
    (log.find(({ note }) => note.step === step && note.review === review) ?? null) as Versioned<
      Extract<ReviewEntry, { step: S }>
    > | null;
  return log.flatMap(({ note }) => {
    const begun = note.step === 'begun' ? of('begun', note.review) : null;
    if (begun === null) return [];
    const { review } = begun.note;
    return [
      {
        begun,
        concluded: of('concluded', review),
        compared: of('compared', review),
        abandoned: of('abandoned', review),
      },
    ];
  });
}

/** Is a review under way whose reviewer must not see the examiner's conclusion? */
export function blindReviewOf(log: readonly Versioned<ReviewEntry>[]): Review | null {
  return (
    reviewsOf(log).find(
      ({ begun, concluded, abandoned }) =>
        begun.note.mode === 'blind' && concluded === null && abandoned === null,
    ) ?? null
  );
}

import { z } from 'zod';
import { Sha256 } from './evidence.ts';

/**
 * What was asked, and the propositions an examination is held against. Entered by the examiner, before results are
 * looked at where the case has its cover on (ENFSI-BPM-DI-03, 2021; SWGDE 18-Q-002).
 */

const Line = z.string().max(500).default('');
const Text = z.string().max(10_000).default('');

/** Something must be written; blanks are not something. */
export const Stated = z
  .string()
  .max(10_000)
  .refine((text) => text.trim() !== '', { message: 'nothing is stated' });

export const ExaminationRequest = z.object({
  /** Person or body that asks. */
  from: Line,
  /** File number of theirs. */
  reference: Line,
  /** ISO date; empty: not recorded. */
  received: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?$/)
    .default(''),
  questions: Text,
  /** Circumstances the examiner was told: what may sway a judgement belongs here too. */
  circumstances: Text,
});
export type ExaminationRequest = z.infer<typeof ExaminationRequest>;

/** Propositions that exclude each other: the first against the second, and further alternatives. */
export const PropositionPair = z
  .object({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    propositions: z.array(Stated).min(2).max(6),
    /** `null`: of the case as a whole. */
    exhibit: Sha256.nullable().default(null),
    /** Camera fingerprint the first proposition names as the source of the exhibit. */
    camera: z
      .object({ sha256: Sha256, name: z.string().max(200) })
      .nullable()
      .default(null),
  })
  .refine(({ camera, exhibit }) => camera === null || exhibit !== null, {
    message: 'a camera needs an exhibit',
    path: ['exhibit'],
  });
export type PropositionPair = z.infer<typeof PropositionPair>;

export const Assignment = z.object({
  request: ExaminationRequest.prefault({}),
  pairs: z
    .array(PropositionPair)
    .max(60)
    .default([])
    .refine((pairs) => new Set(pairs.map(({ id }) => id)).size === pairs.length, {
      message: 'an id is used twice',
    }),
});
export type Assignment = z.infer<typeof Assignment>;

/** Whether results stay covered until there are propositions, and what was uncovered without any. */
export const Guard = z.object({
  on: z.boolean(),
  /** Why it was switched. */
  reason: z.string().max(10_000).default(''),
  uncovered: z
    .array(
      z.object({
        /** `null`: all exhibits of the case. */
        exhibit: Sha256.nullable(),
        reason: Stated,
        at: z.string(),
        actor: z.string(),
      }),
    )
    .default([]),
});
export type Guard = z.infer<typeof Guard>;

/** Does a pair speak of this exhibit? */
export function concerns({ exhibit }: Pick<PropositionPair, 'exhibit'>, sha256: string): boolean {
  return exhibit === null || exhibit === sha256;
}

/** Are the results of an exhibit covered? `null`: never recorded. */
export function isCovered(guard: Guard | null, assignment: Assignment | null, sha256: string): boolean {
  return covers(guard, assignment) && !spokenFor(guard, assignment).has(sha256);
}

/** Are the results of any of so many exhibits, all those of the case? Exhibits stay in a case once they are there. */
export function isAnyCovered(guard: Guard | null, assignment: Assignment | null, exhibits: number): boolean {
  return covers(guard, assignment) && spokenFor(guard, assignment).size < exhibits;
}

/** Is there a cover at all? What speaks of the case as a whole takes it off every exhibit. */
function covers(guard: Guard | null, assignment: Assignment | null): guard is Guard {
  if (guard === null || !guard.on) return false;
  return ![...(assignment?.pairs ?? []), ...guard.uncovered].some(({ exhibit }) => exhibit === null);
}

/** Exhibits with propositions of their own, and those uncovered without any. */
function spokenFor(guard: Guard, assignment: Assignment | null): Set<string | null> {
  return new Set([...(assignment?.pairs ?? []), ...guard.uncovered].map(({ exhibit }) => exhibit));
}

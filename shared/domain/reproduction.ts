import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';
import { Outcome } from './run.ts';

export const reproductionVerdicts = ['identical', 'within-tolerance', 'different', 'not-repeated'] as const;

/** Why a repetition may differ from the record, or could not be made. */
export const reproductionCauses = [
  'engine-changed',
  'method-version-changed',
  'method-gone',
  'parameters-refused',
  'evidence-changed',
  'evidence-missing',
  'limit-reached',
  'unexplained',
] as const;

/** How far numbers of a result may move from one repetition to the next, and why they do. */
export const Tolerance = z.object({ absolute: z.number(), relative: z.number(), why: Localized });
export type Tolerance = z.infer<typeof Tolerance>;

/** A value of the record and the one that stands in its place now; `null`: there is none. */
const Changed = z.object({ recorded: z.string().nullable(), repeated: z.string().nullable() });

/**
 * A recorded run made again from its key: the same evidence, method and parameters. Compared are outcome, reason,
 * result, findings, figures, complaints of decoders and the hashes of all files it made, as canonical JSON.
 */
export const Reproduction = z.object({
  run: z.string(),
  evidence: Sha256,
  analysis: z.string(),
  at: z.string(),
  durationMs: z.number().nonnegative(),
  verdict: z.enum(reproductionVerdicts),
  /** Everything known to be other than it was; in a difference without any of it, `unexplained`. */
  causes: z.array(z.enum(reproductionCauses)),
  key: z.object({ recorded: Sha256, repeated: Sha256.nullable() }),
  /** SHA-256 of the canonical form of what is compared; `null`: there is no repetition. */
  answer: z.object({ recorded: Sha256, repeated: Sha256.nullable() }),
  outcome: z.object({ recorded: Outcome, repeated: Outcome.nullable() }),
  method: z.object({ recorded: z.number().int(), repeated: z.number().int().nullable() }),
  /** Only those whose version is not the recorded one. */
  engines: z.array(Changed.extend({ name: z.string() })),
  /** The first fields that differ, by JSON pointer (RFC 6901), values shortened. */
  differences: z.array(Changed.extend({ pointer: z.string() })),
  differenceCount: z.number().int().nonnegative(),
  /** What the method declares of itself; `null`: it declares none, and every byte counts. */
  tolerance: Tolerance.nullable(),
  /** Numbers that moved, but no further than that. */
  tolerated: z.number().int().nonnegative(),
  /** Files whose hash differs, and those only one of the two made. */
  artifacts: z.array(Changed.extend({ name: z.string() })),
  /** Why there is no repetition, as it is told. */
  reason: Localized.optional(),
  /** The run that was recorded of the repetition, where that was asked for. */
  kept: z.string().nullable(),
});
export type Reproduction = z.infer<typeof Reproduction>;
export type ReproductionCause = Reproduction['causes'][number];

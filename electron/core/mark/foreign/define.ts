import { z } from 'zod';
import { Localized, localized } from '#shared/domain/localized.ts';
import { MarkReading } from '#shared/domain/mark.ts';

/**
 * Detectors of marks that others put into files. Each says what it tried, with the number behind every attempt, and
 * calls a mark found only below `FOREIGN_LOG10`, over everything it tried on the file.
 */

/** log10 of the false-alarm probability per file and detector. Our own codecs ask for more; these schemes hold less. */
export const FOREIGN_LOG10 = -6;

/** One thing that was tried, found or not. */
export const ForeignAttempt = z.object({
  /** Name of the scheme as its own tools have it: `dwtDct`. */
  scheme: z.string(),
  /** How it was read: colour order, arithmetic, input range. */
  variant: z.string(),
  /** What was looked for. */
  target: Localized,
  /** Agreement in the scheme's own terms: `47/48`. */
  agreement: z.string(),
  statistic: z.number(),
  /** log10 of the probability of this one attempt, before the others are counted. */
  log10: z.number().max(0),
});
export type ForeignAttempt = z.infer<typeof ForeignAttempt>;

export const ForeignMarks = z.object({
  readings: z.array(MarkReading),
  tried: z.array(ForeignAttempt),
  /** Everything the probabilities are summed over; more than `tried` where that shows only the best. */
  trials: z.number().nonnegative(),
  /** What the numbers rest on and do not tell, for this file. */
  notes: z.array(Localized),
});
export type ForeignMarks = z.infer<typeof ForeignMarks>;

/** Name of `−log10 p`, which all these detectors hold against their threshold. */
export const attemptStatisticName: Localized = localized(
  'negative decimal logarithm of the chance of one attempt (−lg p)',
  '单次尝试误报概率的负常用对数（−lg p）',
);

/** The value `−log10 p` of one attempt must reach so that `trials` attempts together stay below the stated level. */
export function attemptThreshold(trials: number): number {
  return Math.log10(Math.max(1, trials)) - FOREIGN_LOG10;
}

/** Probability over all attempts, log10. */
export function overAll(log10: number, trials: number): number {
  return Math.min(0, log10 + Math.log10(Math.max(1, trials))) + 0;
}

/** For marks without a key: whoever has the program can read them, and could have written them. */
export const noKey = { kind: 'none', fingerprint: null } as const;

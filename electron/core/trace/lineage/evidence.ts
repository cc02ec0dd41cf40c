import { z } from 'zod';
import { Transform } from '#shared/domain/comparison.ts';
import { Localized } from '#shared/domain/localized.ts';

/**
 * What two files tell of each other. Every sign is a pair of numbers, one for each file: how much that file *underwent or
 * lost* that the other did not. A copy shows such signs against its source, a source none against its copy; two copies of
 * one source show them both ways.
 */
export const signNames = [
  // Measured on pictures laid over each other.
  'crop',
  'frame',
  'overlay',
  'restored',
  'soft',
  'reduced',
  'enlarged',
  'sharpened',
  'generation',
  'quality',
  'clipped',
  'grey',
  'screen',
  // Measured on alignments in time and on wording.
  'shorter',
  'excerpt',
  'torn',
  'hidden',
  'bitrate',
  // Measured on films and sounds laid on each other.
  'worn',
  'rate',
  'silent',
  'narrow',
  'filled',
  'mono',
  'lossy',
  // Facts of the files, from whoever asks.
  'capture',
  'label',
  'credential',
  'ingredient',
  'dated',
  'published',
] as const;
export const SignName = z.enum(signNames);
export type SignName = z.infer<typeof SignName>;

/** Signs that one holds a part of the other: the longer one may as well have been made around the shorter one. */
export const containmentSigns: readonly SignName[] = ['shorter', 'excerpt', 'torn'];

/** `[first, second]`, both 0 or more. */
export const Sign = z.tuple([z.number().nonnegative(), z.number().nonnegative()]);
export type Sign = z.infer<typeof Sign>;
export type Signs = Partial<Record<SignName, Sign>>;

/** What was found out about a pair by comparing the files themselves. */
export const PairEvidence = z.object({
  /** First to second; `null`: they have nothing in common, or it could not be told (`reason`). */
  transform: Transform.nullable(),
  reason: Localized.nullable(),
  /** One that was looked for and not found is 0 both ways; one that could not be looked for is absent. */
  signs: z.partialRecord(SignName, Sign),
  /** How far apart the two look or sound or read, 0 for the same, after laying one over the other. */
  distance: z.number().nonnegative(),
  /** The step in words, as the copy's, in both directions. */
  words: z.tuple([Localized, Localized]).nullable(),
});
export type PairEvidence = z.infer<typeof PairEvidence>;

/** Nothing in common, or `reason` why it could not be told. */
export function nothing(reason: Localized | null): PairEvidence {
  return { transform: null, reason, signs: {}, distance: 0, words: null };
}

import { z } from 'zod';
import { KeptText, Localized } from './localized.ts';

/** Codes of what content looks, sounds or reads like, by which copies are found. */

/** Methods in the order they are listed in; one file each in `core/trace/fingerprints/`. */
export const fingerprintMethods = [
  'pdq',
  'iscc',
  'features',
  'frames',
  'film',
  'chromaprint',
  'landmarks',
  'shingles',
] as const;
export const FingerprintMethod = z.enum(fingerprintMethods);
export type FingerprintMethod = z.infer<typeof FingerprintMethod>;

/**
 * What a likeness of two codes is worth. `same-bytes` and `same-content` are identities; `copy` was confirmed by the
 * geometry, the order in time or the wording of both; `likely` is one code alone below its published threshold;
 * `candidate` is worth looking at and nothing more.
 */
export const copyClaims = ['same-bytes', 'same-content', 'copy', 'likely', 'candidate'] as const;
export const CopyClaim = z.enum(copyClaims);
export type CopyClaim = z.infer<typeof CopyClaim>;

/** How two fingerprints compare, with everything needed to repeat it. */
export const FingerprintMatch = z.object({
  method: FingerprintMethod,
  /** Which of the method's codes agreed: `whole`, `trimmed`, `rotate-90`, `content-image`. */
  variant: z.string(),
  claim: CopyClaim,
  /** Distance in bits, share of code words, votes: what `unit` says. */
  score: z.number(),
  unit: z.enum(['bits', 'bit-error-rate', 'votes', 'inliers', 'share', 'similarity']),
  /** Value of `score` from which on `claim` holds. */
  threshold: z.number(),
  /** True when less is more alike. */
  descending: z.boolean(),
  /** Both codes in text form when they are short enough to print. */
  codes: z.tuple([z.string(), z.string()]).nullable(),
  /** Quality of both codes, 0–100, where the method has one. */
  quality: z.tuple([z.number(), z.number()]).nullable(),
  /**
   * Unrelated items that are expected to match this well in the whole search, from the distribution the method states;
   * `null`: not known.
   */
  expectedFalse: z.number().nonnegative().nullable(),
});
export type FingerprintMatch = z.infer<typeof FingerprintMatch>;

/** The codes of one file, as others write them, and what each method could say. */
export const FileFingerprints = z.object({
  codes: z.array(
    z.object({
      method: FingerprintMethod,
      variant: z.string(),
      /** Base64url where there is no usual form; `null`: too long to be told. */
      code: z.string().nullable(),
      quality: z.number().nullable(),
      bytes: z.number().int().nonnegative(),
    }),
  ),
  methods: z.array(
    z.object({
      method: FingerprintMethod,
      state: z.enum(['printed', 'not-traceable', 'undetermined']),
      reason: Localized.nullable(),
      warnings: z.array(KeptText),
    }),
  ),
});
export type FileFingerprints = z.infer<typeof FileFingerprints>;

import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Figure } from './figure.ts';
import { CopyClaim, FingerprintMatch } from './fingerprint.ts';
import { KeptText, Localized } from './localized.ts';
import { Media } from './media.ts';
import { Artifact, Reason } from './run.ts';

/** Two files laid over each other: how the second came to lie over the first, and what differs. */

/** Corner points in pixels, at least three, the first not repeated. */
export const Polygon = z.array(z.tuple([z.number(), z.number()])).min(3);
export type Polygon = z.infer<typeof Polygon>;

/** From the pixels of the first picture to those of the second. */
export const PictureTransform = z.object({
  kind: z.literal('picture'),
  /** Row-major 3×3 with the last entry 1: `(x, y, 1)` of the first picture, centre of the first pixel at 0, to the second. */
  homography: z.array(z.number()).length(9),
  /** Geometric mean of enlargement at the centre of the common part. */
  scale: z.number().positive(),
  /** Degrees, clockwise positive as seen. */
  rotation: z.number(),
  mirrored: z.boolean(),
  /** Horizontal over vertical enlargement. */
  aspect: z.number().positive(),
  /** The part of the first that is in the second, in pixels of the first. */
  common: Polygon,
  /** Share of the area of each that is common, 0…1. */
  cover: z.tuple([z.number(), z.number()]),
  inliers: z.number().int().nonnegative(),
  /** Median distance of the agreeing points, pixels of the second. */
  residual: z.number().nonnegative(),
});
export type PictureTransform = z.infer<typeof PictureTransform>;

/** `[from, to]` in seconds. */
export const Span = z.tuple([z.number(), z.number()]);

export const TimeTransform = z.object({
  kind: z.literal('time'),
  /** Pieces of the second, in its order, and where in the first they come from. */
  pieces: z.array(
    z.object({
      first: Span,
      second: Span,
      /** Duration in the first over duration in the second: 1.05 is five per cent faster. */
      speed: z.number().positive(),
      /** Change of pitch in semitones; `null`: no sound, or not measured. */
      semitones: z.number().nullable(),
      /** Agreeing codes. */
      votes: z.number().int().nonnegative(),
    }),
  ),
  /** Share of the duration of each that is common. */
  cover: z.tuple([z.number(), z.number()]),
});
export type TimeTransform = z.infer<typeof TimeTransform>;

export const TextTransform = z.object({
  kind: z.literal('text'),
  /** Passages in UTF-16 offsets of the decoded texts. */
  passages: z.array(
    z.object({ first: Span, second: Span, how: z.enum(['same', 'edited']), similarity: z.number() }),
  ),
  /** Share of the characters of each that is common. */
  cover: z.tuple([z.number(), z.number()]),
});
export type TextTransform = z.infer<typeof TextTransform>;

export const Transform = z.discriminatedUnion('kind', [PictureTransform, TimeTransform, TextTransform]);
export type Transform = z.infer<typeof Transform>;

/** What was done between the first and the second. `overlaid`: laid on top, what was below is unknown. */
export const changeKinds = [
  'added',
  'removed',
  'moved',
  'recoloured',
  'cropped',
  'overlaid',
  'changed',
  'cut',
  'inserted',
  'resampled',
  'hidden',
] as const;
export const ChangeKind = z.enum(changeKinds);
export type ChangeKind = z.infer<typeof ChangeKind>;

export const Change = z.object({
  kind: ChangeKind,
  /** The file whose places are named. */
  in: z.enum(['first', 'second']),
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('region'), polygon: Polygon }),
    z.object({ kind: z.literal('span'), seconds: Span }),
    z.object({
      kind: z.literal('passage'),
      characters: Span,
      /** What stood there in the other text. */
      instead: Span.optional(),
    }),
    z.object({ kind: z.literal('whole') }),
  ]),
  /** Where a moved part was, in the other file; same form as `place`. */
  from: Polygon.nullable().default(null),
  /** Mean difference in the terms of the method (grey levels, dB, share), for the order of the list. */
  strength: z.number().nonnegative(),
  statement: Localized,
});
export type Change = z.infer<typeof Change>;

export const comparisonOutcomes = [
  'same-bytes',
  'same-content',
  'aligned',
  'unrelated',
  'undetermined',
] as const;
/** `unrelated`: searched, and nothing in common was found; it says what was searched, never "no copy". */
export const ComparisonOutcome = z.enum(comparisonOutcomes);
export type ComparisonOutcome = z.infer<typeof ComparisonOutcome>;

/** What comes out of laying one file over another, before it is given a number and kept. */
export const Alignment = z.object({
  outcome: ComparisonOutcome,
  claim: CopyClaim.nullable(),
  reason: Reason.nullable(),
  matches: z.array(FingerprintMatch),
  transform: Transform.nullable(),
  /** The gravest first. */
  changes: z.array(Change),
  figures: z.array(Figure),
  artifacts: z.array(Artifact),
  warnings: z.array(KeptText),
});
export type Alignment = z.infer<typeof Alignment>;

export const ComparedFile = z.object({
  name: z.string(),
  sha256: Sha256,
  size: z.number().int().nonnegative(),
  /** Exhibit number in the case; `null`: from the register. */
  number: z.number().int().positive().nullable(),
  media: Media,
});
export type ComparedFile = z.infer<typeof ComparedFile>;

export const Comparison = Alignment.extend({
  format: z.literal('assay-comparison'),
  version: z.literal(1),
  id: z.string(),
  at: z.string(),
  assay: z.string(),
  /** The presumed original; `second` is the suspect. */
  first: ComparedFile,
  second: ComparedFile,
  engines: z.record(z.string(), z.string()),
  durationMs: z.number().nonnegative(),
});
export type Comparison = z.infer<typeof Comparison>;

/** What is laid over what: the presumed original, from the case or the register, and the suspect. */
export const ComparisonRequest = z.object({
  first: z.discriminatedUnion('from', [
    z.object({ from: z.literal('case'), evidence: Sha256 }),
    z.object({ from: z.literal('register'), entry: z.number().int().positive() }),
  ]),
  second: Sha256,
});
export type ComparisonRequest = z.infer<typeof ComparisonRequest>;

/** A comparison in a list. */
export const ComparisonListing = Comparison.pick({
  ...{ id: true, at: true, first: true, second: true, outcome: true, claim: true },
}).extend({ changes: z.number().int().nonnegative(), sha256: Sha256 });
export type ComparisonListing = z.infer<typeof ComparisonListing>;

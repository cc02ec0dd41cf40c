import { z } from 'zod';
import { localized } from './localized.ts';

/**
 * What a newsroom states when it publishes a review (schema.org ClaimReview and MediaReview). Every member is filled in
 * by a person; nothing here is taken from results, and nothing has a default but absence.
 */

/** What is wrong with what was filled in; the schema carries the English words, and finds them again by these. */
export const newsroomFaults = {
  stated: localized('Fill this in.', '请填写此项。'),
  scale: localized(
    'A rating as a number needs both ends of its scale, and lies between them.',
    '数值评级须同时填写量表两端，且数值须在两端之间。',
  ),
  twice: localized('A category is named twice.', '类别重复。'),
  contradiction: localized(
    'schema.org calls this contradictory in one review: original together with transformed, edited or cropped, or staged.',
    '按 schema.org，同一核查中“原始内容”与“变造内容”“剪辑或裁切”“摆拍内容”相互矛盾。',
  ),
  nothing: localized(
    'Neither a claim nor media is reviewed: add at least one.',
    '尚无核查对象：请至少添加一条说法或一件媒体。',
  ),
} as const;

const Stated = z
  .string()
  .max(5000)
  .refine((text) => text.trim() !== '', { message: newsroomFaults.stated.en });
const Address = z.url({ protocol: /^https?$/ }).max(2000);
const Day = z.iso.date();

/** schema.org 30.0, MediaManipulationRatingEnumeration: its six members. */
export const mediaCategories = [
  'DecontextualizedContent',
  'EditedOrCroppedContent',
  'OriginalMediaContent',
  'SatireOrParodyContent',
  'StagedContent',
  'TransformedContent',
] as const;
export const MediaCategory = z.enum(mediaCategories);
export type MediaCategory = z.infer<typeof MediaCategory>;

/** schema.org names these as contradictory in one review: original against transformed, edited and staged. */
const againstOriginal: ReadonlySet<MediaCategory> = new Set([
  'TransformedContent',
  'EditedOrCroppedContent',
  'StagedContent',
]);

export const ClaimRating = z
  .object({
    /** The rating in words, as the house rates: "False", "Misleading". */
    words: Stated,
    explanation: Stated.optional(),
    /** On a scale of numbers, with its ends; only together. */
    value: z.number().optional(),
    worst: z.number().optional(),
    best: z.number().optional(),
  })
  .refine(
    ({ value, worst, best }) =>
      (value === undefined) === (worst === undefined) &&
      (value === undefined) === (best === undefined) &&
      (value === undefined || (value >= Math.min(worst!, best!) && value <= Math.max(worst!, best!))),
    { message: newsroomFaults.scale.en },
  );

export const ReviewedClaim = z.object({
  /** Pair of propositions whose conclusion the review rests on. */
  pair: z.string().min(1).max(40),
  claim: Stated,
  claimant: z.object({ kind: z.enum(['Person', 'Organization']), name: Stated }).optional(),
  claimedOn: Day.optional(),
  appearances: z.array(Address).max(50).default([]),
  rating: ClaimRating,
});
export type ReviewedClaim = z.infer<typeof ReviewedClaim>;

export const ReviewedMedia = z.object({
  /** Number of the exhibit in the case. */
  exhibit: z.number().int().positive(),
  categories: z
    .array(MediaCategory)
    .min(1)
    .refine((all) => new Set(all).size === all.length, { message: newsroomFaults.twice.en })
    .refine((all) => !all.includes('OriginalMediaContent') || !all.some((one) => againstOriginal.has(one)), {
      message: newsroomFaults.contradiction.en,
    }),
  /** Where it was seen: the page, and the file itself. */
  page: Address.optional(),
  file: Address.optional(),
  originalLink: Address.optional(),
  originalContext: Stated.optional(),
});
export type ReviewedMedia = z.infer<typeof ReviewedMedia>;

export const Publishing = z
  .object({
    /** Page on which the review appears. */
    page: Address,
    publisher: z.object({ name: Stated, page: Address.optional() }),
    publishedOn: Day.optional(),
    claims: z.array(ReviewedClaim).max(60).default([]),
    media: z.array(ReviewedMedia).max(200).default([]),
  })
  .refine(({ claims, media }) => claims.length + media.length > 0, {
    message: newsroomFaults.nothing.en,
  });
export type Publishing = z.infer<typeof Publishing>;

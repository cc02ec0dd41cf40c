import { z } from 'zod';
import { Localized } from './localized.ts';

/** Our own codecs: one per kind of media, the number is the version of what is embedded. */
export const markCodecNames = [
  'assay-image-1',
  'assay-audio-1',
  'assay-video-1',
  'assay-text-1',
  'assay-mesh-1',
] as const;
export const MarkCodecName = z.enum(markCodecNames);
export type MarkCodecName = z.infer<typeof MarkCodecName>;

/** Identifier a mark of ours carries: 64 bits, in decimal. */
export const MarkPayload = z
  .string()
  .regex(/^\d{1,20}$/)
  .refine((text) => BigInt(text) < 1n << 64n, 'an identifier has 64 bits');
export type MarkPayload = z.infer<typeof MarkPayload>;

/** Which key a mark was looked for with; a private key is named by its fingerprint and never shown. */
export const MarkKeyName = z.object({
  kind: z.enum(['public', 'private', 'none']),
  /** First 16 hexadecimal digits of the SHA-256 of the key; `null` where a scheme has no key. */
  fingerprint: z.string().nullable(),
});
export type MarkKeyName = z.infer<typeof MarkKeyName>;

/** A part of the picture as stored, pixels. */
export const MarkRegion = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type MarkRegion = z.infer<typeof MarkRegion>;

/** A stretch of time, seconds from the beginning. */
export const MarkSegment = z.object({ from: z.number().nonnegative(), to: z.number().nonnegative() });
export type MarkSegment = z.infer<typeof MarkSegment>;

/** How the suspect lies against the marked original, as the mark itself tells. */
export const MarkGeometry = z.object({
  /** Pixels of the suspect per pixel-like unit of the marked picture, across and down; 1 when unknown. */
  scaleX: z.number().positive(),
  scaleY: z.number().positive(),
  /** Degrees clockwise. */
  rotation: z.number(),
  mirrored: z.boolean(),
  /** Played faster than marked: 1.05 is 5 % faster; of sound and film. */
  speed: z.number().positive().optional(),
  /** Time stretched with the pitch kept: 1.05 is 5 % shorter. */
  tempo: z.number().positive().optional(),
});
export type MarkGeometry = z.infer<typeof MarkGeometry>;

/**
 * Where a mark that was read is still alive. `cells` are row by row (of a sound: one row over time), from 0 (gone:
 * replaced or painted over) to 1 (as strong as elsewhere); `null`: this place cannot carry a mark, so nothing is said.
 */
export const MarkPresence = z.object({
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  cells: z.array(z.number().min(0).max(1).nullable()),
});
export type MarkPresence = z.infer<typeof MarkPresence>;

/** One mark that was found, with what it takes to contest it. */
export const MarkReading = z.object({
  /** A codec of ours or the published name of another scheme (`dwtDct`, `trustmark-q`). */
  codec: z.string(),
  version: z.number().int().positive(),
  /** Of our codecs a decimal number; of others as their own tools print it. */
  payload: z.string(),
  /** What is known of that payload: `Stable Diffusion XL`. */
  meaning: Localized.nullable(),
  key: MarkKeyName,
  /** The number that was held against the threshold, and what it is. */
  statistic: z.number(),
  statisticName: Localized,
  threshold: z.number(),
  /** log10 of the probability that a file without this mark reaches the statistic, over everything that was tried. */
  falseAlarmLog10: z.number().max(0),
  /** How that probability is derived, in a sentence or two, with its source. */
  derivation: Localized,
  /** Alignments, identifiers and variants over which the probability is summed. */
  trials: z.number().nonnegative(),
  /** `blind`: from the suspect alone; `register`: only among identifiers that were issued; `original`: with the original beside it. */
  route: z.enum(['blind', 'register', 'original']),
  /** The part of a container it was read from, as it is named there: `texture 3 "Wood"`. */
  part: z.string().max(200).optional(),
  region: MarkRegion.optional(),
  segment: MarkSegment.optional(),
  geometry: MarkGeometry.optional(),
  presence: MarkPresence.optional(),
});
export type MarkReading = z.infer<typeof MarkReading>;

export const markStates = ['marked', 'none-found', 'undetermined'] as const;
/** `none-found` says nothing of the origin: a mark may have been lost, or was never there. */
export const MarkState = z.enum(markStates);
export type MarkState = z.infer<typeof MarkState>;

/** A measured property of a marked copy, beside what was asked. */
export const MarkQuality = z.object({
  /** `psnr`, `ssim`, `mark-level`, `noise-to-mask`… */
  name: z.string(),
  title: Localized,
  value: z.number(),
  unit: z.string(),
});
export type MarkQuality = z.infer<typeof MarkQuality>;

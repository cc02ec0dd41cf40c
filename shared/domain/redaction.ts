import { z } from 'zod';

/**
 * Personal data taken out of a report before it leaves the house. The case keeps everything; only what is written for
 * others is without it. The log says how much was taken out and why, and never what.
 */

/** What the examiner asks to be taken out. */
export const RedactionOrder = z.object({
  /** Values of metadata and label fields that methods flag as personal data. */
  fields: z.boolean().default(false),
  /** What people wrote into files: prompts, comments, captions, titles. */
  texts: z.boolean().default(false),
  /** Regions of the analyst that are marked for it: blacked out in every printed picture of their exhibit. */
  regions: z.boolean().default(false),
  /** Names and other words, wherever they stand. */
  words: z
    .array(
      z
        .string()
        .trim()
        .min(2)
        .max(200)
        .refine((word) => /[\p{L}\p{N}]/u.test(word), { message: 'a word has a letter or a digit' }),
    )
    .max(500)
    .default([]),
  reason: z
    .string()
    .max(2000)
    .refine((reason) => reason.trim() !== '', { message: 'a redaction has a reason' }),
});
export type RedactionOrder = z.infer<typeof RedactionOrder>;

export const redactionKinds = [
  'field',
  'text',
  'region',
  'recognised-text',
  'picture',
  'word',
  'repeated',
] as const;
/**
 * `recognised-text`: words a method read in a blacked-out region; `picture`: withheld whole, because it shows the exhibit
 * in a frame of its own; `repeated`: the value of a field or a text, where it stands again elsewhere.
 */
export const RedactionKind = z.enum(redactionKinds);
export type RedactionKind = z.infer<typeof RedactionKind>;

export const RedactionLog = z.object({
  reason: z.string(),
  /** Who exported the report. */
  by: z.string(),
  at: z.string(),
  entries: z.array(
    z.object({
      kind: RedactionKind,
      /** Exhibit number; `null`: not of one exhibit. */
      exhibit: z.number().int().positive().nullable(),
      /** Places that were changed. */
      count: z.number().int().positive(),
    }),
  ),
});
export type RedactionLog = z.infer<typeof RedactionLog>;

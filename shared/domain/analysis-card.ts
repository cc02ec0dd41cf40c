import { z } from 'zod';
import { Localized } from './localized.ts';

/** Where a method was published and where it stops being true. */
export const Reference = z.object({
  cite: z.string(),
  url: z.string().optional(),
  limits: z.array(Localized).min(1),
});
export type Reference = z.infer<typeof Reference>;

const Sentences = z.array(Localized).min(1).max(5);

/** How a method is read at the screen: short plain sentences for the analyst. */
export const Guide = z.object({
  /** Which trace it follows, and how its pictures and numbers show it. */
  sees: Sentences,
  /** What on its figures deserves a second look. */
  lookFor: Sentences,
  /** What stands out there in untouched files as well. */
  ignore: Sentences,
  /** When a clean answer hides something, and when an alarm is wrong. */
  lies: Sentences,
});
export type Guide = z.infer<typeof Guide>;

/** How often something happened. `of` is null where the whole was not counted, 0 where nothing could be counted. */
export const CountedShare = z.object({
  count: z.number().int().nonnegative(),
  of: z.number().int().nonnegative().nullable(),
  /** 95 %, 0…1. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
});
export type CountedShare = z.infer<typeof CountedShare>;

/** Errors of a method at its standard parameters, measured by the bench of this repository. */
export const MeasuredErrors = z.object({
  /** Names the pictures, the generator and its seed. */
  corpus: z.string(),
  /** What the tampered pictures had undergone. */
  tampering: Localized,
  rates: z.array(
    z.object({
      /** What was done to the pictures before the method saw them. */
      condition: Localized,
      falseAlarms: CountedShare,
      found: CountedShare,
      silent: CountedShare,
    }),
  ),
});
export type MeasuredErrors = z.infer<typeof MeasuredErrors>;

/** Everything about an analysis that is not code: for lists, reports and the method pages. */
export const AnalysisCard = z.object({
  id: z.string().regex(/^[a-z0-9]+\.[a-z0-9-]+$/),
  version: z.number().int().positive(),
  title: Localized,
  /** One or two sentences: what it looks at and what it answers. */
  summary: Localized,
  /** Shows the content in another way, for the eye, and decides nothing. */
  enhancer: z.boolean(),
  guide: Guide,
  reference: Reference,
  /** Measured error rate with its corpus, or null: "not measured". */
  errorRate: Localized.nullable(),
  /** The same as a table, where it was measured in one. */
  errors: MeasuredErrors.nullable(),
  engines: z.array(z.string()),
});
export type AnalysisCard = z.infer<typeof AnalysisCard>;

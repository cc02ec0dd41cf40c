import { z } from 'zod';
import { Localized } from './localized.ts';

/** Where a method was published and where it stops being true. */
export const Reference = z.object({
  cite: z.string(),
  url: z.string().optional(),
  limits: z.array(Localized).min(1),
});
export type Reference = z.infer<typeof Reference>;

/** Everything about an analysis that is not code: for lists, reports and the method pages. */
export const AnalysisCard = z.object({
  id: z.string().regex(/^[a-z0-9]+\.[a-z0-9-]+$/),
  version: z.number().int().positive(),
  title: Localized,
  /** One or two sentences: what it looks at and what it answers. */
  summary: Localized,
  reference: Reference,
  /** Measured error rate with its corpus, or null: "not measured". */
  errorRate: Localized.nullable(),
  engines: z.array(z.string()),
});
export type AnalysisCard = z.infer<typeof AnalysisCard>;

import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Figure } from './figure.ts';
import { Finding } from './finding.ts';
import { Localized } from './localized.ts';

export const outcomes = ['found', 'nothing-found', 'not-applicable', 'undetermined', 'failed'] as const;
export const Outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof Outcome>;

/** Why a run has no clean answer. `code` is stable for scripts; the text is for people. */
export const Reason = z.object({ code: z.string(), text: Localized, detail: z.string().optional() });
export type Reason = z.infer<typeof Reason>;

/** A file a run made, kept under `derived/<run>/`. */
export const Artifact = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  mime: z.string(),
  size: z.number().int().nonnegative(),
  sha256: Sha256,
});
export type Artifact = z.infer<typeof Artifact>;

/** One execution of an analysis on one evidence. */
export const Run = z.object({
  id: z.string(),
  evidence: Sha256,
  analysis: z.string(),
  version: z.number().int().positive(),
  parameters: z.record(z.string(), z.unknown()),
  /** Versions of everything outside this repository that took part: decoder, exiftool, c2pa… */
  engines: z.record(z.string(), z.string()),
  /** Hash of evidence, analysis id and version, parameters and engines: equal keys, equal results. */
  key: Sha256,
  outcome: Outcome,
  /** Present for `not-applicable`, `undetermined` and `failed`. */
  reason: Reason.optional(),
  /** What a decoder or parser complained about before it went on; never empty for a result made under protest. */
  warnings: z.array(z.string()),
  startedAt: z.string(),
  durationMs: z.number().nonnegative(),
  result: z.unknown(),
  findings: z.array(Finding),
  figures: z.array(Figure),
  artifacts: z.array(Artifact),
});
export type Run = z.infer<typeof Run>;

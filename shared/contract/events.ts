import { z } from 'zod';
import { Sha256 } from '../domain/evidence.ts';
import { Localized } from '../domain/localized.ts';
import { Outcome } from '../domain/run.ts';

/** One long piece of work: an intake, an examination, a verification, a report. */
export const Job = z.object({
  id: z.string(),
  caseId: z.string(),
  kind: z.enum([
    'intake',
    'examine',
    'reproduce',
    'verify',
    'report',
    'package',
    'label',
    'mark',
    'survive',
    'trace',
    'compare',
    'lineage',
    'register',
    'camera',
  ]),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Steps done and known so far; bytes for an intake and a verification, runs for an examination. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  unit: z.enum(['bytes', 'runs', 'files']),
  /** What is being worked on now, for the progress line. */
  note: z.string(),
  /** What went wrong, item by item, for a job that is over. */
  problems: z.array(z.object({ item: z.string(), message: Localized })),
});
export type Job = z.infer<typeof Job>;

/** What a host tells every listener. Events announce; whoever cares asks again through a call. */
export const Activity = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: Job }),
  z.object({ type: z.literal('case-changed'), caseId: z.string() }),
  z.object({ type: z.literal('evidence-added'), caseId: z.string(), evidence: Sha256 }),
  z.object({
    type: z.literal('run-settled'),
    caseId: z.string(),
    evidence: Sha256,
    analysis: z.string(),
    run: z.string(),
    outcome: Outcome,
  }),
]);
export type Activity = z.infer<typeof Activity>;

import { z } from 'zod';
import { Transform } from './comparison.ts';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';
import { Media } from './media.ts';

/** Which copy came from which: a graph of evidence, with how sure each of its edges is. */

/** Where a date comes from, the most trustworthy first. Only the first two may decide a direction. */
export const dateSources = ['timestamp', 'credential', 'publication', 'metadata', 'acquisition'] as const;

export const LineageNode = z.object({
  /** Stable within the lineage: `n1`, `n2`; `missing-1` for an item that must have existed and is not in the case. */
  id: z.string(),
  /** `null`: a parent that is missing. */
  sha256: Sha256.nullable(),
  name: z.string(),
  number: z.number().int().positive().nullable(),
  media: Media.nullable(),
  /** Nodes of the same content (same pixels, other bytes) share a group. */
  group: z.string().nullable(),
  date: z.object({ at: z.string(), from: z.enum(dateSources) }).nullable(),
  /** How likely it is that no other in the set is a source of it, 0…1; `null`: it is not among the likely firsts. */
  root: z.number().min(0).max(1).nullable(),
});
export type LineageNode = z.infer<typeof LineageNode>;

/** One observation that speaks for a direction, or says nothing. */
export const LineageCue = z.object({
  cue: z.string().regex(/^[a-z][a-z-]*$/),
  /** `forward`: from → to; `backward`: to → from. */
  says: z.enum(['forward', 'backward', 'silent']),
  value: z.number(),
  /** What it adds to the logit, positive for forward. */
  weight: z.number(),
  statement: Localized,
});
export type LineageCue = z.infer<typeof LineageCue>;

export const edgeStates = [
  'derived-from',
  'probably',
  'same-source',
  'same-content',
  'missing-parent',
  'collage-of',
] as const;
/** `same-source`: direction unknown, drawn without an arrow. */
export const EdgeState = z.enum(edgeStates);
export type EdgeState = z.infer<typeof EdgeState>;

export const LineageEdge = z.object({
  from: z.string(),
  to: z.string(),
  state: EdgeState,
  directed: z.boolean(),
  /** Probability that the direction is right, 0.5…1, calibrated on the bench's trees. */
  confidence: z.number().min(0).max(1),
  /** Log odds of the direction as the cues add up. */
  logit: z.number(),
  transform: Transform.nullable(),
  /** The transform in a few words: "cropped to 62 %, 0.5×, JPEG 71, text added". */
  summary: Localized,
  evidence: z.array(LineageCue),
});
export type LineageEdge = z.infer<typeof LineageEdge>;

export const LineageGraph = z.object({
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  /** Pairs that were compared, and those that were not because a limit was reached. */
  pairs: z.object({ compared: z.number().int().nonnegative(), left: z.number().int().nonnegative() }),
  warnings: z.array(Localized),
});
export type LineageGraph = z.infer<typeof LineageGraph>;

export const Lineage = LineageGraph.extend({
  format: z.literal('assay-lineage'),
  version: z.literal(1),
  id: z.string(),
  at: z.string(),
  assay: z.string(),
  /** False: stopped before its end. */
  complete: z.boolean(),
  durationMs: z.number().nonnegative(),
});
export type Lineage = z.infer<typeof Lineage>;

/** A lineage in a list. */
export const LineageListing = z.object({
  id: z.string(),
  at: z.string(),
  nodes: z.number().int().nonnegative(),
  edges: z.number().int().nonnegative(),
  complete: z.boolean(),
  sha256: Sha256,
});
export type LineageListing = z.infer<typeof LineageListing>;

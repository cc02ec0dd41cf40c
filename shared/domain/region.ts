import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { PicturePoint } from './geometry.ts';
import { Localized } from './localized.ts';
import { Outcome } from './run.ts';

/**
 * Regions of a picture: what methods point at, where several of them point at the same place, and what the analyst
 * draws and names. All coordinates are stored pixels, as in `geometry.ts`.
 */

/** What a method looks at. Methods of one kind see the same trace: several of them are one witness, not several. */
export const traceKinds = [
  'compression',
  'noise',
  'sensor',
  'interpolation',
  'filtering',
  'tone',
  'copies',
  'previews',
] as const;
export const TraceKind = z.enum(traceKinds);
export type TraceKind = z.infer<typeof TraceKind>;

/** A closed line; the first point is not repeated. */
export const Ring = z.array(PicturePoint).min(3).max(2000);
export type Ring = z.infer<typeof Ring>;

/** Between opposite corners, in any order. */
const Corners = z.object({ from: PicturePoint, to: PicturePoint });
export const RegionShape = z.discriminatedUnion('kind', [
  Corners.extend({ kind: z.literal('rectangle') }),
  /** Within the box of two opposite corners. */
  Corners.extend({ kind: z.literal('ellipse') }),
  /** What lies within an odd number of rings. */
  z.object({ kind: z.literal('outline'), rings: z.array(Ring).min(1).max(16) }),
]);
export type RegionShape = z.infer<typeof RegionShape>;

export const regionColours = ['blue', 'orange', 'green', 'pink', 'sky', 'yellow'] as const;
export const RegionColour = z.enum(regionColours);
export type RegionColour = z.infer<typeof RegionColour>;

/** A region of the analyst's own. */
export const AnalystRegion = z.object({
  id: z.string().min(1).max(60),
  name: z.string().max(200).default(''),
  remark: z.string().max(10_000).default(''),
  colour: RegionColour.default('blue'),
  shape: RegionShape,
  /** Analyses whose region was taken over; empty: drawn by hand. */
  from: z.array(z.string().max(100)).max(40).default([]),
  /** Stated among the findings. */
  finding: z.boolean().default(false),
  /** Blacked out in every picture of a report that is exported with redaction. */
  redact: z.boolean().optional(),
});
export type AnalystRegion = z.infer<typeof AnalystRegion>;

export const AnalystRegions = z
  .array(AnalystRegion)
  .max(60)
  .superRefine((regions, context) => {
    if (new Set(regions.map(({ id }) => id)).size !== regions.length)
      context.addIssue({ code: 'custom', message: 'an id is used twice' });
  });

/** One version of the record. Earlier ones are kept. */
export const RegionRecord = z.object({
  evidence: Sha256,
  version: z.number().int().positive(),
  at: z.string(),
  actor: z.string(),
  regions: AnalystRegions,
});
export type RegionRecord = z.infer<typeof RegionRecord>;

/** What one method points at: one connected piece of it. */
export const MethodRegion = z.object({
  id: z.string(),
  analysis: z.string(),
  run: z.string(),
  kind: TraceKind,
  figure: z.string(),
  /** As the method wrote them; of windows that hang together, of each the first few. */
  labels: z.array(z.string()),
  rings: z.array(Ring),
  /** Stored pixels. */
  area: z.number(),
});
export type MethodRegion = z.infer<typeof MethodRegion>;

/** Regions of one or more methods that lie on the same place by the rule in resources/docs/regions.md. */
export const AgreementGroup = z.object({
  id: z.string(),
  regions: z.array(z.string()).min(1),
  analyses: z.array(z.string()).min(1),
  kinds: z.array(TraceKind).min(1),
  /** What at least two of the methods point at; of a single method its region. */
  rings: z.array(Ring),
  area: z.number(),
});
export type AgreementGroup = z.infer<typeof AgreementGroup>;

const Statement = z.object({ code: z.string(), statement: Localized, limits: z.array(Localized) });
export const Agreement = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Most kinds of trace first, then most methods, then the largest. */
  groups: z.array(AgreementGroup),
  regions: z.array(MethodRegion),
  /** Methods that could point at a place and were run, whatever came of it. */
  methods: z.array(
    z.object({
      analysis: z.string(),
      run: z.string(),
      kind: TraceKind,
      outcome: Outcome,
      findings: z.array(Statement),
      /** Pieces that were left out because there were too many; the largest are kept. */
      leftOut: z.number().int().nonnegative(),
    }),
  ),
});
export type Agreement = z.infer<typeof Agreement>;

/** How a region of the analyst lies to those of the methods, and what their maps say inside and outside of it. */
export const RegionMeasurement = z.object({
  region: z.string(),
  /** Stored pixels within the picture. */
  area: z.number(),
  overlaps: z.array(
    z.object({
      region: z.string(),
      analysis: z.string(),
      kind: TraceKind,
      /** Part of the analyst's region that the method's covers. */
      covered: z.number().min(0).max(1),
      /** Part of the method's region that lies in the analyst's. */
      within: z.number().min(0).max(1),
    }),
  ),
  maps: z.array(
    z.object({
      analysis: z.string(),
      run: z.string(),
      figure: z.string(),
      title: Localized,
      unit: z.string(),
      /** Means; `null`: no point of the map lies there. */
      inside: z.number().nullable(),
      outside: z.number().nullable(),
    }),
  ),
  /** Maps that could not be read: changed or missing files. */
  unread: z.number().int().nonnegative(),
});
export type RegionMeasurement = z.infer<typeof RegionMeasurement>;

import { z } from 'zod';
import { Localized } from './localized.ts';

/**
 * What a run shows. The set is closed: the screen, the report and the terminal each handle every kind,
 * and `assertNever` makes the compiler list the places when a kind is added.
 */

const base = { id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/), title: Localized };

/** A byte range of the evidence: `[start, length]`. */
export const ByteRange = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
export type ByteRange = z.infer<typeof ByteRange>;

/** How a row, node or span asks for attention. Shown as word and shape as well as colour. */
export const Flag = z.enum(['ok', 'notice', 'warning', 'error', 'personal']);
export type Flag = z.infer<typeof Flag>;

export const ScalarFigure = z.object({
  kind: z.literal('scalar'),
  ...base,
  value: z.union([z.number(), z.string()]),
  unit: z.string().optional(),
  note: Localized.optional(),
});

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), Localized]);
export type Cell = z.infer<typeof Cell>;

export const TableFigure = z.object({
  kind: z.literal('table'),
  ...base,
  columns: z.array(
    z.object({
      key: z.string(),
      title: Localized,
      align: z.enum(['start', 'end']).default('start'),
      code: z.boolean().default(false),
    }),
  ),
  rows: z.array(z.object({ cells: z.array(Cell), flag: Flag.optional(), bytes: ByteRange.optional() })),
});

export interface TreeNode {
  label: string;
  /** Decoded value or remark shown beside the label. */
  detail?: string | undefined;
  bytes?: ByteRange | undefined;
  flag?: Flag | undefined;
  children?: TreeNode[] | undefined;
}
export const TreeNode: z.ZodType<TreeNode> = z.lazy(() =>
  z.object({
    label: z.string(),
    detail: z.string().optional(),
    bytes: ByteRange.optional(),
    flag: Flag.optional(),
    children: z.array(TreeNode).optional(),
  }),
);

export const TreeFigure = z.object({ kind: z.literal('tree'), ...base, roots: z.array(TreeNode) });

export const PlotFigure = z.object({
  kind: z.literal('plot'),
  ...base,
  style: z.enum(['line', 'bar', 'scatter']),
  x: z.object({ title: Localized, unit: z.string().optional() }),
  y: z.object({ title: Localized, unit: z.string().optional() }),
  series: z.array(z.object({ name: Localized, x: z.array(z.number()), y: z.array(z.number()) })),
});

export const HeatmapFigure = z.object({
  kind: z.literal('heatmap'),
  ...base,
  /** Artifact of the run: an 8-bit grey PNG; 0 is `scale.min`, 255 is `scale.max`. */
  artifact: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** The legend: what the ends of the scale mean. Perceptually even colours are applied when shown. */
  scale: z.object({
    min: z.number(),
    max: z.number(),
    unit: z.string(),
    diverging: z.boolean().default(false),
  }),
  /** True when it lies over the evidence image pixel for pixel (after scaling to its size). */
  overlay: z.boolean(),
});

export const RegionsFigure = z.object({
  kind: z.literal('regions'),
  ...base,
  /** Size of the image the coordinates refer to, in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  regions: z.array(
    z.object({
      label: z.string(),
      /** Corner points in pixels, at least three, first not repeated. */
      polygon: z.array(z.tuple([z.number(), z.number()])).min(3),
      flag: Flag.optional(),
    }),
  ),
});

export const ImageFigure = z.object({
  kind: z.literal('image'),
  ...base,
  /** Artifact of the run: a PNG or JPEG made by us. */
  artifact: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  caption: Localized,
  overlay: z.boolean(),
});

export const TimelineFigure = z.object({
  kind: z.literal('timeline'),
  ...base,
  unit: z.enum(['seconds', 'date']),
  /** `at`: seconds from start, or ISO 8601 text when `unit` is `date`. */
  events: z.array(
    z.object({
      lane: z.string(),
      label: z.string(),
      at: z.union([z.number(), z.string()]),
      until: z.union([z.number(), z.string()]).optional(),
      flag: Flag.optional(),
    }),
  ),
});

/** What bytes are for. */
export const ownerRoles = ['structure', 'metadata', 'content', 'padding', 'trailing', 'unexplained'] as const;
/** How bytes stand to a signature. A map uses one of the two sets, never both. */
export const coverageRoles = ['protected', 'credential', 'unprotected'] as const;
export const ByteRole = z.enum([...ownerRoles, ...coverageRoles]);
export type ByteRole = z.infer<typeof ByteRole>;

/** Owner map of the file's bytes: spans cover 0…size without gap or overlap, in order. */
export const BytesFigure = z.object({
  kind: z.literal('bytes'),
  ...base,
  size: z.number().int().nonnegative(),
  spans: z.array(
    z.object({
      start: z.number().int().nonnegative(),
      length: z.number().int().positive(),
      owner: z.string(),
      role: ByteRole,
    }),
  ),
});

export const Figure = z.discriminatedUnion('kind', [
  ScalarFigure,
  TableFigure,
  TreeFigure,
  PlotFigure,
  HeatmapFigure,
  RegionsFigure,
  ImageFigure,
  TimelineFigure,
  BytesFigure,
]);
export type Figure = z.infer<typeof Figure>;
export type FigureKind = Figure['kind'];
export type FigureOf<K extends FigureKind> = Extract<Figure, { kind: K }>;

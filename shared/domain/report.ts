import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Flag } from './figure.ts';
import { Bearing, Strength } from './finding.ts';
import { languages } from './localized.ts';

/**
 * A report is a flat list of blocks in one language. The set of blocks is closed: each writer handles
 * every kind, and `assertNever` makes the compiler list the places when a kind is added. Text in a block
 * is plain text, never markup; control and bidirectional characters are already shown as escapes.
 */

/** Name of an anchor inside the report; links point to these. */
const Anchor = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

export const ReportColumn = z.object({
  title: z.string(),
  align: z.enum(['start', 'end']),
  /** Monospaced: hashes, paths, hexadecimal. */
  code: z.boolean(),
  /** Share of the width in relation to the other columns. */
  width: z.number().positive(),
});
export type ReportColumn = z.infer<typeof ReportColumn>;

export const ReportRow = z.object({ cells: z.array(z.string()), flag: Flag.optional() });
export type ReportRow = z.infer<typeof ReportRow>;

const rows = {
  columns: z.array(ReportColumn).min(1),
  rows: z.array(ReportRow),
  /** "First 60 of 1,734 rows …", when the block was shortened. */
  note: z.string().optional(),
};

/** What a picture's grey values mean; colours are applied when the report is rendered. */
export const ReportScale = z.object({
  min: z.number(),
  max: z.number(),
  unit: z.string(),
  diverging: z.boolean(),
});
export type ReportScale = z.infer<typeof ReportScale>;

/** A picture the renderer is handed as a file: an artifact of a run or comparison, or the preview of evidence. */
export const PictureReference = z.object({
  /** Key under which the job names the file: `run/<id>/<artifact>`, `comparison/<id>/<artifact>`, `preview/<evidence>` or `overview/<evidence>/<place>`. */
  key: z.string(),
  /** Recorded hash of that file; a picture that no longer matches is not shown. */
  sha256: Sha256,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Closed lines drawn over it; corners as parts of its width and height. */
  outlines: z
    .array(
      z.object({
        rings: z.array(z.array(z.tuple([z.number(), z.number()])).min(3)),
        colour: z.string().regex(/^#[0-9a-f]{6}$/),
      }),
    )
    .optional(),
  /** Blacked out before it is reduced: closed lines, as in `outlines`. */
  blacked: z.array(z.array(z.tuple([z.number(), z.number()])).min(3)).optional(),
  /** Not shown: it shows redacted parts of an exhibit in a frame of its own. */
  withheld: z.boolean().optional(),
});
export type PictureReference = z.infer<typeof PictureReference>;

/** One visible part of a figure; a plot is a drawing, a timeline is a drawing and a table. */
export const FigurePart = z.discriminatedUnion('as', [
  z.object({ as: z.literal('value'), value: z.string(), unit: z.string(), note: z.string().optional() }),
  z.object({ as: z.literal('table'), ...rows }),
  z.object({
    as: z.literal('tree'),
    nodes: z.array(
      z.object({
        depth: z.number().int().nonnegative(),
        label: z.string(),
        detail: z.string(),
        bytes: z.string(),
        flag: Flag.optional(),
      }),
    ),
    note: z.string().optional(),
  }),
  /** SVG made by us from numbers and escaped text. */
  z.object({
    as: z.literal('drawing'),
    svg: z.string(),
    width: z.number().positive(),
    height: z.number().positive(),
    /** The picture it is drawn over, and where in the drawing that lies, in its units. */
    under: z
      .object({
        picture: PictureReference,
        left: z.number(),
        top: z.number(),
        width: z.number().positive(),
        height: z.number().positive(),
      })
      .optional(),
    note: z.string().optional(),
  }),
  z.object({
    as: z.literal('picture'),
    picture: PictureReference,
    scale: ReportScale.optional(),
    caption: z.string().optional(),
  }),
]);
export type FigurePart = z.infer<typeof FigurePart>;

export const FigureLink = z.object({ number: z.string(), anchor: Anchor, title: z.string() });
export type FigureLink = z.infer<typeof FigureLink>;

export const ReportBlock = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heading'),
    level: z.number().int().min(1).max(4),
    /** `3.2`; empty below level 3. */
    number: z.string(),
    text: z.string(),
    anchor: Anchor,
  }),
  z.object({ kind: z.literal('paragraph'), text: z.string(), role: z.enum(['body', 'note']) }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()).min(1) }),
  z.object({
    kind: z.literal('keyValues'),
    entries: z.array(z.object({ key: z.string(), value: z.string(), code: z.boolean() })).min(1),
  }),
  z.object({ kind: z.literal('table'), caption: z.string(), ...rows }),
  z.object({
    kind: z.literal('hashList'),
    entries: z.array(z.object({ algorithm: z.string(), of: z.string(), value: z.string() })).min(1),
  }),
  z.object({
    kind: z.literal('finding'),
    code: z.string(),
    statement: z.string(),
    bearing: Bearing,
    strength: Strength,
    /** Analysis title, identifier and version. */
    method: z.string(),
    limits: z.array(z.string()),
    innocent: z.array(z.string()),
    figures: z.array(FigureLink),
  }),
  z.object({
    kind: z.literal('figure'),
    number: z.string(),
    anchor: Anchor,
    title: z.string(),
    /** The figure in words: alternative text, and all that is left where pictures cannot be shown. */
    alt: z.string(),
    source: z.string(),
    parts: z.array(FigurePart).min(1),
  }),
  z.object({
    kind: z.literal('method'),
    id: z.string(),
    version: z.number().int().positive(),
    title: z.string(),
    summary: z.string(),
    /** How it is read: a heading and its sentences; empty without a card. */
    guide: z.array(z.object({ heading: z.string(), sentences: z.array(z.string()) })),
    cite: z.string(),
    url: z.string().optional(),
    limits: z.array(z.string()),
    errorRate: z.string(),
    engines: z.array(z.string()),
    /** Parameters as canonical JSON, and the exhibits they were used on. */
    uses: z.array(z.object({ parameters: z.string(), exhibits: z.string() })),
  }),
  z.object({
    kind: z.literal('warning'),
    tone: z.enum(['notice', 'warning', 'error']),
    text: z.string(),
    details: z.array(z.string()),
  }),
  /** Lines left empty, to be completed by hand. Software never fills them in. */
  z.object({
    kind: z.literal('form'),
    entries: z.array(z.object({ label: z.string(), lines: z.number().int().min(1).max(20) })).min(1),
  }),
  z.object({ kind: z.literal('pageBreak') }),
]);
export type ReportBlock = z.infer<typeof ReportBlock>;
export type ReportBlockKind = ReportBlock['kind'];
export type ReportBlockOf<K extends ReportBlockKind> = Extract<ReportBlock, { kind: K }>;

export const Report = z.object({
  format: z.literal('assay-report'),
  /** Version of this structure. */
  version: z.literal(1),
  language: z.enum(languages),
  title: z.string(),
  /** ISO 8601, UTC. */
  generatedAt: z.string(),
  /** Offset of the examiner's clock from UTC, minutes east. */
  offsetMinutes: z.number().int(),
  /** `null` when the files were examined without a case. */
  case: z.object({ id: z.string(), name: z.string() }).nullable(),
  examiner: z.string(),
  generator: z.object({ name: z.string(), version: z.string() }),
  blocks: z.array(ReportBlock),
});
export type Report = z.infer<typeof Report>;

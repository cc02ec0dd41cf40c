import { z } from 'zod';
import { ByteRange } from './figure.ts';
import { Localized } from './localized.ts';

/** What a label says about how content came about, whatever the standard it is written in. */
export const LabelMeaning = z.enum([
  'generated',
  'partly-generated',
  'possibly-generated',
  'suspected',
  'not-generative',
  'unclear',
]);
export type LabelMeaning = z.infer<typeof LabelMeaning>;

/** One departure from a standard's text. `departs` rests on a clause, `warning` on custom or a "should". */
export const LabelCheck = z.object({
  code: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  severity: z.enum(['departs', 'warning', 'information']),
  text: Localized,
  cite: z.string(),
});
export type LabelCheck = z.infer<typeof LabelCheck>;

/**
 * `label`: someone states how the content came about. `trace`: a generator's own parameters or marks, left
 * without a statement; positive-only. `residue`: what is left of a label whose value is gone.
 */
export const StatementKind = z.enum(['label', 'trace', 'residue']);
export type StatementKind = z.infer<typeof StatementKind>;

/**
 * What stands behind a statement. `unsigned`: anyone can have written it. `verified-pinned`: a signature inside
 * the label fits it and the key is one the examiner trusts; `verified-unpinned`: it fits, and the key came with
 * the file; `not-verified`: it fits no known form of the message, which does not show tampering;
 * `unsupported`: a signature of a kind not computed here. `credential-…`: of a C2PA credential, as validated.
 */
export const LabelStanding = z.enum([
  'unsigned',
  'verified-pinned',
  'verified-unpinned',
  'not-verified',
  'unsupported',
  'credential-trusted',
  'credential-valid',
  'credential-invalid',
]);
export type LabelStanding = z.infer<typeof LabelStanding>;

/** One statement in one standard, in one place of the file. */
export const LabelStatement = z.object({
  /** Id of the standard. */
  standard: z.string(),
  standardTitle: Localized,
  kind: StatementKind,
  /** Id of the carrier it was read by: `png`, `bmff`, `credential`. */
  carrier: z.string(),
  /** Where it is written, as the container's own specification names the place: `APP1 XMP`, `tEXt AIGC`. */
  place: z.string(),
  /** Key or property it is written under. */
  key: z.string(),
  bytes: ByteRange,
  meaning: LabelMeaning,
  /** The statement in words. */
  says: Localized,
  /** Who makes the statement, as far as it says so itself. Nothing here is verified. */
  asserted: z.array(
    z.object({ role: z.enum(['producer', 'platform', 'writer', 'generator', 'signer']), name: z.string() }),
  ),
  standing: LabelStanding,
  /** Why the standing is what it is, when that is not plain from its name. */
  standingNote: Localized.nullable(),
  /** The value exactly as carried, at most `RAW_LENGTH` characters. */
  raw: z.string(),
  /** Its decoded fields in file order. `personal`: may name a person. */
  fields: z.array(z.object({ name: z.string(), value: z.string(), personal: z.boolean() })),
  checks: z.array(LabelCheck),
});
export type LabelStatement = z.infer<typeof LabelStatement>;

export const RAW_LENGTH = 8000;

/** Two or more statements of one file that cannot all be right, or may not stand together. */
export const LabelContradiction = z.object({
  code: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  text: Localized,
  cite: z.string(),
  /** Positions in the list of statements. */
  statements: z.array(z.number().int().nonnegative()),
});
export type LabelContradiction = z.infer<typeof LabelContradiction>;

/** What `labels.declared` stores. */
export const DeclaredLabels = z.object({
  /** Places of the container that were read. */
  places: z.array(z.string()),
  /** Texts and XMP packets found in them. */
  payloads: z.number().int().nonnegative(),
  complete: z.boolean(),
  /** A 360° picture or film (GPano, Spherical Video): a virtual scene to the rules. */
  panorama: z.boolean(),
  statements: z.array(LabelStatement),
  contradictions: z.array(LabelContradiction),
});
export type DeclaredLabels = z.infer<typeof DeclaredLabels>;

/** `undetermined` whenever a part that could carry a label was not read; never "none found" then. */
export const LabelState = z.enum(['labelled', 'traces', 'none-found', 'undetermined']);
export type LabelState = z.infer<typeof LabelState>;

/**
 * All a file says about its making, from its carriers and its credential together. The credential's statements
 * come after the carriers' own.
 */
export const LabelOverview = z.object({
  state: LabelState,
  statements: z.array(LabelStatement),
  contradictions: z.array(LabelContradiction),
  /** Was everything read that could hold a statement? Without it a statement that is not here may still exist. */
  complete: z.boolean(),
  /** Analyses that have not been run on this evidence, or did not end with an answer: nothing is known of them. */
  missing: z.array(z.string()),
});
export type LabelOverview = z.infer<typeof LabelOverview>;

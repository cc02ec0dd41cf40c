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

/** One statement in one standard, in one place of the file. */
export const LabelStatement = z.object({
  /** Id of the standard. */
  standard: z.string(),
  standardTitle: Localized,
  /** Where it is written, as the container's own specification names the place: `APP1 XMP`, `tEXt AIGC`. */
  place: z.string(),
  /** Key or property it is written under. */
  key: z.string(),
  bytes: ByteRange,
  meaning: LabelMeaning,
  /** The statement in words. */
  says: Localized,
  /** Who makes the statement, as far as it says so itself. Nothing here is verified. */
  asserted: z.array(z.object({ role: z.enum(['producer', 'platform', 'writer']), name: z.string() })),
  /** `unsigned`: anyone can have written it. */
  standing: z.enum(['unsigned', 'signature-not-verified']),
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

import { z } from 'zod';
import { AssumedCopy } from './assumed-copy.ts';
import { Sha256 } from './evidence.ts';
import { ByteRange } from './figure.ts';
import { Localized } from './localized.ts';

/** Duties to label, clause by clause. The examiner chooses jurisdictions, roles and the date; nothing is guessed. */

export const jurisdictions = ['CN', 'EU', 'US-CA', 'IN', 'KR', 'VN'] as const;
export const Jurisdiction = z.enum(jurisdictions);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/**
 * In whose place the examiner asks: `provider` makes the generating system, `deployer` publishes its output,
 * `platform` spreads what others upload, `user` uploads, `device-maker` builds cameras and recorders.
 */
export const dutyRoles = ['provider', 'deployer', 'platform', 'user', 'device-maker'] as const;
export const DutyRole = z.enum(dutyRoles);
export type DutyRole = z.infer<typeof DutyRole>;

/**
 * How the rule's wording is known: `primary` as quoted from the official text; `observed` on files or by
 * measurement; `secondary` from articles about it. Only the first two can yield "fail".
 */
export const SourceStanding = z.enum(['primary', 'observed', 'secondary']);
export type SourceStanding = z.infer<typeof SourceStanding>;

/**
 * `official`: the clause was read as its authority publishes it, or in a reprint of that text. `transcribed`: only
 * as third parties copied it from a document that was not opened here; it cannot yield "fail" until it is.
 */
export const DutyWording = z.enum(['official', 'transcribed']);
export type DutyWording = z.infer<typeof DutyWording>;

export const Duty = z.object({
  /** `CN-I-01`. */
  id: z.string().regex(/^[A-Z]{1,3}(-[A-Za-z0-9]+)+$|^X-\d{2}$/),
  /** Rule pack it stands in. */
  pack: z.string(),
  jurisdiction: Jurisdiction,
  title: Localized,
  /** What the clause asks for, in plain words. */
  gist: Localized,
  /** The clause's own words in its own language, when they were read; with their language. */
  quote: z.object({ text: z.string(), language: z.string() }).nullable(),
  citation: z.object({ instrument: Localized, clause: Localized, authority: Localized, source: z.string() }),
  standing: SourceStanding,
  wording: DutyWording,
  /** `proposed`: a draft. `voluntary`: a code of practice. Neither can yield "fail". */
  force: z.enum(['in-force', 'proposed', 'voluntary']),
  /** ISO dates, both inclusive; `null`: open. Of a proposed rule `appliesFrom` is the date of the draft. */
  appliesFrom: z.string(),
  appliesTo: z.string().nullable(),
  roles: z.array(DutyRole).min(1),
});
export type Duty = z.infer<typeof Duty>;

export const DutyOutcome = z.enum(['pass', 'fail', 'warn', 'undetermined', 'not-applicable']);
export type DutyOutcome = z.infer<typeof DutyOutcome>;

/**
 * What an outcome rests on: a `run` of an analysis as a whole, a place in the `file`, a field of the `publication`
 * record, or what became of a label on the `passage` from an earlier copy.
 */
export const DutySupport = z.object({
  kind: z.enum(['run', 'file', 'publication', 'passage']),
  what: Localized,
  analysis: z.string().nullable(),
  run: z.string().nullable(),
  bytes: ByteRange.nullable(),
});
export type DutySupport = z.infer<typeof DutySupport>;

export const DutyCell = z.object({
  duty: z.string(),
  evidence: Sha256,
  outcome: DutyOutcome,
  /** How the outcome follows from the evidence, in sentences. */
  reasoning: z.array(Localized).min(1),
  support: z.array(DutySupport),
});
export type DutyCell = z.infer<typeof DutyCell>;

export const DutyChoice = z.object({
  jurisdictions: z.array(Jurisdiction).min(1),
  roles: z.array(DutyRole).min(1),
  /** ISO date the duties are held against. */
  date: z.iso.date(),
  /** For the duties to keep labels. Part of the choice, so that what follows from it can be repeated. */
  copies: z.array(AssumedCopy).max(200).default([]),
});
export type DutyChoice = z.infer<typeof DutyChoice>;

/** A matrix of more columns is asked for in parts: nobody reads it, and it would not fit into one answer. */
export const mostDutyExhibits = 200;

export const DutyMatrix = z.object({
  choice: DutyChoice,
  /** Rows, in the order of the packs; those of the chosen jurisdictions. */
  duties: z.array(Duty),
  /** Columns. */
  exhibits: z.array(z.object({ sha256: Sha256, number: z.number().int().positive(), name: z.string() })),
  /** One for each row and column. */
  cells: z.array(DutyCell),
});
export type DutyMatrix = z.infer<typeof DutyMatrix>;

/** What can be chosen: shown in the form, on the command line and in the report. */
export const DutyCatalogue = z.object({
  packs: z.array(
    z.object({
      id: z.string(),
      jurisdiction: Jurisdiction,
      title: Localized,
      note: Localized,
      duties: z.array(Duty),
    }),
  ),
});
export type DutyCatalogue = z.infer<typeof DutyCatalogue>;

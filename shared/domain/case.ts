import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { ByteRange } from './figure.ts';
import { Localized } from './localized.ts';

/** A case folder as shown in lists. `id` lives in the database; the folder may be moved or renamed. */
export const Case = z.object({
  id: z.string(),
  name: z.string(),
  directory: z.string(),
  createdAt: z.string(),
  evidenceCount: z.number().int().nonnegative(),
  readOnly: z.boolean(),
});
export type Case = z.infer<typeof Case>;

/** One link of the custody chain. `hash` is SHA-256 over the canonical JSON (RFC 8785) of all other fields. */
export const CustodyEvent = z.object({
  sequence: z.number().int().positive(),
  at: z.string(),
  /** Offset of the examiner's clock from UTC, minutes east. */
  offsetMinutes: z.number().int(),
  actor: z.string(),
  session: z.string(),
  action: z.enum([
    'case.created',
    'case.opened',
    'case.closed',
    'evidence.added',
    'evidence.acquired-again',
    'run.recorded',
    'report.exported',
    'credential.signed',
    'label.written',
    'mark.written',
    'survival.measured',
    'trace.made',
    'comparison.made',
    'lineage.made',
    'publication.recorded',
    'duties.chosen',
    'geometry.recorded',
    'regions.recorded',
    'case.verified',
    'clock.stepped-back',
  ]),
  /** What it happened to: an evidence hash, a run id, the hash of a report or of a signed copy, the case's id. */
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous: Sha256,
  hash: Sha256,
});
export type CustodyEvent = z.infer<typeof CustodyEvent>;

/** Result of re-hashing all evidence and walking the custody chain. */
export const Verification = z.object({
  at: z.string(),
  evidenceChecked: z.number().int().nonnegative(),
  eventsChecked: z.number().int().nonnegative(),
  problems: z.array(
    z.object({
      code: z.enum([
        'evidence-missing',
        'evidence-size',
        'evidence-changed',
        'evidence-writable',
        'unknown-file',
        'chain-broken',
        'chain-gap',
        'artifact-missing',
        'artifact-changed',
        'record-missing',
        'record-changed',
        'database-damaged',
      ]),
      /** What it is about: an evidence hash, a run id, a file name, an event's sequence number. */
      object: z.string(),
      message: Localized,
      /** For changed evidence: the byte ranges of the damaged 16 MiB chunks. */
      ranges: z.array(ByteRange).optional(),
    }),
  ),
});
export type Verification = z.infer<typeof Verification>;

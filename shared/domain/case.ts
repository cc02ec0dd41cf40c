import { z } from 'zod';
import { Checkpoint } from './checkpoint.ts';
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
    'run.reproduced',
    'report.exported',
    'report.redacted',
    'package.exported',
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
    'assignment.recorded',
    'guard.recorded',
    'opinion.recorded',
    'review.recorded',
    'case.verified',
    'clock.stepped-back',
    'clock.stepped-forward',
    'checkpoint.signed',
    'checkpoint.missing',
  ]),
  /** What it happened to: an evidence hash, a run id, the hash of a report or of a signed copy, the case's id. */
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous: Sha256,
  hash: Sha256,
});
export type CustodyEvent = z.infer<typeof CustodyEvent>;

const SignedPoint = Checkpoint.pick({ sequence: true, hash: true, at: true, reason: true, keyId: true });

/**
 * Result of re-hashing all evidence and documents and walking the custody chain. `incomplete`: parts are missing, nothing that is
 * there was changed. `damaged`: everything else that is wrong. What lies beside the documents and was never recorded
 * (`document-unknown`) is named, and leaves what was recorded intact.
 */
export const Verification = z.object({
  state: z.enum(['intact', 'damaged', 'incomplete']),
  /** Sequence number of the first custody event that cannot be trusted. */
  first: z.number().int().positive().nullable(),
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
        'chain-clock',
        'chain-rewritten',
        'chain-cut',
        'checkpoint-invalid',
        'artifact-missing',
        'artifact-changed',
        'document-missing',
        'document-changed',
        'document-unknown',
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
  /** Signed statements of the end of the chain; `null`: nothing could be read. */
  checkpoints: z
    .object({
      count: z.number().int().nonnegative(),
      /** Those that could not be signed. */
      missing: z.number().int().nonnegative(),
      /** The keys they were signed with, in the order of their first use. */
      keys: z.array(Sha256),
      last: SignedPoint.nullable(),
      /** Was the last one signed by the key of this installation; `null`: there is none, or no key to compare. */
      own: z.boolean().nullable(),
      /** The one from elsewhere the chain was held against. */
      against: SignedPoint.nullable(),
    })
    .nullable(),
});
export type Verification = z.infer<typeof Verification>;

import { z } from 'zod';
import { Sha256 } from './evidence.ts';

/** Why a checkpoint was made: so many events since the last one, the case was closed, something left the case, or on request. */
export const CheckpointReason = z.enum(['events', 'close', 'report', 'package', 'asked']);
export type CheckpointReason = z.infer<typeof CheckpointReason>;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

/**
 * A signed statement that the custody chain of a case had this event, with this hash, at its end. The signature is
 * Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of all other fields.
 */
export const Checkpoint = z.strictObject({
  format: z.literal('assay-checkpoint'),
  version: z.literal(1),
  /** The case's id. */
  case: z.string(),
  /** The last event it covers, and with it every event before. */
  sequence: z.number().int().positive(),
  hash: Sha256,
  at: z.string(),
  reason: CheckpointReason,
  /** SHA-256 of the public key's SubjectPublicKeyInfo. */
  keyId: Sha256,
  /** SubjectPublicKeyInfo, base64. */
  publicKey: base64,
  signature: base64,
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Longer than any checkpoint, in characters. */
export const checkpointTextLimit = 64 * 1024;

/** The key of this installation that signs checkpoints, without its private half. */
export const CheckpointKeyFacts = z.object({
  keyId: Sha256,
  /** SubjectPublicKeyInfo, PEM. */
  publicPem: z.string(),
  /** Is the private key kept under a passphrase. */
  encrypted: z.boolean(),
  /** Can it sign now; otherwise checkpoints are recorded as missing. */
  ready: z.boolean(),
});
export type CheckpointKeyFacts = z.infer<typeof CheckpointKeyFacts>;

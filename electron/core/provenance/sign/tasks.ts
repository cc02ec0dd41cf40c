import { z } from 'zod';
import { Localized } from '#shared/domain/localized.ts';
import { Reason } from '#shared/domain/run.ts';
import { SignAlgorithm, SigningCheck } from '#shared/domain/signing.ts';
import { SignOrder } from './order.ts';

/**
 * What the host and its worker say to each other while a file is signed. The private key is in none of it:
 * the worker builds the credential and tells what is to be signed, the host signs, the worker puts the
 * signature into its place and checks the result.
 */

/** The new files before they get their names. */
const Drafts = z.object({
  file: z.string(),
  /** The credential beside it, when it is not to be inside. */
  store: z.string().nullable(),
  /** What the engine builds on where it cannot be the source itself. */
  source: z.string(),
});
export type Drafts = z.infer<typeof Drafts>;

const Bytes = z.instanceof(Uint8Array);

export const BuildInput = z.object({
  order: SignOrder,
  drafts: Drafts,
  algorithm: SignAlgorithm,
  chain: z.array(z.string()),
  signatureLength: z.number().int().positive(),
  anchors: z.string(),
  allowed: z.string(),
});
export type BuildInput = z.infer<typeof BuildInput>;

const Refused = z.object({ ok: z.literal(false), reason: Reason });

export const BuildOutput = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    manifest: z.string(),
    mime: z.string(),
    toBeSigned: Bytes,
    notes: z.array(Localized),
  }),
  Refused,
]);
export type BuildOutput = z.infer<typeof BuildOutput>;

export const SealInput = z.object({
  drafts: Drafts,
  mime: z.string(),
  manifest: z.string(),
  toBeSigned: Bytes,
  signature: Bytes,
  anchors: z.string(),
  allowed: z.string(),
});
export type SealInput = z.infer<typeof SealInput>;

export const SealOutput = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), checks: z.array(SigningCheck), notes: z.array(Localized) }),
  Refused,
]);
export type SealOutput = z.infer<typeof SealOutput>;

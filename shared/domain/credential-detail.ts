import { z } from 'zod';
import { CertificateFacts, ChainFacts, OcspFacts, ProfileFault, TimeStampFacts } from './certificate.ts';
import { ByteRange } from './figure.ts';
import { Localized } from './localized.ts';

/** What our own reader of JUMBF, CBOR and COSE finds in a store: what the engines do not tell. */

/** A box of the store. `bytes`: where it lies in the file; empty when the carrier encodes the store. */
export interface StoreBox {
  /** Four-character type, or the label of a superbox. */
  name: string;
  type: string;
  /** Offset and length inside the store. */
  store: ByteRange;
  bytes: ByteRange[];
  children: StoreBox[];
}
export const StoreBox: z.ZodType<StoreBox> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.string(),
    store: ByteRange,
    bytes: z.array(ByteRange),
    children: z.array(StoreBox),
  }),
);

/** An assertion as it lies in the store. */
export const AssertionDetail = z.object({
  label: z.string(),
  /** `cbor`, `json`, `binary`, or the content type's UUID. */
  content: z.string(),
  store: ByteRange,
  /** How the claim refers to it; `null`: the claim does not (the signature does not cover it). */
  referenced: z.enum(['created', 'gathered', 'listed', 'redacted']).nullable(),
  /** Does the hash in the claim fit these bytes? `null`: no hash, or an unknown algorithm. */
  hashMatches: z.boolean().nullable(),
  hashAlgorithm: z.string().nullable(),
});
export type AssertionDetail = z.infer<typeof AssertionDetail>;

/** A hard binding: the assertion by which a manifest is bound to the bytes of its file. */
export const BindingDetail = z.object({
  label: z.string(),
  kind: z.enum(['data', 'bmff', 'boxes', 'collection', 'multi-asset']),
  algorithm: z.string().nullable(),
  /** Byte ranges left out of a data hash, as the signer wrote them. */
  exclusions: z.array(ByteRange),
  /** Boxes left out of a BMFF hash (paths), or box names of a general box hash. */
  names: z.array(z.string()),
  /** Our own computation over this file: does the hash fit? `null`: not computed, see `problem`. */
  matches: z.boolean().nullable(),
  problem: z.string().nullable(),
});
export type BindingDetail = z.infer<typeof BindingDetail>;

export const SignatureDetail = z.object({
  /** COSE algorithm name of RFC 9053 (`ES256`, `EdDSA`, `PS256`). */
  algorithm: z.string().nullable(),
  protectedHeaders: z.array(z.string()),
  unprotectedHeaders: z.array(z.string()),
  /** Room left in the signature box: its size, and how many bytes of it are not zero. */
  pad: z.object({ bytes: z.number().int().nonnegative(), nonZero: z.number().int().nonnegative() }),
  /** Our own check of the signature over the claim. */
  verified: z.enum(['valid', 'invalid', 'unsupported', 'no-certificate']),
  certificates: z.array(CertificateFacts),
  profile: z.array(ProfileFault),
  chain: ChainFacts.nullable(),
  timeStamps: z.array(TimeStampFacts),
  ocsp: z.array(OcspFacts),
  problems: z.array(z.string()),
});
export type SignatureDetail = z.infer<typeof SignatureDetail>;

export const ManifestDetail = z.object({
  label: z.string(),
  kind: z.enum(['standard', 'update', 'compressed', 'unknown']),
  store: ByteRange,
  claimVersion: z.number().int().nullable(),
  assertions: z.array(AssertionDetail),
  bindings: z.array(BindingDetail),
  signature: SignatureDetail.nullable(),
  problems: z.array(z.string()),
});
export type ManifestDetail = z.infer<typeof ManifestDetail>;

/** How the bytes of the file stand to the hard binding of the active manifest. Spans cover 0…size. */
export const Coverage = z.object({
  size: z.number().int().nonnegative(),
  /** Bytes under the hash, bytes of the credential itself, and bytes that are neither. */
  protected: z.number().int().nonnegative(),
  credential: z.number().int().nonnegative(),
  unprotected: z.number().int().nonnegative(),
  spans: z.array(
    z.object({
      start: z.number().int().nonnegative(),
      length: z.number().int().positive(),
      state: z.enum(['protected', 'credential', 'unprotected']),
      /** The structure these bytes belong to (`APP1 Exif`, `moov/udta`). */
      owner: z.string(),
      role: z.enum(['structure', 'metadata', 'content', 'padding', 'trailing', 'unexplained']),
    }),
  ),
  /** Spans were merged because there were too many to list. */
  merged: z.boolean(),
});
export type Coverage = z.infer<typeof Coverage>;

/** What a reader of part of the standard answers: does the content fit its hash, and the claim its signature? */
export const ReaderQuestion = z.enum(['content-hash', 'claim-signature']);
export type ReaderQuestion = z.infer<typeof ReaderQuestion>;

/** One engine's answer about the file. `codes` are its failure codes for the active manifest, sorted. */
export const EngineOpinion = z.object({
  name: z.string(),
  version: z.string(),
  /**
   * Its own word (`Trusted`, `Valid`, `Invalid`), or `none`, `error`, `missing`, `not-asked`. `no-fault`: a reader
   * of part of the standard that found nothing wrong in its part.
   */
  state: z.string(),
  /** The questions a reader of part answered about this file; `null`: a reader of the whole standard. */
  answered: z.array(ReaderQuestion).nullable().default(null),
  /** Its word when the identity assertions (CAWG) are left out, where these changed it. */
  withoutIdentity: z.string().nullable().default(null),
  codes: z.array(z.string()),
  message: z.string().nullable(),
});
export type EngineOpinion = z.infer<typeof EngineOpinion>;

/** A named observation about a credential: an attack, a trap or an absence. */
export const CredentialObservation = z.object({
  /** Stable name: `wide-exclusion`, `no-time-stamp`. */
  id: z.string(),
  severity: z.enum(['info', 'notice', 'warning', 'failed']),
  /** Label of the manifest it is about; `null`: the file. */
  manifest: z.string().nullable(),
  /** One sentence a lay reader understands. */
  statement: Localized,
  /** One sentence an expert can check. */
  expert: Localized,
  bytes: z.array(ByteRange),
});
export type CredentialObservation = z.infer<typeof CredentialObservation>;

/** The six axes of the command line and the screen. */
export const CredentialAxes = z.object({
  presence: z.enum(['none', 'embedded', 'sidecar', 'remote-only', 'recovered', 'unreadable']),
  integrity: z.enum(['intact', 'changed', 'partly-covered', 'unchecked']),
  signature: z.enum(['ok', 'broken', 'expired', 'revoked', 'absent']),
  signer: z.enum(['official', 'interim', 'user', 'unlisted', 'invalid', 'none']),
  ingredients: z.enum(['ok', 'flawed', 'unknown', 'none']),
  identity: z.enum(['verified', 'unverifiable', 'untrusted', 'failed', 'absent']),
});
export type CredentialAxes = z.infer<typeof CredentialAxes>;

/** `undetermined`: a store is there or may be there, and cannot be judged. `none`: no credential. */
export const worstStates = ['none', 'ok', 'undetermined', 'warning', 'failed'] as const;
export const WorstState = z.enum(worstStates);
export type WorstState = z.infer<typeof WorstState>;

/** A node of the provenance tree with its own verdict. The worst of all is raised to the file. */
export const CredentialNode = z.object({
  /** Unique in the tree: labels joined from the active manifest downwards. */
  id: z.string(),
  parent: z.string().nullable(),
  /** `null`: an ingredient without a credential. */
  manifest: z.string().nullable(),
  /** Label of the ingredient assertion in the manifest above; `null` for the file itself. */
  ingredient: z.string().nullable(),
  title: z.string(),
  format: z.string().nullable(),
  /** `parentOf`, `componentOf`, `inputTo`; `null` for the file itself. */
  relationship: z.string().nullable(),
  update: z.boolean(),
  axes: CredentialAxes,
  worst: WorstState,
  codes: z.array(z.string()),
  /** Failures the signer of the node above recorded when it took this one in. */
  recorded: z.array(z.string()),
  /** Artifact of the run with the node's thumbnail as a re-encoded PNG. */
  thumbnail: z.string().nullable(),
});
export type CredentialNode = z.infer<typeof CredentialNode>;

/** The axes of a file in which no credential could be judged. */
export function noCredentialAxes(presence: 'none' | 'remote-only' | 'unreadable'): CredentialAxes {
  return {
    presence,
    integrity: 'unchecked',
    signature: 'absent',
    signer: 'none',
    ingredients: 'none',
    identity: 'absent',
  };
}

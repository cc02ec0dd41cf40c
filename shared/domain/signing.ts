import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';
import type { MediaFormat } from './media.ts';

/**
 * Making a credential: what a user asks for, and what was made. Clause numbers are of the C2PA
 * specification 2.2.
 */

/** §10.3.2: `create`: no earlier version; `edit`: made from a parent; `update`: only statements change. */
export const signIntents = ['create', 'edit', 'update'] as const;
export const SignIntent = z.enum(signIntents);
export type SignIntent = z.infer<typeof SignIntent>;

/** Formats the engine can put a credential into. Others it reads, or reads only beside the file. */
export const signableFormats: readonly MediaFormat[] = [
  'jpeg',
  'png',
  'webp',
  'gif',
  'tiff',
  'dng',
  'svg',
  'jxl',
  'heif',
  'avif',
  'mp4',
  'm4a',
  'mov',
  'wav',
  'avi',
  'mp3',
  'flac',
];

/** Keys the own authority makes. Certificates brought along may use others. */
export const authorityAlgorithms = ['es256', 'ed25519'] as const;
export const AuthorityAlgorithm = z.enum(authorityAlgorithms);
export type AuthorityAlgorithm = z.infer<typeof AuthorityAlgorithm>;

export const signAlgorithms = [...authorityAlgorithms, 'es384', 'es512', 'ps256', 'ps384', 'ps512'] as const;
export const SignAlgorithm = z.enum(signAlgorithms);
export type SignAlgorithm = z.infer<typeof SignAlgorithm>;

export const relationships = ['parentOf', 'componentOf', 'inputTo'] as const;
export const Relationship = z.enum(relationships);
export type Relationship = z.infer<typeof Relationship>;

/** §18.15.4.7: reasons of a redaction. Others need a name space of their own. */
export const redactionReasons = [
  'c2pa.PII.present',
  'c2pa.invalid.data',
  'c2pa.trade-secret.present',
  'c2pa.government.confidential',
] as const;

/** `com.example.name`: what the specification calls entity-specific. `c2pa.` is not anyone's to extend. */
export const entityName = /^(?!c2pa\.)[A-Za-z0-9-]+(\.[A-Za-z0-9_-]+)+$/;

const Text = z.string().min(1).max(1000);

/** One thing done to the content. The first action, `c2pa.created` or `c2pa.opened`, follows from the intent. */
export const RequestedAction = z.object({
  action: z.string().max(200),
  /** Code or address of the IPTC vocabulary. */
  sourceType: Text.optional(),
  description: Text.optional(),
  softwareAgent: Text.optional(),
  /** When it was done, ISO 8601; the signer's word. */
  when: z.iso.datetime({ offset: true }).optional(),
});
export type RequestedAction = z.infer<typeof RequestedAction>;

export const RequestedIngredient = z.object({
  path: z.string().min(1),
  relationship: Relationship,
  title: Text.optional(),
});
export type RequestedIngredient = z.infer<typeof RequestedIngredient>;

/** §18.10: a mark or fingerprint by which the credential can be found again when it was stripped. */
export const SoftBinding = z.object({
  /** Name of the algorithm in the C2PA list, or a name of one's own domain. */
  algorithm: z.string().regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9_-]+)+$/),
  /** Base64 of the value's bytes. */
  value: z.base64().min(4).max(1_400_000),
  /** Part of a timed medium, milliseconds; absent: the whole. */
  timespan: z
    .object({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() })
    .refine(({ start, end }) => end > start)
    .optional(),
  name: Text.optional(),
});
export type SoftBinding = z.infer<typeof SoftBinding>;

export const RequestedRedaction = z.object({
  /** Label of an assertion of the source's active manifest, or its address `self#jumbf=/c2pa/…`. */
  assertion: z.string().min(1).max(1000),
  reason: z.string().max(200),
});
export type RequestedRedaction = z.infer<typeof RequestedRedaction>;

/** Everything a user says about a signature except where the files are. */
export const SigningRequest = z.object({
  intent: SignIntent.default('create'),
  /** Code or address of the IPTC vocabulary; needed for `create`, refused otherwise. */
  sourceType: Text.optional(),
  title: Text.optional(),
  actions: z.array(RequestedAction).max(200).default([]),
  /**
   * The signer says that the list of actions is complete. Nothing here can know that, so it is never
   * assumed: without it readers call the history incomplete, which is the truth.
   */
  allActionsIncluded: z.boolean().default(false),
  ingredients: z.array(RequestedIngredient).max(100).default([]),
  softBindings: z.array(SoftBinding).max(20).default([]),
  redactions: z.array(RequestedRedaction).max(100).default([]),
  /** Put the credential into a file of its own beside the output. */
  sidecar: z.boolean().default(false),
  /** Put a small picture of the content, and of each ingredient, into the credential. */
  thumbnails: z.boolean().default(true),
  /** Which key of the own authority to use; of a certificate brought along the key decides. */
  algorithm: AuthorityAlgorithm.default('es256'),
});
export type SigningRequest = z.infer<typeof SigningRequest>;

/** One reader's answer about the new file, before it was offered. */
export const SigningCheck = z.object({
  name: z.string(),
  version: z.string(),
  /**
   * The engine's word, `Trusted`; or `binding-not-checked` (all is well but the binding, which it could not
   * look at), `engine-missing`, `not-asked`.
   */
  state: z.string(),
});
export type SigningCheck = z.infer<typeof SigningCheck>;

export const SignedFile = z.object({
  path: z.string(),
  sha256: Sha256,
  size: z.number().int().nonnegative(),
  /** The credential's own file, when it is not inside. */
  sidecar: z.object({ path: z.string(), sha256: Sha256 }).nullable(),
  /** Label of the new manifest. */
  manifest: z.string(),
  format: z.string(),
  algorithm: SignAlgorithm,
  /** Names in the certificate, and its SHA-256. */
  signer: z.object({ organisation: z.string(), name: z.string(), certificate: Sha256, notAfter: z.string() }),
  /** Signed offline: no time-stamp authority has confirmed when. */
  trustedTime: z.literal(false),
  checks: z.array(SigningCheck),
  /** What the user should know about this file. */
  notes: z.array(Localized),
});
export type SignedFile = z.infer<typeof SignedFile>;

/** The certificate authority of this installation. */
export const AuthorityFacts = z.object({
  organisation: z.string(),
  name: z.string(),
  /** SHA-256 of the root certificate: what others compare when they load it. */
  root: Sha256,
  rootPem: z.string(),
  notAfter: z.string(),
  leaves: z.array(
    z.object({
      algorithm: AuthorityAlgorithm,
      certificate: Sha256,
      notBefore: z.string(),
      notAfter: z.string(),
      pem: z.string(),
    }),
  ),
  /** Are the private keys encrypted with a passphrase, or only protected by the file system? */
  encrypted: z.boolean(),
});
export type AuthorityFacts = z.infer<typeof AuthorityFacts>;

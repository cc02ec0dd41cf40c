import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';
import { MarkCodecName, MarkPayload } from './mark.ts';
import { Media, MediaFormat, MediaKind } from './media.ts';

/**
 * The register of this installation: known originals and everything marked here, so that a copy that lost its label and
 * its credential leads back to them.
 */

/** First 16 hexadecimal digits of the SHA-256 of a mark key. */
export const KeyFingerprint = z.string().regex(/^[0-9a-f]{16}$/);

/** A perceptual code of a copy, by the name of its method (`pdq`). */
export const RegisterFingerprint = z.object({
  method: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  code: z.string().max(100_000),
  /** 0–100 where the method says how much the code can be relied on. */
  quality: z.number().nullable(),
});
export type RegisterFingerprint = z.infer<typeof RegisterFingerprint>;

/** A label of the copy as it was written. */
export const RegisteredLabel = z.object({
  standard: z.string(),
  key: z.string(),
  value: z.string(),
  place: z.string(),
});
export type RegisteredLabel = z.infer<typeof RegisteredLabel>;

/** How a credential names the mark it belongs to (C2PA 2.2 §18.10). */
export const RegisteredBinding = z.object({
  algorithm: z.string(),
  /** Base64 of the bytes in the assertion. */
  value: z.base64(),
});
export type RegisteredBinding = z.infer<typeof RegisteredBinding>;

/** Longest note of the owner, characters. */
export const longestRegisterNote = 10_000;
export const RegisterNote = z.string().max(longestRegisterNote);

/**
 * How an entry came into the register. `marked`: a copy was made here with a mark; `entered`: a known original, as it
 * is; `imported`: from the register of somebody else.
 */
export const registerOrigins = ['marked', 'entered', 'imported'] as const;
export const RegisterOrigin = z.enum(registerOrigins);
export type RegisterOrigin = z.infer<typeof RegisterOrigin>;

/** What is told of a copy when it is entered. */
export const RegisterItem = z.object({
  /** Identifier the mark carries; `null`: the copy has no mark of ours. */
  payload: MarkPayload.nullable(),
  codec: MarkCodecName.nullable(),
  key: KeyFingerprint.nullable(),
  /** Name of the original, as its owner knows it. */
  name: z.string(),
  kind: MediaKind,
  format: MediaFormat,
  original: Sha256,
  /** SHA-256 of the copy; `null` while it is being made. */
  copy: Sha256.nullable(),
  fingerprints: z.array(RegisterFingerprint).default([]),
  labels: z.array(RegisteredLabel).default([]),
  /** Label of the copy's C2PA manifest. */
  manifest: z.string().nullable().default(null),
  binding: RegisteredBinding.nullable().default(null),
  note: RegisterNote.default(''),
  origin: RegisterOrigin.default('marked'),
  /** What the entered file is; `null` in entries of the first version. */
  media: Media.nullable().default(null),
  /** SHA-256 of the public key of the installation it was imported from. */
  importedFrom: Sha256.nullable().default(null),
});
export type RegisterItem = z.infer<typeof RegisterItem>;

export const RegisterEntry = RegisterItem.extend({
  number: z.number().int().positive(),
  /**
   * `reserved`: the identifier was given away and the copy was not finished (or the program was stopped while it was);
   * `registered`: the copy exists with the hash that is recorded.
   */
  state: z.enum(['reserved', 'registered']),
  /** When it was entered, ISO 8601. */
  at: z.string(),
});
export type RegisterEntry = z.infer<typeof RegisterEntry>;

/** What a reading is told of the entry its identifier leads to. */
export const RegisteredMark = RegisterEntry.pick({
  number: true,
  codec: true,
  name: true,
  original: true,
  note: true,
  at: true,
}).extend({ payload: MarkPayload });
export type RegisteredMark = z.infer<typeof RegisteredMark>;

/** What came of taking in somebody else's register. */
export const RegisterImport = z.object({
  /** SHA-256 of the public key that signed it. */
  from: Sha256,
  /** When it was exported, as it says. */
  at: z.string(),
  entries: z.number().int().nonnegative(),
  entered: z.number().int().nonnegative(),
  /** Entries that were left out. */
  left: z.array(z.object({ name: z.string(), reason: Localized })),
});
export type RegisterImport = z.infer<typeof RegisterImport>;

/** A register given to others. */
export const RegisterExport = z.object({
  path: z.string(),
  sha256: Sha256,
  entries: z.number().int().nonnegative(),
  /** SHA-256 of the public key it is signed with: to be told to who imports it by another way. */
  key: Sha256,
});
export type RegisterExport = z.infer<typeof RegisterExport>;

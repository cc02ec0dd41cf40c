import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { MarkCodecName, MarkPayload } from './mark.ts';
import { MediaFormat, MediaKind } from './media.ts';

/** The register of this installation: what was marked here, so that a mark read later leads back to it. */

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

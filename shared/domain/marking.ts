import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { LabelledFile, LabellingRequest } from './labelling.ts';
import { Localized } from './localized.ts';
import { MarkCodecName, MarkKeyName, MarkPayload, MarkQuality, MarkReading } from './mark.ts';
import { MediaFormat, MediaKind } from './media.ts';
import { KeyFingerprint, RegisterNote } from './register.ts';
import { SignedFile } from './signing.ts';

/** Marking a copy: what a producer asks for, and what was made. */

/** Strength in decibels, see `EmbedRequest`; beyond these limits a mark is seen or cannot be read. */
export const MarkStrength = z.number().min(20).max(60);

export const MarkingRequest = z.object({
  /** `null`: a random identifier is drawn. */
  payload: MarkPayload.nullable().default(null),
  /** Fingerprint of a key of the ring; `null`: the public key. */
  key: KeyFingerprint.nullable().default(null),
  /** `null`: the codec's standard. */
  strength: MarkStrength.nullable().default(null),
  /** Enter the copy into the register of this installation. */
  register: z.boolean().default(false),
  /** Keep a copy of the file with its entry: suspects are laid over it, and its credential is checked. */
  keep: z.boolean().default(true),
  note: RegisterNote.default(''),
});
export type MarkingRequest = z.infer<typeof MarkingRequest>;

/** Everything that can stay with a copy: labels for people and machines, the mark, the register, the credential. */
export const DurableRequest = MarkingRequest.extend({
  register: z.boolean().default(true),
  labelling: LabellingRequest.prefault({}),
});
export type DurableRequest = z.infer<typeof DurableRequest>;

/** Of evidence: the mark alone, or with `labelling` every layer that is asked for. */
export const EvidenceMarkingRequest = MarkingRequest.extend({
  labelling: LabellingRequest.nullable().default(null),
});
export type EvidenceMarkingRequest = z.infer<typeof EvidenceMarkingRequest>;

/** In the order in which they are made; `explicit` is the label for people: drawn, heard or written. */
export const markLayers = ['explicit', 'mark', 'label', 'register', 'credential'] as const;
export const MarkLayerName = z.enum(markLayers);
export type MarkLayerName = z.infer<typeof MarkLayerName>;

export const layerStates = ['done', 'skipped', 'refused', 'failed'] as const;
export const LayerState = z.enum(layerStates);
export type LayerState = z.infer<typeof LayerState>;

/** One layer of a copy, and what read it back from the finished file. */
export const MarkLayer = z.object({
  layer: MarkLayerName,
  /** `skipped`: not asked for; `refused`: this file cannot have it; `failed`: the machine did not manage. */
  state: LayerState,
  detail: Localized,
  /** Who read it from the finished copy, with version: `exiftool 13.59`. */
  readers: z.array(z.string()),
});
export type MarkLayer = z.infer<typeof MarkLayer>;

/** The mark that was written, and how it was read back from the finished copy. */
export const WrittenMark = z.object({
  codec: MarkCodecName,
  payload: MarkPayload,
  key: MarkKeyName,
  quality: z.array(MarkQuality),
  reading: MarkReading,
});
export type WrittenMark = z.infer<typeof WrittenMark>;

export const MarkedFile = z.object({
  path: z.string(),
  sha256: Sha256,
  size: z.number().int().nonnegative(),
  source: z.object({ sha256: Sha256, size: z.number().int().nonnegative() }),
  kind: MediaKind,
  format: MediaFormat,
  /** `null`: this file could not be marked, other layers were written. */
  mark: WrittenMark.nullable(),
  layers: z.array(MarkLayer),
  /** What was written into the metadata, field by field. */
  changes: LabelledFile.shape.changes,
  signed: SignedFile.nullable(),
  /** Number of the entry in the register. */
  entry: z.number().int().positive().nullable(),
  /** What the user should know: recompression, a graded strength, what could not be kept. */
  notes: z.array(Localized),
});
export type MarkedFile = z.infer<typeof MarkedFile>;

/** What marking a file would do, found out without writing anything. */
export const MarkPlan = z.object({
  codec: MarkCodecName.nullable(),
  /** Why it cannot be marked. */
  why: Localized.nullable(),
  /** It carries a Content Credential: a marked copy must be signed. */
  credential: z.boolean(),
});
export type MarkPlan = z.infer<typeof MarkPlan>;

/** One file of a batch. */
export const BatchFile = z.object({
  source: z.string(),
  /**
   * `partly`: there is a copy, and it lacks a layer that was asked for; `earlier`: an earlier run of the same order made
   * the whole copy, and it is still there unchanged.
   */
  state: z.enum(['done', 'partly', 'earlier', 'refused', 'failed', 'cancelled']),
  marked: MarkedFile.nullable(),
  /** Why there is no copy. */
  reason: Localized.nullable(),
  detail: z.string().nullable(),
});
export type BatchFile = z.infer<typeof BatchFile>;

export const MarkBatch = z.object({
  out: z.string(),
  /** Where it is kept what was done, so that the same order can be taken up again. */
  journal: z.string(),
  files: z.array(BatchFile),
});
export type MarkBatch = z.infer<typeof MarkBatch>;

/** A key of the ring of this installation; the key itself never leaves its file. */
export const RingKey = z.object({
  fingerprint: KeyFingerprint,
  name: z.string(),
  createdAt: z.string(),
});
export type RingKey = z.infer<typeof RingKey>;

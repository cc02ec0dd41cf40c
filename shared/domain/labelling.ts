import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { LabelPosition, SoundPlace } from './explicit-label.ts';
import { LabelStatement } from './label.ts';
import { Localized } from './localized.ts';
import { SignedFile } from './signing.ts';

/** Writing labels into a copy: what a producer or platform asks for, and what was made. */

const Text = z.string().min(1).max(1000);

/** GB 45438-2025 Annex E c): `1` is, `2` may be, `3` suspected to be AI-generated or synthesised. */
export const AigcLabel = z.enum(['1', '2', '3']);
export type AigcLabel = z.infer<typeof AigcLabel>;

/**
 * Fields of Annex E. Producer names and codes are what the user says: none is ever made up. Without
 * `producer` an existing label must be there, whose producer's fields are kept.
 */
export const AigcToWrite = z.object({
  standard: z.literal('gb45438-aigc'),
  /** Absent: the label that is there keeps its value; a first one says `1`. */
  label: AigcLabel.optional(),
  producer: Text.optional(),
  produceId: Text.optional(),
  /** Of a platform that spreads the content (Measures Art. 6, last paragraph). */
  propagator: Text.optional(),
  propagateId: Text.optional(),
});

export const IptcToWrite = z.object({
  standard: z.literal('iptc-digital-source-type'),
  /** Code or address of the vocabulary. */
  sourceType: Text.default('trainedAlgorithmicMedia'),
  system: Text.optional(),
  systemVersion: Text.optional(),
  prompt: z.string().min(1).max(20_000).optional(),
});

/** schema.org `digitalSourceType` in a web page. */
export const SchemaOrgToWrite = z.object({
  standard: z.literal('schema-org'),
  sourceType: Text.default('trainedAlgorithmicMedia'),
});

export const LabelToWrite = z.discriminatedUnion('standard', [AigcToWrite, IptcToWrite, SchemaOrgToWrite]);
export type LabelToWrite = z.infer<typeof LabelToWrite>;

/** Text drawn into the picture or the opening frames (GB 45438-2025 5.2, 5.4). */
export const VisibleToWrite = z.object({
  text: z.string().min(1).max(60).default('AI生成'),
  position: LabelPosition.exclude(['inside']).default('bottom-right'),
  /** Height of the ink against the shortest side; the standard asks for 0.05. */
  ratio: z.number().min(0.05).max(0.2).default(0.06),
  /** Of a video: seconds from the start; the standard asks for 2. `null`: the whole film. */
  seconds: z.number().min(2).nullable().default(null),
});
export type VisibleToWrite = z.infer<typeof VisibleToWrite>;

/** A rhythm, or a spoken sentence the user brings as a recording (GB 45438-2025 5.3). */
export const AudibleToWrite = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rhythm'), place: SoundPlace.exclude(['middle']).default('start') }),
  z.object({
    kind: z.literal('spoken'),
    recording: z.string().min(1),
    place: SoundPlace.exclude(['middle']).default('start'),
  }),
]);
export type AudibleToWrite = z.infer<typeof AudibleToWrite>;

/** A sentence in a text (GB 45438-2025 5.1). */
export const WrittenToWrite = z.object({
  text: z.string().min(1).max(200).default('本内容由人工智能生成'),
  place: SoundPlace.exclude(['middle']).default('start'),
});
export type WrittenToWrite = z.infer<typeof WrittenToWrite>;

export const LabellingRequest = z.object({
  labels: z.array(LabelToWrite).max(3).default([]),
  visible: VisibleToWrite.nullable().default(null),
  audible: AudibleToWrite.nullable().default(null),
  written: WrittenToWrite.nullable().default(null),
});
export type LabellingRequest = z.infer<typeof LabellingRequest>;

/** What changes, field by field. `null` before: it was not there. */
export const LabelChange = z.object({
  standard: z.string(),
  place: z.string(),
  name: z.string(),
  before: z.string().nullable(),
  after: z.string(),
});
export type LabelChange = z.infer<typeof LabelChange>;

/** What a request would do to a file, found out without writing anything. */
export const LabellingPlan = z.object({
  /** What can be written into this file at all. */
  can: z.object({
    standards: z.array(z.enum(['gb45438-aigc', 'iptc-digital-source-type', 'schema-org'])),
    /** Why none of them, when that is so. */
    why: Localized.nullable(),
    visible: z.boolean(),
    audible: z.boolean(),
    written: z.boolean(),
  }),
  /** What the file says now; `complete: false`: not all of it could be read. */
  statements: z.array(LabelStatement),
  complete: z.boolean(),
  /** It carries a Content Credential: a labelled copy must be signed. */
  credential: z.boolean(),
  changes: z.array(LabelChange),
  /** Size of the picture as shown, pixels, and the Exif orientation it is turned by; `null`: nothing is drawn here. */
  picture: z
    .object({ width: z.number(), height: z.number(), shortest: z.number(), orientation: z.number() })
    .nullable(),
  /** Where the plate of a visible label would lie in the picture as shown, pixels. */
  plate: z
    .object({
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      inkHeight: z.number(),
    })
    .nullable(),
  notes: z.array(Localized),
  /** Why nothing can be written as asked. */
  refusal: Localized.nullable(),
});
export type LabellingPlan = z.infer<typeof LabellingPlan>;

/** One independent reading of the new file, made before it was offered. */
export const LabelReadBack = z.object({
  reader: z.string(),
  version: z.string(),
  /** `agrees`: it reads what was asked for. `cannot`: this reader does not know the place. */
  state: z.enum(['agrees', 'cannot', 'missing']),
  /** Name under which that reader shows the label. */
  name: z.string().nullable(),
});
export type LabelReadBack = z.infer<typeof LabelReadBack>;

export const LabelledFile = z.object({
  path: z.string(),
  sha256: Sha256,
  size: z.number().int().nonnegative(),
  source: z.object({ sha256: Sha256, size: z.number().int().nonnegative() }),
  changes: z.array(LabelChange),
  /**
   * How the rest compares: `bytes`: every other byte is copied from the source; `decoded`: pixels, samples or
   * frames are equal, the packing differs; `rendered`: a visible or audible label changed the content itself. Of a
   * signed copy: before the signature.
   */
  rest: z.enum(['bytes', 'decoded', 'rendered']),
  readBack: z.array(LabelReadBack),
  /** The credential of the labelled copy, with the source as its parent; `null`: it was not asked for. */
  signed: SignedFile.nullable(),
  /** What the user should know: what was drawn and compressed again, a producer's fields that were kept. */
  notes: z.array(Localized),
});
export type LabelledFile = z.infer<typeof LabelledFile>;

import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { CopyClaim, FingerprintMatch, FingerprintMethod } from './fingerprint.ts';
import { Localized } from './localized.ts';
import { MarkPayload } from './mark.ts';
import { Media } from './media.ts';
import { RegisteredLabel, RegisterOrigin } from './register.ts';
import { Reason } from './run.ts';

/** A suspect led back to what is known: by its bytes, by its mark, by its credential, by what it looks or sounds like. */

/** Ways a source was found, the most telling first. */
export const traceRoutes = ['bytes', 'content', 'mark', 'credential', 'fingerprint'] as const;
export const TraceRoute = z.enum(traceRoutes);
export type TraceRoute = z.infer<typeof TraceRoute>;

/** Where a source is known from. */
export const TraceSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('register'),
    entry: z.number().int().positive(),
    origin: RegisterOrigin,
    /** Hash of the original, and of the copy that was entered. */
    original: Sha256,
    copy: Sha256.nullable(),
    /** The file is kept beside the register and can be laid over the suspect. */
    kept: z.boolean(),
    note: z.string(),
    at: z.string(),
  }),
  z.object({ kind: z.literal('case'), evidence: Sha256, number: z.number().int().positive() }),
  z.object({ kind: z.literal('list'), list: z.string(), item: z.string(), tags: z.array(z.string()) }),
]);
export type TraceSource = z.infer<typeof TraceSource>;

export const TraceCandidate = z.object({
  source: TraceSource,
  name: z.string(),
  media: Media.nullable(),
  claim: CopyClaim,
  routes: z.array(TraceRoute).min(1),
  /** Methods by which both have codes. */
  compared: z.array(FingerprintMethod),
  /** How the codes of both compare, the best of each method; a method that is missing here found nothing in common. */
  matches: z.array(FingerprintMatch),
  /** The identifier that led here; `null`: not by a mark. */
  payload: MarkPayload.nullable(),
  /** Comparison kept in the case; `null`: none was made. */
  comparison: z.string().nullable(),
  /** Why none was made, or what it could not say. */
  note: Localized.nullable(),
});
export type TraceCandidate = z.infer<typeof TraceCandidate>;

/** What each method could say of the suspect. */
export const TraceMethod = z.object({
  method: FingerprintMethod,
  /** `not-traceable`: too little in the suspect to be told by; `undetermined`: it could not be decoded. */
  state: z.enum(['searched', 'not-traceable', 'undetermined', 'not-applicable']),
  reason: Localized.nullable(),
  /** Codes that were looked up, and codes they were compared with. */
  asked: z.number().int().nonnegative(),
  among: z.number().int().nonnegative(),
});
export type TraceMethod = z.infer<typeof TraceMethod>;

/** What a copy lost and the register still has. */
export const Recovered = z.object({
  entry: z.number().int().positive(),
  /** Labels of the registered copy, and which of them the suspect still carries. */
  labels: z.array(RegisteredLabel.extend({ inSuspect: z.boolean() })),
  credential: z
    .object({
      manifest: z.string(),
      /** Verdict on the credential with the kept file, not with the suspect. */
      verdict: z.enum(['intact', 'broken', 'undetermined', 'not-checked']),
      reason: Localized.nullable(),
      inSuspect: z.boolean(),
    })
    .nullable(),
});
export type Recovered = z.infer<typeof Recovered>;

/** `transplanted`: the mark leads to one original, the content to another. */
export const TraceWarning = z.object({
  code: z.enum([
    'transplanted',
    'mark-without-content',
    'manifest-elsewhere',
    'same-pixels-other-metadata',
    'same-sound-other-picture',
    'same-picture-other-sound',
  ]),
  text: Localized,
});
export type TraceWarning = z.infer<typeof TraceWarning>;

export const Trace = z.object({
  format: z.literal('assay-trace'),
  version: z.literal(1),
  id: z.string(),
  at: z.string(),
  assay: z.string(),
  file: z.object({
    name: z.string(),
    sha256: Sha256,
    size: z.number().int().nonnegative(),
    number: z.number().int().positive(),
    media: Media,
  }),
  /** What was searched: "found nothing" means nothing without it. */
  searched: z.object({
    entries: z.number().int().nonnegative(),
    exhibits: z.number().int().nonnegative(),
    lists: z.array(z.object({ name: z.string(), items: z.number().int().nonnegative() })),
  }),
  mark: z.object({
    state: z.enum(['marked', 'none-found', 'undetermined', 'not-applicable', 'not-asked']),
    payloads: z.array(MarkPayload),
    reason: Reason.nullable(),
  }),
  methods: z.array(TraceMethod),
  /** The most telling first. */
  candidates: z.array(TraceCandidate),
  recovered: z.array(Recovered),
  warnings: z.array(TraceWarning),
  durationMs: z.number().nonnegative(),
});
export type Trace = z.infer<typeof Trace>;

/** A trace in a list. */
export const TraceListing = z.object({
  id: z.string(),
  at: z.string(),
  evidence: Sha256,
  candidates: z.number().int().nonnegative(),
  best: CopyClaim.nullable(),
  sha256: Sha256,
});
export type TraceListing = z.infer<typeof TraceListing>;

/** Exhibits of one case that have something in common. */
export const DuplicateGroup = z.object({
  /** `same-content`: same pixels or samples, other bytes; `copy`: a confirmed copy; `likely`: one code alone. */
  claim: CopyClaim,
  evidence: z.array(Sha256).min(2),
  /** In words: "same pixels, different metadata", "same sound, different picture". */
  what: z.enum([
    'same-pixels',
    'same-samples',
    'same-text',
    'same-sound-other-picture',
    'same-picture-other-sound',
    'copies',
  ]),
});
export type DuplicateGroup = z.infer<typeof DuplicateGroup>;

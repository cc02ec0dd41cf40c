import { z } from 'zod';
import { Localized } from '#shared/domain/localized.ts';
import { MarkCodecName, MarkPayload, MarkQuality, MarkReading } from '#shared/domain/mark.ts';
import { MarkPlan } from '#shared/domain/marking.ts';
import { Media } from '#shared/domain/media.ts';
import { RegisterFingerprint } from '#shared/domain/register.ts';
import { Reason } from '#shared/domain/run.ts';
import { KeyInput } from './mark-order.ts';

/** What the host and its worker say to each other while a copy is marked. Only the worker reads a stranger's file. */

const Refused = z.object({ ok: z.literal(false), reason: Reason });

export const PlanInput = z.object({ path: z.string(), name: z.string().nullable() });
export const PlanOutput = MarkPlan.extend({ media: Media });
export type PlanOutput = z.infer<typeof PlanOutput>;

export const WriteMarkInput = z.object({
  source: z.string(),
  /** A new file without a name yet, in the folder of the output. */
  target: z.string(),
  payload: MarkPayload,
  key: KeyInput,
  strength: z.number().nullable(),
});

export const WriteMarkOutput = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    codec: MarkCodecName,
    quality: z.array(MarkQuality),
    notes: z.array(Localized),
  }),
  Refused,
]);
export type WriteMarkOutput = z.infer<typeof WriteMarkOutput>;

export const CheckMarkInput = z.object({
  path: z.string(),
  /** The content as it was before it was marked: its labels and its form must still be there. */
  before: z.string(),
  payload: MarkPayload,
  key: KeyInput,
});

export const CheckMarkOutput = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), reading: MarkReading }),
  Refused,
]);
export type CheckMarkOutput = z.infer<typeof CheckMarkOutput>;

export const FingerprintInput = z.object({ path: z.string() });
export const FingerprintOutput = z.object({ fingerprints: z.array(RegisterFingerprint) });

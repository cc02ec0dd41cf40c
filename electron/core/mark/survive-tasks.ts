import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { LabelStatement } from '#shared/domain/label.ts';
import { MarkKeyName } from '#shared/domain/mark.ts';
import { SurvivingMark } from '#shared/domain/mark-survival.ts';
import { Media } from '#shared/domain/media.ts';
import { Reason } from '#shared/domain/run.ts';
import { dihedrals } from '#shared/numeric/pdq.ts';

/** What the host of the survival lab and its workers say to each other. */

/** Which marks are looked for. Keys and identifiers themselves lie in the ring folders the workers are given. */
export const MarkSearch = z.object({
  /** Fingerprints; `null`: the public key and the whole ring. */
  keys: z.array(z.string()).nullable(),
  /** Also test the identifiers of the register. */
  identifiers: z.boolean(),
});
export type MarkSearch = z.infer<typeof MarkSearch>;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What one file carries. */
export const LayerReading = z.object({
  media: Media,
  size: z.number().int().nonnegative(),
  labels: z.object({ statements: z.array(LabelStatement), complete: z.boolean() }),
  credential: z.enum(['none', 'intact', 'broken', 'undetermined']),
  mark: z.object({
    state: z.enum(['marked', 'none-found', 'undetermined', 'not-measured']),
    reason: Reason.nullable(),
    readings: z.array(SurvivingMark.omit({ exact: true })),
    keys: z.array(MarkKeyName),
    identifiers: z.number().int().nonnegative(),
  }),
  /** The code of the picture as stored and of its seven turned and mirrored forms. */
  fingerprint: z.object({ hashes: z.record(z.enum(dihedrals), Hash), quality: z.number() }).nullable(),
});
export type LayerReading = z.infer<typeof LayerReading>;

const source = { path: z.string(), sha256: Sha256, media: Media };

export const ReadInput = z.object({ ...source, folder: z.string(), search: MarkSearch });

export const AttackInput = ReadInput.extend({
  attack: z.string(),
  step: z.string(),
});

export const AttackOutput = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    reading: LayerReading,
    /** Against the unattacked picture, dB; `null`: of another size, moved, equal, or no picture. */
    psnr: z.number().nullable(),
  }),
  z.object({ ok: z.literal(false), reason: Reason }),
]);
export type AttackOutput = z.infer<typeof AttackOutput>;

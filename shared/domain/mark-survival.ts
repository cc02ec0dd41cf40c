import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';
import { MarkKeyName } from './mark.ts';
import { Media, MediaFormat } from './media.ts';
import { KeyFingerprint } from './register.ts';
import { Reason } from './run.ts';

/** What becomes of a file's label, credential, mark and fingerprint under attacks of known strength. */

/** What the survival lab can attack. */
export const attackMedia = ['image', 'audio', 'video', 'text'] as const;
export const AttackMedia = z.enum(attackMedia);
export type AttackMedia = z.infer<typeof AttackMedia>;

/** Families in the order they are shown in. `removal` aims at marks; `regeneration` is reported apart: content made anew, not processed. */
export const attackFamilies = [
  'packing',
  'coding',
  'geometry',
  'filter',
  'tone',
  'overlay',
  'cutting',
  'capture',
  'platform',
  'combination',
  'removal',
  'regeneration',
] as const;
export const AttackFamily = z.enum(attackFamilies);
export type AttackFamily = z.infer<typeof AttackFamily>;

/** The traces of a file's origin that are followed through every attack. */
export const survivalLayers = ['label', 'credential', 'mark', 'fingerprint'] as const;
export const SurvivalLayer = z.enum(survivalLayers);
export type SurvivalLayer = z.infer<typeof SurvivalLayer>;

export const layerFates = ['survived', 'changed', 'lost', 'absent', 'undetermined', 'not-measured'] as const;
/**
 * `changed`: still there, but not what it was (a credential that no longer fits its file, a label with other values,
 * another identifier). `absent`: not there from the start. `not-measured`: nothing here measures it for such a file.
 */
export const LayerFate = z.enum(layerFates);
export type LayerFate = z.infer<typeof LayerFate>;

/** The best reading of a mark, short. */
export const SurvivingMark = z.object({
  codec: z.string(),
  payload: z.string(),
  /** Bits of the payload are those of the unattacked file. */
  exact: z.boolean(),
  statistic: z.number(),
  threshold: z.number(),
  /** log10 of the probability of such a reading in a file without a mark. */
  falseAlarmLog10: z.number(),
  route: z.enum(['blind', 'register', 'original']),
  key: MarkKeyName,
});
export type SurvivingMark = z.infer<typeof SurvivingMark>;

/** One trace after one attack, and why that is said of it. */
export const LayerAnswer = z.object({ fate: LayerFate, note: Localized.nullable() });
export type LayerAnswer = z.infer<typeof LayerAnswer>;

const Layers = z.object({
  label: LayerAnswer,
  credential: LayerAnswer,
  mark: LayerAnswer,
  fingerprint: LayerAnswer,
});

export const SurvivalStep = z.object({
  id: z.string(),
  label: Localized,
  typical: z.boolean(),
  /** Why nothing was measured; `null`: it was. */
  notRun: Reason.nullable(),
  /** The attacked copy; `null`: there was none. */
  copy: z
    .object({
      format: MediaFormat,
      size: z.number().int().nonnegative(),
      width: z.number().int().positive().nullable(),
      height: z.number().int().positive().nullable(),
      seconds: z.number().nonnegative().nullable(),
      /** Peak signal to noise against the unattacked picture, dB; `null`: of another size, moved, equal, or no picture. */
      psnr: z.number().nullable(),
    })
    .nullable(),
  layers: Layers,
  mark: SurvivingMark.nullable(),
  /** Differing bits of 256 to the nearest turned or mirrored form of the unattacked picture. */
  fingerprintDistance: z.number().int().min(0).max(256).nullable(),
  durationMs: z.number().nonnegative(),
});
export type SurvivalStep = z.infer<typeof SurvivalStep>;

/** Where on a ladder a trace is lost. */
export const LayerThreshold = z.object({
  /** Strength up to which it was always there; `null`: not even at the mildest. */
  survives: z.string().nullable(),
  /** The mildest strength at which it was not there any more; `null`: it was there throughout. */
  lost: z.string().nullable(),
  /** It was there again at a strength beyond that. */
  returns: z.boolean(),
});
export type LayerThreshold = z.infer<typeof LayerThreshold>;

export const SurvivalAttack = z.object({
  id: z.string(),
  family: AttackFamily,
  title: Localized,
  about: Localized,
  cite: z.string(),
  /** The mildest first. */
  steps: z.array(SurvivalStep).min(1),
  /** Only traces that were there from the start and were measured. */
  thresholds: z.partialRecord(SurvivalLayer, LayerThreshold),
});
export type SurvivalAttack = z.infer<typeof SurvivalAttack>;

/** The unattacked file, as it was read before anything was done to it. */
export const SurvivalBaseline = z.object({
  /** Standards of the labels it carries. */
  labels: z.array(z.string()),
  labelsComplete: z.boolean(),
  credential: z.enum(['none', 'intact', 'broken', 'undetermined']),
  mark: SurvivingMark.nullable(),
  markState: z.enum(['marked', 'none-found', 'undetermined', 'not-measured']),
  fingerprint: z.object({ hash: z.string(), quality: z.number() }).nullable(),
});
export type SurvivalBaseline = z.infer<typeof SurvivalBaseline>;

/** One run of the survival lab on one file. */
export const MarkSurvival = z.object({
  format: z.literal('assay-survival'),
  version: z.literal(1),
  id: z.string(),
  at: z.string(),
  /** Version of this program. */
  assay: z.string(),
  file: z.object({
    name: z.string(),
    sha256: Sha256,
    size: z.number().int().nonnegative(),
    number: z.number().int().positive(),
    media: Media,
  }),
  /** As it was asked for: `standard`, `image.jpeg,image.crop`. */
  suite: z.string(),
  keys: z.array(MarkKeyName),
  /** Identifiers of the register that were tested when nothing decoded by itself. */
  identifiers: z.number().int().nonnegative(),
  baseline: SurvivalBaseline,
  attacks: z.array(SurvivalAttack),
  /** It was stopped before the last attack: what is not in `attacks` was not measured. */
  complete: z.boolean(),
  durationMs: z.number().nonnegative(),
});
export type MarkSurvival = z.infer<typeof MarkSurvival>;

/** What to attack, as a screen or a command line asks for it. */
export const SurvivalRequest = z.object({
  evidence: Sha256,
  /** A suite, or attacks separated by commas; see `survival.catalogue`. */
  attacks: z.string().min(1).max(10_000).default('standard'),
  /** Fingerprint of a mark key of this installation; `null`: the public key and all of them. */
  key: KeyFingerprint.nullable().default(null),
  /** Test the identifiers of the register too. */
  identifiers: z.boolean().default(false),
});
export type SurvivalRequest = z.infer<typeof SurvivalRequest>;

/** What the lab can do, for choosing. */
export const SurvivalCatalogue = z.object({
  suites: z.array(
    z.object({
      id: z.string(),
      title: Localized,
      /** What it comes to for each kind of media it has something for: attacks, and copies that are made. */
      extent: z.partialRecord(
        AttackMedia,
        z.object({ attacks: z.number().int().positive(), copies: z.number().int().positive() }),
      ),
    }),
  ),
  attacks: z.array(
    z.object({
      id: z.string(),
      media: AttackMedia,
      family: AttackFamily,
      title: Localized,
      about: Localized,
      cite: z.string(),
      ladder: z.array(z.object({ id: z.string(), label: Localized, typical: z.boolean() })),
    }),
  ),
});
export type SurvivalCatalogue = z.infer<typeof SurvivalCatalogue>;

/** A run in a list. */
export const SurvivalListing = z.object({
  id: z.string(),
  at: z.string(),
  evidence: Sha256,
  suite: z.string(),
  attacks: z.number().int().nonnegative(),
  complete: z.boolean(),
  sha256: Sha256,
});
export type SurvivalListing = z.infer<typeof SurvivalListing>;

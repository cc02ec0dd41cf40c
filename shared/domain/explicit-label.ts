import { z } from 'zod';
import { Localized } from './localized.ts';

/**
 * Labels meant for people: text in a picture or in the opening frames, a rhythm in sound, a sentence in a
 * text (GB 45438-2025 clause 5; EU AI Act Art. 50; and their relatives).
 */

/** GB 45438-2025 5: an AI element (`人工智能` or `AI`) and a generation element (`生成` or `合成`). */
export const LabelElements = z.object({ ai: z.boolean(), generation: z.boolean() });
export type LabelElements = z.infer<typeof LabelElements>;

/** Within a tenth of a side counts as its edge; two edges are a corner. */
export const labelPositions = [
  'top-left',
  'top',
  'top-right',
  'left',
  'inside',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
export const LabelPosition = z.enum(labelPositions);
export type LabelPosition = z.infer<typeof LabelPosition>;

export const VisibleLabel = z.object({
  /** As recognised. */
  text: z.string(),
  /** Mean confidence of the recogniser, 0…1. */
  confidence: z.number().min(0).max(1),
  elements: LabelElements,
  /** Pixels of the picture as shown, upright. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Height of the ink, highest to lowest pixel of the text line, in pixels. */
  inkHeight: z.number().nonnegative(),
  /** `inkHeight` against the shortest side, 0…1; an estimate from the box where `contrast` is `null`. What "text height" measures is not settled in the standard. */
  ratio: z.number().min(0).max(1),
  /** The detector's box against the shortest side: the upper bound of the reading of "text height". */
  boxRatio: z.number().min(0).max(1),
  position: LabelPosition,
  /** Contrast of ink against its ground, 1…21 (WCAG 2.2, 1.4.3); `null`: the two could not be told apart. */
  contrast: z.number().min(1).max(21).nullable(),
  /**
   * Seconds from the start in which it was seen without a gap between sampled frames, to the end of the last frame
   * that shows it; one moment when it was only met in a later sample. `null` for stills.
   */
  seen: z.object({ from: z.number().nonnegative(), to: z.number().nonnegative() }).nullable(),
  /** Product whose known mark this text is, when it is in the dictionary. Never from a bare `AI`. */
  product: z.string().nullable(),
});
export type VisibleLabel = z.infer<typeof VisibleLabel>;

/** What `labels.visible` stores. */
export const VisibleLabels = z.object({
  /** The picture as shown, upright; `orientation` is the Exif tag that made it so, absent for 1. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  orientation: z.number().int().min(1).max(8).optional(),
  labels: z.array(VisibleLabel),
  /** Lines of text read that are no label. Their wording is not kept. */
  otherLines: z.number().int().nonnegative(),
  /**
   * Sampled frames of a video; `null` for stills. `from` and `to` bound the opening that was looked through closely,
   * `step` is the error of `seen` in seconds.
   */
  sampled: z
    .object({
      frames: z.number().int().positive(),
      from: z.number(),
      to: z.number(),
      step: z.number().positive(),
    })
    .nullable(),
});
export type VisibleLabels = z.infer<typeof VisibleLabels>;

export const SoundPlace = z.enum(['start', 'middle', 'end']);
export type SoundPlace = z.infer<typeof SoundPlace>;

/** The rhythm `短长 短短` (Morse A I, `.- ..`) of GB 45438-2025 5.3. */
export const RhythmLabel = z.object({
  from: z.number().nonnegative(),
  to: z.number().nonnegative(),
  place: SoundPlace,
  /** Seconds of one dot; a dash was found to be three of them within the tolerance of the method. */
  dot: z.number().positive(),
  frequency: z.number().positive(),
  /** Level of the tone above the sound around it, dB. */
  level: z.number(),
});
export type RhythmLabel = z.infer<typeof RhythmLabel>;

/** What `labels.audible` stores. */
export const AudibleLabels = z.object({
  duration: z.number().nonnegative(),
  rhythms: z.array(RhythmLabel),
  /** Was speech listened to? Only with an optional model; otherwise a spoken label is undetermined. */
  speech: z.enum(['not-listened', 'listened']),
});
export type AudibleLabels = z.infer<typeof AudibleLabels>;

/** A label sentence in a text. Offsets count UTF-16 units of the decoded text without its front matter. */
export const WrittenLabel = z.object({
  text: z.string(),
  elements: LabelElements,
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  place: SoundPlace,
  /** A corner mark may hold the AI element alone (GB 45438-2025 5.1). */
  form: z.enum(['sentence', 'corner-mark']),
});
export type WrittenLabel = z.infer<typeof WrittenLabel>;

/** What `labels.written` stores. */
export const WrittenLabels = z.object({
  length: z.number().int().nonnegative(),
  labels: z.array(WrittenLabel),
  /** Parts of the document whose text was not read, in words. */
  unread: z.array(Localized),
});
export type WrittenLabels = z.infer<typeof WrittenLabels>;

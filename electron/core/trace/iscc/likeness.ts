import type { CopyClaim } from '#shared/domain/fingerprint.ts';
import type { ChanceModel } from '../picture/chance.ts';

/** Units in which two files may be alike, by the names of their prints. */
export const unitVariants = [
  'content-image',
  'content-text',
  'content-audio',
  'content-video',
  'data',
] as const;
export type UnitVariant = (typeof unitVariants)[number];

export interface UnitLikeness {
  /** Distances of 256 bits. */
  readonly likely: number;
  readonly candidate: number;
  /** How far unrelated codes lie apart; `null`: it depends on things the code does not tell. */
  readonly chance: ChanceModel | null;
}

/**
 * From which distance on two units are said to be alike. The standard publishes no thresholds. Pictures: 40 bits found
 * 93–100 % of re-encoded, resized and bordered copies and, in 4.7 million pairs of crops of 26 unrelated pictures,
 * no unrelated pair (nearest: above 48 bits, bench `trace/iscc`); their distances spread like those of 76 coins, and 60 bound the tail. Text and
 * data: minimum hashes, so `1 − distance ÷ 128` estimates the share of common features and unrelated codes are 256
 * coins by construction; a half and three eighths are judged. Sound: codes of unrelated speech are alike and grow more
 * alike with length (mean 76 bits at 15 s, 60 at 50 s, the nearest above 24 in 480,000 pairs), so nothing can be said of
 * chance. Film: other scenes before one and the same background were found at 21 bits.
 */
export const likenesses: Readonly<Record<UnitVariant, UnitLikeness>> = {
  'content-image': { likely: 40, candidate: 56, chance: { freedom: 60 } },
  'content-text': { likely: 64, candidate: 80, chance: { freedom: 256 } },
  'content-audio': { likely: 16, candidate: 24, chance: null },
  'content-video': { likely: 16, candidate: 32, chance: null },
  data: { likely: 64, candidate: 80, chance: { freedom: 256 } },
};

/** What a distance is worth; `null`: nothing. */
export function unitClaim(
  variant: UnitVariant,
  bits: number,
): Extract<CopyClaim, 'likely' | 'candidate'> | null {
  const { likely, candidate } = likenesses[variant];
  if (bits <= likely) return 'likely';
  return bits <= candidate ? 'candidate' : null;
}

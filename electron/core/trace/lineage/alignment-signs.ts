import type { TextTransform, TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Sign, Signs } from './evidence.ts';

/** A part smaller than this is missing for want of exactness. */
const leastMissing = 0.03;

/** A copy holds a part of its source; something with more of its own was added to, or is a source. */
export function alignmentSigns(
  transform: TimeTransform | TextTransform,
  sizes: readonly [number, number],
): Signs {
  const [one, other] = transform.cover;
  const missing = (share: number): number => (share < leastMissing ? 0 : 1 - Math.exp(-share / 0.15));
  // What the first has beyond the common part was cut from the second, if the second has nothing of its own.
  const sign: Sign = [
    1 - one < leastMissing ? missing(1 - other) : 0,
    1 - other < leastMissing ? missing(1 - one) : 0,
  ];
  if (transform.kind === 'text') return { excerpt: sign };
  const lasting = (side: 'first' | 'second', cover: number): number =>
    transform.pieces.reduce((sum, piece) => sum + piece[side][1] - piece[side][0], 0) / Math.max(cover, 1e-6);
  const rates = [sizes[0] / lasting('first', one), sizes[1] / lasting('second', other)] as const;
  const ratio = Math.log(rates[0] / rates[1]);
  const rate = Number.isFinite(ratio) ? 1 - Math.exp(-Math.abs(ratio) / 0.7) : 0;
  return { shorter: sign, bitrate: ratio > 0 ? [0, rate] : [rate, 0] };
}

/** How much of one is in the other, in words. */
export function partWords(cover: number): Localized {
  const share = `${Math.round(100 * cover)} %`;
  return cover > 1 - leastMissing ? whole : localized(`${share} of it`, `其中 ${share}`);
}

const whole = localized('all of it', '全部');

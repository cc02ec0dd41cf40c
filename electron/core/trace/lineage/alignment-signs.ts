import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Sign } from './evidence.ts';

/** A part smaller than this is missing for want of exactness. */
const leastMissing = 0.03;

/** Own material up to this share may be a heading or a remark around a part taken from elsewhere. */
const mostOwn = 0.25;

/**
 * How much each is a part of the other: what the other has beyond the common part, the less the more it has of its own.
 *
 * @param cover share of each that is common
 */
export function containment([one, other]: readonly [number, number]): Sign {
  const missing = (share: number): number => (share < leastMissing ? 0 : 1 - Math.exp(-share / 0.15));
  const part = (own: number): number => Math.min(1, Math.max(0, 1 - (own - leastMissing) / mostOwn));
  return [part(1 - one) * missing(1 - other), part(1 - other) * missing(1 - one)];
}

/**
 * Who spends fewer bits. A copy may be saved with more bits than its source, so this weighs little.
 *
 * @param ratio of what the first spends to what the second spends
 */
export function bitrateSign(ratio: number): Sign {
  const value = Number.isFinite(ratio) && ratio > 0 ? 1 - Math.exp(-Math.abs(Math.log(ratio)) / 0.7) : 0;
  return ratio > 1 ? [0, value] : [value, 0];
}

/** How much of one is in the other, in words. */
export function partWords(cover: number): Localized {
  const share = `${Math.round(100 * cover)} %`;
  return cover > 1 - leastMissing ? whole : localized(`${share} of it`, `其中 ${share}`);
}

const whole = localized('all of it', '全部');

import { annexKLuminance, scaleByQuality, tableDistance } from '#shared/numeric/jpeg-quantization.ts';
import type { FirstStep } from './first-steps.ts';

export interface EarlierQuality {
  /** IJG qualities whose luminance table agrees best with the steps, ascending. */
  readonly qualities: readonly number[];
  /** Steps that agree, of `of`. */
  readonly agreeing: number;
  readonly of: number;
}

/** IJG qualities that explain most of the earlier steps: candidates, not a name of a program. */
export function earlierQuality(steps: readonly FirstStep[]): EarlierQuality {
  let agreeing = -1;
  let qualities: number[] = [];
  for (let quality = 1; quality <= 100; quality += 1) {
    const table = scaleByQuality(annexKLuminance, quality, 255);
    const count = steps.filter(({ index, alike }) => alike.includes(table[index]!)).length;
    if (count > agreeing) qualities = [];
    if (count >= agreeing) qualities.push(quality);
    agreeing = Math.max(agreeing, count);
  }
  return { qualities, agreeing, of: steps.length };
}

/** IJG quality of the luminance table nearest to the given steps. */
export function ownQuality(steps: Uint16Array): number {
  let [best, least] = [100, Number.POSITIVE_INFINITY];
  for (let quality = 100; quality >= 1; quality -= 1) {
    const distance = tableDistance(scaleByQuality(annexKLuminance, quality, 255), steps);
    if (distance < least) [best, least] = [quality, distance];
  }
  return best;
}

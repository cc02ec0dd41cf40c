import { boxMean, type FloatPlane } from '../../align/picture/light.ts';

/** How much fine structure both have of what they have in common, in bands of the finer grid. */
export interface Detail {
  /** Half the logarithm of the second's energy over the first's, the finest band first. */
  readonly ratios: readonly [number, number, number];
  /** How much of both's structure is the same, −1…1, for each band. */
  readonly agreement: readonly [number, number, number];
}

/** Half windows of the means between which the bands lie, pixels. */
const reaches = [1, 2, 4] as const;

/**
 * Energy of bands of detail where nothing was changed. Not a Laplacian: block edges and noise fill its one band, and make
 * a bad copy look sharp.
 *
 * @param mask 1 where pixels count
 */
export function detailOf(first: FloatPlane, second: FloatPlane, mask: Uint8Array): Detail | null {
  const { width, height } = first;
  let [one, other] = [first.data, second.data];
  const ratios: number[] = [];
  const agreement: number[] = [];
  let used = 0;
  for (const reach of reaches) {
    const softOne = boxMean(one, width, height, reach);
    const softOther = boxMean(other, width, height, reach);
    let [a, b, ab] = [0, 0, 0];
    used = 0;
    for (let at = 0; at < mask.length; at += 1) {
      if (mask[at] === 0) continue;
      const p = one[at]! - softOne[at]!;
      const q = other[at]! - softOther[at]!;
      a += p * p;
      b += q * q;
      ab += p * q;
      used += 1;
    }
    // Rounding to whole grey levels alone is an energy of a twelfth.
    const floor = 0.1 * used;
    ratios.push(0.5 * Math.log((b + floor) / (a + floor)));
    agreement.push(ab / Math.sqrt((a + floor) * (b + floor)));
    [one, other] = [softOne, softOther];
  }
  if (used < 2000) return null;
  return {
    ratios: ratios as unknown as Detail['ratios'],
    agreement: agreement as unknown as Detail['agreement'],
  };
}

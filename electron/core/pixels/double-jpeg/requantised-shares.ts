import { normalDistribution } from './normal-tail.ts';

/**
 * Deviation of a luminance coefficient between two compressions: the decoded luma, then red, green and blue, then luma
 * again are rounded to whole numbers, and an orthonormal transform keeps the variance.
 * 1/12 + (0.299² + 0.587² + 0.114²)/12 + 1/12 = 0.204 (Bianchi & Piva, IEEE TIFS 7(3), 2012, §III-B, for grey: 1/12).
 */
export const roundingDeviation = 0.45;

/**
 * How often a doubly quantised coefficient takes each value, relative to a singly quantised one of the same smooth
 * distribution: `n(x) = q₁/q₂ · Σ_k P(kq₁ + e rounds to x)` with a normal rounding error e (Bianchi & Piva 2012, eq. 12,
 * with the error model of eq. 9).
 *
 * @param first step of the earlier compression
 * @param second step of the last one
 * @param most largest value
 * @returns for the values 0…most; 1 on average
 */
export function requantisedShares(first: number, second: number, most: number): Float64Array {
  const shares = new Float64Array(most + 1);
  for (let value = 0; value <= most; value += 1) {
    let sum = 0;
    const low = (value - 0.5) * second;
    const high = (value + 0.5) * second;
    const from = Math.ceil((low - 3 * roundingDeviation) / first);
    const to = Math.floor((high + 3 * roundingDeviation) / first);
    for (let at = from; at <= to; at += 1) sum += massBetween(low, high, at * first);
    shares[value] = (sum * first) / second;
  }
  return shares;
}

/** Probability that a normal variable of the rounding's deviation around `middle` lies between `low` and `high`. */
export function massBetween(low: number, high: number, middle: number): number {
  return (
    normalDistribution((high - middle) / roundingDeviation) -
    normalDistribution((low - middle) / roundingDeviation)
  );
}

/** Largest departure of the shares of 1…most from 1: nothing can be told from shares that are all alike. */
export function contrast(shares: Float64Array): number {
  let largest = 0;
  for (let value = 1; value < shares.length; value += 1)
    largest = Math.max(largest, Math.abs(shares[value]! - 1));
  return largest;
}

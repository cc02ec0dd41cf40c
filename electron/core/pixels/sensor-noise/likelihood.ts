import { expectedFloor } from './false-alarm.ts';

/**
 * A ratio is never said to be larger: the material has so many pairs of a picture and a camera that did not take it, and
 * how rare a higher peak is among others cannot be known from it.
 */
export const largestRatio = 80;
/** Shorter side, pixels, below which nothing was measured. */
const leastSide = 256;

/**
 * ln of the likelihood ratio is `offset + slope · ln(1 + excess)`: logistic regression, both propositions weighted alike
 * (N. Brümmer and J. du Preez, Computer Speech and Language 20, 2006; for sensor noise A. Reinders et al., Forensic
 * Science International 2022), on six pictures of one body each of Nikon's D70, D70s and D200; see
 * resources/docs/sensor-noise.md for what a second body of each gives.
 */
const curves = [
  { from: 256, offset: -1.23, slope: 1 },
  // Larger pictures separate so well that the material gives no slope of their own; this one is too low for them.
  { from: 384, offset: -2.16, slope: 1.19 },
] as const;

/**
 * How much more often a peak comes about if the camera took the picture than if another did.
 *
 * @param trials shifts, turns and scales that were tried, in all fingerprints
 * @param side the picture's shorter one, pixels
 * @returns `null`: too small for what was measured
 */
export function likelihoodRatio(pce: number, trials: number, side: number): number | null {
  if (side < leastSide) return null;
  const { offset, slope } = curves.findLast(({ from }) => side >= from)!;
  const excess = Math.max(0, pce - expectedFloor(trials));
  return Math.min(largestRatio, Math.exp(offset + slope * Math.log1p(excess)));
}

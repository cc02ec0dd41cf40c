/** Votes of one 8×8 block are one piece of evidence; the chance that an arbitrary grid gets it. */
export const chance = 1 / 64;

/** log₁₀ of the number of tests: all boxes in the picture, times pairs of grids (Nikoukhah et al., section 3). */
export function logTests(width: number, height: number): number {
  return 2 * (Math.log10(64) + Math.log10(width) + Math.log10(height));
}

/** Part of the logarithm by which a sum cut short may be wrong: the published values are computed with it. */
const tolerance = 0.1;

/**
 * log₁₀ of the number of false alarms N · P(at least `hits` of `trials` by chance), binomial. The tail is summed from
 * its first term until what is left, less than a geometric series, changes the logarithm by less than a tenth of it
 * (R. Grompone von Gioi et al., “LSD: a Line Segment Detector”, IPOL 2 (2012), section on computing the NFA); where the
 * first term is below the smallest double it alone counts, by its logarithm.
 *
 * @param tests log₁₀ N
 */
export function logFalseAlarms(trials: number, hits: number, tests: number): number {
  if (hits === 0 || trials === 0) return tests;
  if (hits === trials) return tests + trials * Math.log10(chance);
  const logFirst =
    logFactorial(trials) -
    logFactorial(hits) -
    logFactorial(trials - hits) +
    hits * Math.log(chance) +
    (trials - hits) * Math.log(1 - chance);
  const first = Math.exp(logFirst);
  if (first === 0) return hits > trials * chance ? logFirst / Math.LN10 + tests : tests;
  const odds = chance / (1 - chance);
  let [term, tail] = [first, first];
  for (let count = hits + 1; count <= trials; count += 1) {
    const ratio = ((trials - count + 1) / count) * odds;
    term *= ratio;
    tail += term;
    if (trials - count + 1 >= count) continue;
    const left = term * ((1 - ratio ** (trials - count + 1)) / (1 - ratio) - 1);
    if (left < tolerance * Math.abs(-Math.log10(tail) - tests) * tail) break;
  }
  return Math.log10(tail) + tests;
}

/** Lanczos' coefficients for g = 7 (P. Godfrey 2001), relative error below 1e-14. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Natural logarithm of n!. */
function logFactorial(n: number): number {
  let sum: number = lanczos[0];
  for (let k = 1; k < lanczos.length; k += 1) sum += lanczos[k]! / (n + k);
  const base = n + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (n + 0.5) * Math.log(base) - base + Math.log(sum);
}

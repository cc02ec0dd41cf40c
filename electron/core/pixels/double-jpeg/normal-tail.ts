/**
 * log₁₀ of P(Z > z) for a standard normal variable: below 3 from the distribution, above by the continued
 * fraction of Mills' ratio.
 */
export function normalTailLog10(z: number): number {
  if (z < 3) return Math.log10(1 - normalDistribution(z));
  let fraction = z;
  for (let term = 30; term >= 1; term -= 1) fraction = z + term / fraction;
  return (-0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction)) / Math.LN10;
}

/** Φ(z), to 1.5·10⁻⁷ (Abramowitz & Stegun 7.1.26). */
export function normalDistribution(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const upper = 0.5 * series * Math.exp(-x * x);
  return z < 0 ? upper : 1 - upper;
}

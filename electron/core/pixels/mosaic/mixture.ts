/** Two normal distributions on a line, one of them about zero. */
export interface Mixture {
  /** Share of the one about zero. */
  readonly share: number;
  readonly deviation: number;
  readonly otherMean: number;
  readonly otherDeviation: number;
}

/**
 * Expectation–maximisation for values that are either about zero (no mosaic: both lattices err alike) or about a
 * positive mean (mosaic); Ferrara et al. 2012, section III-C.
 *
 * @param values NaN: left out
 */
export function fitMixture(values: Float32Array): Mixture {
  const known = values.filter((value) => !Number.isNaN(value));
  let mean = 0;
  for (const value of known) mean += value / known.length;
  let spread = 0;
  for (const value of known) spread += (value - mean) ** 2 / known.length;
  let fit: Mixture = {
    share: 0.3,
    deviation: Math.max(0.2, Math.sqrt(spread) / 2),
    otherMean: Math.max(0.1, mean),
    otherDeviation: Math.max(0.1, Math.sqrt(spread)),
  };
  for (let round = 0; round < 40; round += 1) {
    let [weight, square, other, otherSum, otherSquare] = [0, 0, 0, 0, 0];
    for (const value of known) {
      const none = absence(fit, value);
      weight += none;
      square += none * value * value;
      other += 1 - none;
      otherSum += (1 - none) * value;
      otherSquare += (1 - none) * value * value;
    }
    if (weight < 1e-3 || other < 1e-3) break;
    const otherMean = Math.max(0.05, otherSum / other);
    fit = {
      share: weight / known.length,
      deviation: Math.max(0.05, Math.sqrt(square / weight)),
      otherMean,
      otherDeviation: Math.max(
        0.05,
        Math.sqrt(Math.max(0, otherSquare / other - 2 * otherMean * (otherSum / other) + otherMean ** 2)),
      ),
    };
  }
  return fit;
}

/** Posterior probability of the distribution about zero. */
export function absence({ share, deviation, otherMean, otherDeviation }: Mixture, value: number): number {
  // Farther down than zero is not nearer to the mosaic.
  const none = (share / deviation) * Math.exp(-0.5 * (value / deviation) ** 2);
  const some = ((1 - share) / otherDeviation) * Math.exp(-0.5 * ((value - otherMean) / otherDeviation) ** 2);
  return value < 0 ? 1 : none / (none + some + 1e-30);
}

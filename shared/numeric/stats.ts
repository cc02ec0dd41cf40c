/** Sum, extremes and mean of a list of numbers. An empty list has mean 0 and extremes 0. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
}

export function summarise(values: ArrayLike<number>): Summary {
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const count = values.length;
  return count === 0
    ? { count, mean: 0, minimum: 0, maximum: 0 }
    : { count, mean: sum / count, minimum, maximum };
}

/** The lower median: the ⌈n/2⌉-th smallest value, always one that occurs. */
export function lowerMedian(values: Float32Array): number {
  if (values.length === 0) throw new RangeError('median of nothing');
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.ceil(sorted.length / 2) - 1]!;
}

/** How often each value 0…255 occurs. */
export function histogram256(values: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let index = 0; index < values.length; index += 1) counts[values[index]!]! += 1;
  return counts;
}

/**
 * Smallest value at or below which at least `fraction` of the counted values lie.
 *
 * @param counts occurrences of 0, 1, 2 …
 * @param fraction 0…1
 */
export function percentile(counts: ArrayLike<number>, fraction: number): number {
  let total = 0;
  for (let value = 0; value < counts.length; value += 1) total += counts[value]!;
  let seen = 0;
  for (let value = 0; value < counts.length; value += 1) {
    seen += counts[value]!;
    if (seen > 0 && seen >= fraction * total) return value;
  }
  return 0;
}

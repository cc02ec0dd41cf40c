/** The lower median: the ⌈n/2⌉-th smallest value, always one that occurs. */
export function lowerMedian(values: Float32Array): number {
  if (values.length === 0) throw new RangeError('median of nothing');
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.ceil(sorted.length / 2) - 1]!;
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

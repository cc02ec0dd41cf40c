/** What differences are noise, by how much structure there is: JPEG spends its errors where there are edges. */
export interface NoiseLevels {
  /** Bound of noise for each whole grey level of structure. */
  readonly bounds: Float64Array;
  /** Median of the differences. */
  readonly typical: number;
}

/** Structure from here on is one class, grey levels. */
const mostActivity = 64;
/** Steps of a grey level in which differences are counted, and the largest counted one. */
const steps = 16;
const largest = 128;
/** Fewer samples than this say nothing of a class, which then takes in its neighbours. */
const leastSamples = 1500;
/**
 * The bound: this often the median, and this many times the way from the tenth percentile to the median above it. Both
 * stay right while less than half of a class was changed. For a half-normal size of deviation σ they are 3.0 σ and 5.1 σ;
 * recompression has longer tails than that.
 */
const medians = 4.5;
const spreads = 8;

/**
 * @param values sizes of differences, grey levels
 * @param activity structure at each pixel, grey levels
 * @param floor differences up to here never count
 */
export function noiseLevels(
  values: Float32Array,
  activity: Float32Array,
  inside: Uint8Array,
  floor: number,
): NoiseLevels {
  const bins = steps * largest;
  const counts = new Uint32Array((mostActivity + 1) * bins);
  const totals = new Float64Array(mostActivity + 1);
  for (let at = 0; at < values.length; at += 2) {
    if (inside[at] === 0) continue;
    const level = Math.min(mostActivity, activity[at]! | 0);
    totals[level]! += 1;
    counts[level * bins + Math.min(bins - 1, (values[at]! * steps) | 0)]! += 1;
  }
  const bounds = new Float64Array(mostActivity + 1);
  const merged = new Float64Array(bins);
  for (let level = 0; level <= mostActivity; level += 1) {
    merged.fill(0);
    let total = 0;
    // The class and as many of its neighbours as it takes.
    for (let wide = 0; wide <= mostActivity && total < leastSamples; wide += 1) {
      for (const other of wide === 0 ? [level] : [level - wide, level + wide]) {
        if (other < 0 || other > mostActivity || totals[other] === 0) continue;
        total += totals[other]!;
        for (let bin = 0; bin < bins; bin += 1) merged[bin]! += counts[other * bins + bin]!;
      }
    }
    const median = quantile(merged, total, 0.5) / steps;
    const low = quantile(merged, total, 0.1) / steps;
    bounds[level] = Math.max(floor, Math.min(medians * median, median + spreads * (median - low)));
  }
  // Where there is less structure there is less noise: a class that is mostly changed is held to the next ones.
  for (let level = mostActivity - 1; level >= 0; level -= 1) {
    bounds[level] = Math.max(floor, Math.min(bounds[level]!, bounds[level + 1]! * 1.05));
  }
  merged.fill(0);
  let all = 0;
  for (let level = 0; level <= mostActivity; level += 1) {
    all += totals[level]!;
    for (let bin = 0; bin < bins; bin += 1) merged[bin]! += counts[level * bins + bin]!;
  }
  return { bounds, typical: quantile(merged, all, 0.5) / steps };
}

function quantile(counts: Float64Array, total: number, share: number): number {
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    seen += counts[bin]!;
    if (seen >= share * total) return bin + 0.5;
  }
  return 0;
}

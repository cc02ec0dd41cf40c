/** Blocks that lie together and have about one noise. */
export interface NoiseRegion {
  /** Box in blocks; the far corner belongs to it. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly blocks: number;
  /** Mean log₂ of noise over that of the curve. */
  readonly ratio: number;
}

/**
 * Merge blocks by growing regions: the four neighbours join while they differ from the mean of the region by at most
 * `tolerance` (Mahdian and Saic 2009, section 3.3, there on the noise itself, here on its logarithm over the curve).
 *
 * @returns largest first, and the mean of its region for each block (NaN: nothing known)
 */
export function mergedRegions(
  ratios: Float32Array,
  columns: number,
  rows: number,
  tolerance: number,
): { readonly regions: NoiseRegion[]; readonly means: Float32Array } {
  const means = new Float32Array(ratios.length).fill(Number.NaN);
  const taken = new Uint8Array(ratios.length);
  const queue = new Uint32Array(ratios.length);
  const regions: NoiseRegion[] = [];
  for (let seed = 0; seed < ratios.length; seed += 1) {
    if (taken[seed] === 1 || Number.isNaN(ratios[seed]!)) continue;
    let [blocks, next, sum] = [1, 0, ratios[seed]!];
    let [x0, y0, x1, y1] = [columns, rows, 0, 0];
    queue[0] = seed;
    taken[seed] = 1;
    const join = (at: number): void => {
      // NaN compares false: unknown blocks never join.
      if (taken[at] === 1 || !(Math.abs(ratios[at]! - sum / blocks) <= tolerance)) return;
      taken[at] = 1;
      sum += ratios[at]!;
      queue[blocks] = at;
      blocks += 1;
    };
    while (next < blocks) {
      const at = queue[next]!;
      next += 1;
      const x = at % columns;
      const y = (at - x) / columns;
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
      if (x > 0) join(at - 1);
      if (x + 1 < columns) join(at + 1);
      if (y > 0) join(at - columns);
      if (y + 1 < rows) join(at + columns);
    }
    const ratio = sum / blocks;
    for (let member = 0; member < blocks; member += 1) means[queue[member]!] = ratio;
    regions.push({ x0, y0, x1, y1, blocks, ratio });
  }
  regions.sort((one, other) => other.blocks - one.blocks || one.y0 - other.y0 || one.x0 - other.x0);
  return { regions, means };
}

import type { ValueMap } from '../maps.ts';
import type { RegionSearch } from './regions.ts';
import type { VoteMap } from './votes.ts';

/** Pixels per side of a value of the maps. */
const side = 8;

/** Of every 8×8 pixels: the share that votes for `grid`, 0…1. */
export function agreementMap({ width, height, votes }: VoteMap, grid: number): ValueMap {
  return pooled(width, height, (sums, cell, pixel, of) => {
    if (votes[pixel] === grid) sums[cell]! += 1 / of;
  });
}

/**
 * Of every 8×8 pixels: −log₁₀ NFA of the strongest region there, 0 for none; gaps of one value are closed, as votes of a
 * region leave holes where blocks tie.
 */
export function regionMap({ width, height }: VoteMap, { regions, labels }: RegionSearch): ValueMap {
  const map = pooled(width, height, (values, cell, pixel) => {
    const label = labels[pixel]!;
    if (label > 0) values[cell] = Math.max(values[cell]!, -regions[label - 1]!.logNfa);
  });
  const wide = { ...map, values: neighbourhood(map, Math.max) };
  return { ...map, values: neighbourhood(wide, Math.min) };
}

function pooled(
  width: number,
  height: number,
  take: (values: Float32Array, cell: number, pixel: number, of: number) => void,
): ValueMap {
  const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)];
  const values = new Float32Array(across * down);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / side) * across;
    const high = Math.min(side, height - (y - (y % side)));
    for (let x = 0; x < width; x += 1) {
      const wide = Math.min(side, width - (x - (x % side)));
      take(values, row + Math.floor(x / side), y * width + x, wide * high);
    }
  }
  return { width: across, height: down, values };
}

/** The most, or the least, of the 3×3 values around each. */
function neighbourhood(
  { width, height, values }: ValueMap,
  best: (...values: number[]) => number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let value = values[y * width + x]!;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1)
          value = best(value, values[v * width + u]!);
      out[y * width + x] = value;
    }
  }
  return out;
}

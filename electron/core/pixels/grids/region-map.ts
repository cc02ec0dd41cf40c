import type { ValueMap } from '../maps.ts';
import type { RegionSearch } from './regions.ts';
import type { VoteMap } from './votes.ts';

/** Pixels per side of a value of the maps. */
const side = 8;

/** Of every 8×8 pixels: the share that votes for `grid`, 0…1. */
export function agreementMap({ width, height, votes }: VoteMap, grid: number): ValueMap {
  const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)];
  const values = new Float32Array(across * down);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y >> 3) * across;
    for (let x = 0; x < width; x += 1, at += 1) if (votes[at] === grid) values[row + (x >> 3)]! += 1;
  }
  for (let row = 0, cell = 0; row < down; row += 1) {
    const high = Math.min(side, height - side * row);
    for (let column = 0; column < across; column += 1, cell += 1)
      values[cell]! /= high * Math.min(side, width - side * column);
  }
  return { width: across, height: down, values };
}

/**
 * Of every 8×8 pixels: −log₁₀ NFA of the strongest region there, 0 for none; gaps of one value are closed, as votes of a
 * region leave holes where blocks tie.
 */
export function regionMap({ width, height }: VoteMap, { regions, labels }: RegionSearch): ValueMap {
  const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)];
  const values = new Float32Array(across * down);
  const map = { width: across, height: down, values };
  if (regions.length === 0) return map;
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y >> 3) * across;
    for (let x = 0; x < width; x += 1, at += 1) {
      const label = labels[at]!;
      if (label === 0) continue;
      const cell = row + (x >> 3);
      values[cell] = Math.max(values[cell]!, -regions[label - 1]!.logNfa);
    }
  }
  const wide = { ...map, values: neighbourhood(map, Math.max) };
  return { ...map, values: neighbourhood(wide, Math.min) };
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

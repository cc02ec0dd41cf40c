import { noVote } from './best-blocks.ts';
import { logFalseAlarms, logTests } from './false-alarms.ts';
import { findRegions, type RegionSearch } from './regions.ts';
import { type VoteMap, voteMap } from './votes.ts';
import { ZeroCounter } from './zero-counts.ts';

export interface GridDetection {
  readonly map: VoteMap;
  /** log₁₀ of the number of false alarms of each of the 64 grids over the whole picture. */
  readonly logNfa: Float64Array;
  /** Votes of each grid. */
  readonly votes: Uint32Array;
  /** Origin x + 8·y of the grid with the most votes where that is no chance; `null` without one. */
  readonly main: number | null;
  /** Regions of any grid but the main one. */
  readonly foreign: RegionSearch;
}

/**
 * Luma as JPEG has it, rounded to whole grey levels: blocks that were JPEG give whole-number samples back.
 *
 * @param rgb interleaved, 8 bit
 */
export function wholeLuma(rgb: Uint8Array): Uint8Array {
  const plane = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < plane.length; pixel += 1, at += 3)
    plane[pixel] = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]! + 0.5;
  return plane;
}

/**
 * ZERO: T. Nikoukhah, J. Anger, T. Ehret, M. Colom, J.-M. Morel, R. Grompone von Gioi, “JPEG Grid Detection based on the
 * Number of DCT Zeros and its Application to Automatic and Localized Forgery Detection”, CVPR Workshops 2019, and its
 * IPOL version of 2021.
 *
 * @param plane grey levels, whole numbers
 */
export function detectGrids(plane: Uint8Array, width: number, height: number): GridDetection {
  const map = voteMap(plane, width, height, new ZeroCounter());
  const votes = new Uint32Array(64);
  let [main, most] = [-1, 0];
  for (let at = 0; at < map.votes.length; at += 1) {
    const grid = map.votes[at]!;
    if (grid !== noVote) votes[grid]! += 1;
  }
  for (let grid = 0; grid < 64; grid += 1) {
    if (votes[grid]! > most) [main, most] = [grid, votes[grid]!];
  }
  // Votes within one block are not independent: blocks are counted, not pixels.
  const tests = logTests(width, height);
  const trials = Math.floor((width * height) / 64);
  const logNfa = Float64Array.from(votes, (count) => logFalseAlarms(trials, Math.floor(count / 64), tests));
  const found = main >= 0 && logNfa[main]! < 0 ? main : null;
  return { map, logNfa, votes, main: found, foreign: findRegions(map, (grid) => grid !== found) };
}

/**
 * Regions that lost the main grid: saved once more at the highest quality the picture shows grid (0, 0) wherever no
 * coarser grid was before it. Votes of pixels that have the main grid are put aside.
 *
 * @param resaved the same picture after JPEG at quality 99
 * @param main the grid of the picture
 */
export function missingGrid({ map }: GridDetection, resaved: Uint8Array, main: number): RegionSearch {
  const { width, height } = map;
  const again = voteMap(resaved, width, height, new ZeroCounter());
  for (let at = 0; at < map.votes.length; at += 1) if (map.votes[at] === main) again.votes[at] = noVote;
  return findRegions(again, (grid) => grid === 0);
}

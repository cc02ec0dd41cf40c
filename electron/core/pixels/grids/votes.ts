import { BestBlocks, noVote } from './best-blocks.ts';
import type { ZeroCounter } from './zero-counts.ts';

/** For each pixel the grid origin (x mod 8) + 8·(y mod 8) of its block with the most zeros, or `noVote`. */
export interface VoteMap {
  readonly width: number;
  readonly height: number;
  readonly votes: Uint8Array;
}

/**
 * Each pixel votes for the grid of that one of the 64 blocks around it which has the most zeros among its DCT
 * coefficients; two blocks with equally many cancel each other (Nikoukhah et al., algorithm 1).
 *
 * @param plane grey levels, whole numbers, row by row
 */
export function voteMap(plane: Uint8Array, width: number, height: number, counter: ZeroCounter): VoteMap {
  const votes = new Uint8Array(width * height).fill(noVote);
  const best = new BestBlocks();
  const { keys } = best;
  counter.count(plane, width, height, (y, from, counts) => {
    if (y === 0) best.restart();
    const row = y * width + from;
    const down = (y & 7) << 3;
    for (let x = 0; x < counts.length; x += 1) {
      const zeros = counts[x]!;
      // An even block has at least the 56 coefficients of seven frequencies at zero.
      const even = zeros >= 56 && isEven(plane, row + x, width);
      keys[x] = (zeros << 8) | (even ? noVote : ((from + x) & 7) | down);
    }
    const bests = best.next();
    if (y < 7) return;
    for (let x = 7; x < counts.length; x += 1) {
      const key = bests[x]!;
      // Only pixels with all 64 blocks inside the picture; a block without any zero says nothing.
      if (key > 255) votes[row + x] = key & 255;
    }
  });
  return { width, height, votes };
}

/** All rows alike, or all columns: such a block belongs to every grid along that direction. */
function isEven(plane: Uint8Array, at: number, width: number): boolean {
  let [alongRows, alongColumns] = [true, true];
  for (let y = 0; y < 8 && (alongRows || alongColumns); y += 1) {
    const row = at + y * width;
    for (let x = 0; x < 8; x += 1) {
      const value = plane[row + x]!;
      if (value !== plane[row]!) alongRows = false;
      if (value !== plane[at + x]!) alongColumns = false;
    }
  }
  return alongRows || alongColumns;
}

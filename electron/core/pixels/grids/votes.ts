import type { ZeroCounter } from './zero-counts.ts';

/** What a pixel says that belongs to no grid: near the border, undecided, or in a block even along rows or columns. */
export const noVote = 255;

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
 * The best block is found with three doublings along rows and three along columns: the better of two blocks is that of
 * the greater key, count · 256 + grid; equal counts give the mark of no vote in place of a grid. No order of the
 * blocks can change that, so windows of 1, 2 and 4 add up to 8.
 *
 * @param plane grey levels, whole numbers, row by row
 */
export function voteMap(plane: Uint8Array, width: number, height: number, counter: ZeroCounter): VoteMap {
  const keys = new Uint16Array(width * height);
  counter.count(plane, width, height, (y, from, counts) => {
    const row = y * width + from;
    for (let x = 0; x < counts.length; x += 1) {
      const zeros = counts[x]!;
      // An even block has at least the 56 coefficients of seven frequencies at zero.
      const even = zeros >= 56 && isEven(plane, row + x, width);
      keys[row + x] = (zeros << 8) | (even ? noVote : ((from + x) & 7) | ((y & 7) << 3));
    }
  });
  for (const step of [1, 2, 4]) {
    for (let y = 0; y < height; y += 1) {
      const row = y * width;
      for (let x = row + width - 1; x >= row + step; x -= 1) keys[x] = better(keys[x]!, keys[x - step]!);
    }
  }
  for (const step of [1, 2, 4]) {
    const back = step * width;
    for (let at = keys.length - 1; at >= back; at -= 1) keys[at] = better(keys[at]!, keys[at - back]!);
  }
  const votes = new Uint8Array(width * height).fill(noVote);
  for (let y = 7; y < height - 7; y += 1) {
    for (let x = 7; x < width - 7; x += 1) {
      const key = keys[y * width + x]!;
      // Only pixels with all 64 blocks inside the picture; a block without any zero says nothing.
      if (key > 255) votes[y * width + x] = key & 255;
    }
  }
  return { width, height, votes };
}

/** Without branches: which of two blocks is better is as good as random to the processor. */
function better(one: number, other: number): number {
  const apart = one - other;
  const greater = one - (apart & (apart >> 31));
  return greater | ((((one ^ other) - 256) >> 31) & noVote);
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

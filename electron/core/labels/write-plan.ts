import type { Piece } from './define.ts';

/** New bytes for a range of the source; an empty range is an insertion. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly data: Uint8Array;
}

/** The pieces of a file of `size` bytes in which `splices` are made. They must not overlap. */
export function spliced(size: number, splices: readonly Splice[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const keep = (to: number): void => {
    if (to < at) throw new RangeError(`splices overlap at byte ${to}`);
    if (to > at) pieces.push({ from: 'source', bytes: [at, to - at] });
  };
  // the order given holds for insertions at one place
  for (const { from, to, data } of splices.toSorted((a, b) => a.from - b.from)) {
    keep(from);
    if (data.length > 0) pieces.push({ from: 'memory', data });
    at = to;
  }
  keep(size);
  return pieces;
}

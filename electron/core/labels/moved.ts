import type { Splice } from './write-plan.ts';

/** Bytes a file grows by. */
export function growthOf(splices: readonly Splice[]): number {
  return splices.reduce((sum, { from, to, data }) => sum + data.length - (to - from), 0);
}

/** In file order; insertions at an offset come before what replaces the bytes from there on. */
export function inOrder(splices: readonly Splice[]): Splice[] {
  return splices.toSorted((a, b) => a.from - b.from || Number(a.to > a.from) - Number(b.to > b.from));
}

/** Where a byte of the source will stand in the new file. What is inserted at an offset comes before it. */
export function movedBy(splices: readonly Splice[]): (offset: number) => number {
  const sorted = splices.toSorted((a, b) => a.to - b.to);
  const ends = sorted.map(({ to }) => to);
  let sum = 0;
  // sums up to each edit, so that each of a million offsets costs a logarithm
  const sums = sorted.map((splice) => {
    sum += growthOf([splice]);
    return sum;
  });
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ends[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? offset : offset + sums[low - 1]!;
  };
}

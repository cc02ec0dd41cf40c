import type { ValueMap } from '../maps.ts';
import type { BlockEvidence } from './single-blocks.ts';
import { CellSums, eachWindow, type FoundWindow, separateWindows, windowCount } from './windows.ts';

export interface ForeignRegion extends FoundWindow {
  readonly kind: 'with' | 'without';
}

/** Neighbouring blocks are alike, as in `single-regions.ts`. */
const tempering = 0.5;
const most = 8;
/** log₁₀ of the number of false alarms from which on a window is told. */
const mostLogNfa = -3;

/**
 * Windows that keep to the grid where most of the picture does not, or do not where most does. Where no earlier compression
 * took place the likelihood ratio of a window has a mean of 1, and exceeds t with a probability of at most 1/t (Markov); where
 * one did, the same holds for its inverse.
 */
export function foreignRegions({ wide, high, logRatios }: BlockEvidence): ForeignRegion[] {
  const sums = new CellSums(wide, high, (cell) => logRatios[cell]!);
  const tests = Math.log10(Math.max(1, windowCount(wide, high)));
  const means: number[] = [];
  const evenly = 8;
  eachWindow(wide, high, (x, y, size) => {
    if (size === evenly) means.push(sums.of(x, y, size, size));
  });
  const middle = means.sort((a, b) => a - b)[means.length >> 1] ?? 0;
  const kind = middle > 0 ? 'without' : 'with';
  const sign = kind === 'with' ? 1 : -1;
  const found: ForeignRegion[] = [];
  eachWindow(wide, high, (x, y, size) => {
    const logNfa = tests - (sign * tempering * sums.of(x, y, size, size)) / Math.LN10;
    if (logNfa < mostLogNfa) found.push({ x, y, size, logNfa, kind });
  });
  return separateWindows(found, most);
}

/** Mean over each block and its neighbours, in blocks that lie over the picture: the grid's own shift is taken out. */
export function foreignMap(
  { wide, high, logRatios }: BlockEvidence,
  { x: shiftX, y: shiftY }: { readonly x: number; readonly y: number },
  picture: { readonly width: number; readonly height: number },
): ValueMap {
  const sums = new CellSums(wide, high, (cell) => logRatios[cell]!);
  const [width, height] = [Math.ceil(picture.width / 8), Math.ceil(picture.height / 8)];
  const values = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.max(0, Math.min(high - 1, Math.round((8 * y - shiftY) / 8)));
    const top = Math.max(0, row - 1);
    const tall = Math.min(high, row + 2) - top;
    for (let x = 0; x < width; x += 1, at += 1) {
      const column = Math.max(0, Math.min(wide - 1, Math.round((8 * x - shiftX) / 8)));
      const left = Math.max(0, column - 1);
      const broad = Math.min(wide, column + 2) - left;
      values[at] = sums.of(left, top, broad, tall) / (broad * tall);
    }
  }
  return { width, height, values };
}

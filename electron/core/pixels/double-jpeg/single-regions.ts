import type { BlockEvidence } from './single-blocks.ts';
import { CellSums, eachWindow, type FoundWindow, separateWindows, windowCount } from './windows.ts';

/**
 * Blocks beside each other show the same content, and coefficients of a block one edge: their logarithms do not quite
 * add up. Set by judgement, not fitted to measurements.
 */
const tempering = 0.25;
/** Parts of a window's blocks that must have something to say. */
const leastInformed = 0.4;
/** An informed block says at least this much. */
const informed = 0.05;

/**
 * Windows that fit one compression where the picture has had two. If all had, the mean of exp(−Σ log ratio) would be
 * 1, and Σ log ratio below −t would have a probability of at most e^−t (Markov): times the windows, that is the number
 * of false alarms.
 */
export function singleRegions({ wide, high, logRatios }: BlockEvidence): FoundWindow[] {
  const sums = new CellSums(wide, high, (cell) => logRatios[cell]!);
  const said = new CellSums(wide, high, (cell) => (Math.abs(logRatios[cell]!) > informed ? 1 : 0));
  const against = new CellSums(wide, high, (cell) => (logRatios[cell]! < -informed ? 1 : 0));
  const tests = Math.log10(Math.max(1, windowCount(wide, high)));
  const found: FoundWindow[] = [];
  eachWindow(wide, high, (x, y, size) => {
    const count = said.of(x, y, size, size);
    if (count < leastInformed * size * size || against.of(x, y, size, size) < count / 2) return;
    const logNfa = tests + (tempering * sums.of(x, y, size, size)) / Math.LN10;
    if (logNfa < -2) found.push({ x, y, size, logNfa });
  });
  return separateWindows(found, 8);
}

/**
 * Posterior probability that a block was compressed once, from itself and its eight neighbours; prior ½.
 *
 * @returns for each block; NaN where neither it nor its neighbours say anything
 */
export function singlePosterior({ wide, high, logRatios }: BlockEvidence): Float32Array {
  const sums = new CellSums(wide, high, (cell) => logRatios[cell]!);
  const said = new CellSums(wide, high, (cell) => (Math.abs(logRatios[cell]!) > informed ? 1 : 0));
  const out = new Float32Array(wide * high);
  for (let y = 0, at = 0; y < high; y += 1) {
    const top = Math.max(0, y - 1);
    const tall = Math.min(high, y + 2) - top;
    for (let x = 0; x < wide; x += 1, at += 1) {
      const left = Math.max(0, x - 1);
      const broad = Math.min(wide, x + 2) - left;
      out[at] =
        said.of(left, top, broad, tall) === 0
          ? Number.NaN
          : 1 / (1 + Math.exp(2 * tempering * sums.of(left, top, broad, tall)));
    }
  }
  return out;
}

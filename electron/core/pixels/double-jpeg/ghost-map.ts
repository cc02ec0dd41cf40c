import type { FloatPlane } from '../picture.ts';
import { GhostDifferences } from './ghost-votes.ts';
import { shiftedGrid } from './shifted-blocks.ts';
import { CellSums } from './windows.ts';

/** Difference to the picture compressed at one quality, normalised over the qualities; block by block of a grid. */
export interface GhostMap {
  readonly wide: number;
  readonly high: number;
  /** 0: nowhere among the qualities is the difference smaller; 1: nowhere larger; NaN: flat. */
  readonly values: Float32Array;
}

/**
 * Farid 2009, eq. 2 and 3: squared differences averaged over a neighbourhood of three blocks each way, then normalised so
 * that over the qualities they run from 0 to 1.
 *
 * @param quality one of `qualities`
 */
export function ghostMap(
  samples: FloatPlane,
  shift: { readonly x: number; readonly y: number },
  qualities: readonly number[],
  quality: number,
  signal: AbortSignal,
): GhostMap {
  const { wide, high } = shiftedGrid(samples, shift.x, shift.y);
  const differences = new GhostDifferences(qualities);
  const planes = qualities.map(() => new Float32Array(wide * high));
  const read = new Uint8Array(wide * high);
  for (let down = 0, at = 0; down < high; down += 1) {
    signal.throwIfAborted();
    for (let across = 0; across < wide; across += 1, at += 1) {
      const from = (down * 8 + shift.y) * samples.width + across * 8 + shift.x;
      if (!differences.read(samples.data, from, samples.width)) continue;
      read[at] = 1;
      for (let number = 0; number < planes.length; number += 1)
        planes[number]![at] = differences.values[number]!;
    }
  }
  const least = new Float32Array(wide * high).fill(Number.POSITIVE_INFINITY);
  const most = new Float32Array(wide * high);
  const own = new Float32Array(wide * high);
  for (const [number, plane] of planes.entries()) {
    const sums = new CellSums(wide, high, (cell) => plane[cell]!);
    for (let y = 0, at = 0; y < high; y += 1) {
      const [top, bottom] = [Math.max(0, y - 1), Math.min(high, y + 2)];
      for (let x = 0; x < wide; x += 1, at += 1) {
        const left = Math.max(0, x - 1);
        const sum = sums.of(left, top, Math.min(wide, x + 2) - left, bottom - top);
        if (sum < least[at]!) least[at] = sum;
        if (sum > most[at]!) most[at] = sum;
        if (qualities[number] === quality) own[at] = sum;
      }
    }
  }
  const values = own.map((sum, at) =>
    read[at] === 1 && most[at]! > least[at]! ? (sum - least[at]!) / (most[at]! - least[at]!) : Number.NaN,
  );
  return { wide, high, values };
}

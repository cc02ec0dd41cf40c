import type { Corners } from '../../media/vision.ts';
import { applied, type Matrix } from './homography.ts';
import { descriptorWords, wordDistance } from './matching.ts';

export interface GuidedPairs {
  /** `x, y` each, working pixels. */
  readonly from: Float32Array;
  readonly to: Float32Array;
}

/** Differing bits up to which two descriptors at the place foretold are the same corner. */
const mostBits = 64;

/**
 * Pairs of corners that lie where a homography says: each corner of the first with the most alike of the second within
 * reach, when that is mutual. Needs no ratio test, so that repeated patterns add to the precision of a homography that
 * others have found. Not to be counted as evidence: a wrong homography finds some as well.
 *
 * @param matrix working pixels of the first to those of the second
 * @param reach working pixels of the second
 */
export function guidedPairs(first: Corners, second: Corners, matrix: Matrix, reach: number): GuidedPairs {
  const left = descriptorWords(first.descriptors);
  const right = descriptorWords(second.descriptors);
  const cells = gridOf(second.points, reach);
  const chosen = new Int32Array(first.count).fill(-1);
  const holder = new Int32Array(second.count).fill(-1);
  const bits = new Int32Array(second.count).fill(mostBits + 1);
  for (let one = 0; one < first.count; one += 1) {
    const [x, y] = applied(matrix, first.points[2 * one]!, first.points[2 * one + 1]!);
    if (!(x > -reach && y > -reach && x < 65_536 && y < 65_536)) continue;
    const column = Math.floor(x / reach);
    const row = Math.floor(y / reach);
    let [least, found] = [mostBits + 1, -1];
    for (let down = row - 1; down <= row + 1; down += 1) {
      for (let across = column - 1; across <= column + 1; across += 1) {
        for (const other of cells.get(down * 65_536 + across) ?? []) {
          const miss = Math.hypot(second.points[2 * other]! - x, second.points[2 * other + 1]! - y);
          if (miss > reach) continue;
          const distance = wordDistance(left, one, right, other);
          if (distance < least) [least, found] = [distance, other];
        }
      }
    }
    if (found < 0) continue;
    chosen[one] = found;
    if (least < bits[found]!) {
      bits[found] = least;
      holder[found] = one;
    }
  }
  const from: number[] = [];
  const to: number[] = [];
  for (let one = 0; one < first.count; one += 1) {
    const other = chosen[one]!;
    if (other < 0 || holder[other] !== one) continue;
    from.push(first.points[2 * one]!, first.points[2 * one + 1]!);
    to.push(second.points[2 * other]!, second.points[2 * other + 1]!);
  }
  return { from: Float32Array.from(from), to: Float32Array.from(to) };
}

function gridOf(points: Float32Array, side: number): ReadonlyMap<number, number[]> {
  const cells = new Map<number, number[]>();
  for (let index = 0; 2 * index < points.length; index += 1) {
    const key = Math.floor(points[2 * index + 1]! / side) * 65_536 + Math.floor(points[2 * index]! / side);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [index]);
    else cell.push(index);
  }
  return cells;
}

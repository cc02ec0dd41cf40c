import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { FloatPlane } from '../picture.ts';

/** Side of the squares whose spread is taken, pixels; every second one is looked at. */
const side = 16;
/** Grey levels of standard deviation from an even slope below which a square is flat. */
const leastSpread = 1.5;
/** Share of squares with structure that a picture needs. */
const leastShare = 0.02;

/** Why a picture without structure cannot be searched; `null`: it has some. Clipped squares count as flat. */
export function flatPicture({ width, height, data }: FloatPlane): Reason | null {
  let [squares, textured] = [0, 0];
  for (let top = 0; top + side <= height; top += side) {
    for (let left = 0; left + side <= width; left += side) {
      let [sum, squared, across, down] = [0, 0, 0, 0];
      for (let v = -7; v <= 7; v += 2) {
        for (let u = -7, at = (top + 7 + v) * width + left; u <= 7; u += 2, at += 2) {
          const value = data[at]!;
          sum += value;
          squared += value * value;
          across += u * value;
          down += v * value;
        }
      }
      // What an even slope leaves: Σu² = Σv² = 8 · 168 over the 64 samples.
      const rest = squared - (sum * sum) / 64 - (across * across + down * down) / 1344;
      squares += 1;
      if (rest > 64 * leastSpread * leastSpread) textured += 1;
    }
  }
  if (textured >= leastShare * squares) return null;
  return {
    code: 'too-flat',
    text: localized(
      `Only ${textured} of ${squares} squares of the picture have any structure; flat parts look alike everywhere.`,
      `图像 ${squares} 个方块中仅 ${textured} 个含有结构；平坦部分处处相似。`,
    ),
  };
}

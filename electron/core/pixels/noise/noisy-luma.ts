import type { FloatPlane, Picture } from '../picture.ts';
import { flatSquares } from '../tone-traces/flat-squares.ts';
import { greenPlane } from '../tone-traces/green-plane.ts';

/** Side of the squares of one level in which there is no noise to measure. */
const flatSide = 8;
/** Below black: taken for clipped. */
const unreadable = -1;

/**
 * Luma for the measurement of noise: bars, borders and surfaces of one level, and what compression has evened out
 * altogether, are marked as if they were clipped. They would pass for the quietest part of the picture.
 */
export function noisyLuma(picture: Picture): FloatPlane {
  const { width, height, data } = picture.luma();
  const flat = flatSquares(greenPlane(picture.rgb()), width, height, flatSide);
  const marked = new Float32Array(data);
  for (let at = 0; at < marked.length; at += 1) if (flat[at] === 1) marked[at] = unreadable;
  return { width, height, data: marked };
}

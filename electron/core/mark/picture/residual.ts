import { blurred, type Plane } from './blur.ts';

/** Standard deviation of what is taken for the picture itself and taken away, samples. */
export const GROUND = 3;
/** Levels added to the local spread, so that empty places do not count as much as textured ones. */
export const FLOOR = 1.2;
/** Highest absolute value: edges may not drown the rest. */
const CLIP = 2.5;

/**
 * What is left of a picture when its own shapes are taken away: difference from a blurred copy over the local spread.
 *
 * @param plane lightness 0…255
 */
export function residualOf(plane: Plane): Plane {
  const { width, height } = plane;
  const data = blurred(plane, GROUND).data;
  const squares = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const difference = plane.data[at]! - data[at]!;
    data[at] = difference;
    squares[at] = difference * difference;
  }
  const spread = blurred({ width, height, data: squares }, GROUND).data;
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at]! / (Math.sqrt(Math.max(0, spread[at]!)) + FLOOR);
    data[at] = value > CLIP ? CLIP : value < -CLIP ? -CLIP : value;
  }
  return { width, height, data };
}

import type { Box } from '../../media/light-plane.ts';
import type { PreviewPlace } from '../../media/preview-comparison.ts';
import type { ValueMap } from '../maps.ts';
import type { FloatPlane } from '../picture.ts';
import { flaggedCells, robustDeviation } from './flagged-cells.ts';
import { reducedBox, turnedCells } from './reduced.ts';

export interface PreviewResidual {
  /** Over the whole main picture; NaN where the preview does not reach. */
  readonly map: ValueMap;
  /** Grey levels: what compression and scaling leave between the two, and from where on cells count. */
  readonly noise: number;
  readonly threshold: number;
  /** In pixels of the main picture, largest first. */
  readonly regions: readonly Box[];
}

/** Cells of the longer side at most: finer ones show how lenses were corrected, not what was edited. */
const mostCells = 160;
/** Least grey levels, and least multiple of the usual difference, that count. */
const leastDifference = 12;
const noiseFactor = 6;
/** Touching cells that make a region. */
const leastCells = 8;

/**
 * What is left between the main picture and its preview once crop, scale, turn and tone are taken out (E. Kee, H. Farid,
 * “Digital Image Authentication from Thumbnails”, SPIE 7541, 2010). The value of a cell is how far the main picture lies
 * outside the range of the 3×3 cells of the preview there: sharpening, and a shift by less than a cell, stay inside it.
 */
export function previewResidual(main: FloatPlane, preview: FloatPlane, place: PreviewPlace): PreviewResidual {
  const { mainBox, previewBox, turn } = place;
  const shrink = Math.max(1, Math.max(previewBox.width, previewBox.height) / mostCells);
  const own = {
    width: Math.max(1, Math.round(previewBox.width / shrink)),
    height: Math.max(1, Math.round(previewBox.height / shrink)),
  };
  const quarter = turn % 180 !== 0;
  const [width, height] = quarter ? [own.height, own.width] : [own.width, own.height];
  const expected = turnedCells(
    reducedBox(preview, previewBox, own.width, own.height),
    own.width,
    own.height,
    turn,
  );
  const actual = reducedBox(main, mainBox, width, height);
  const noise = Math.max(1, matchTone(expected, actual));
  const threshold = Math.max(leastDifference, noiseFactor * noise);
  const excess = outside(actual, expected, width, height);
  const [across, down] = [mainBox.width / width, mainBox.height / height];
  const regions = flaggedCells(thick(excess, width, height, threshold), width, threshold, leastCells).map(
    ({ x0, y0, x1, y1 }) => ({
      x: Math.floor(mainBox.x + x0 * across),
      y: Math.floor(mainBox.y + y0 * down),
      width: Math.ceil((x1 - x0 + 1) * across),
      height: Math.ceil((y1 - y0 + 1) * down),
    }),
  );
  return { map: overWhole(main, mainBox, excess, width, height), noise, threshold, regions };
}

/**
 * Brings the tones of `expected` onto `actual` by a line fitted to those cells that agree with it; edited parts must not
 * pull it. Changes `expected`.
 *
 * @returns robust deviation of what is left
 */
function matchTone(expected: Float32Array, actual: Float32Array): number {
  let [gain, shift, spread] = [1, 0, Number.POSITIVE_INFINITY];
  const left = new Float32Array(actual.length);
  for (let round = 0; round < 5; round += 1) {
    let [count, x, y, xx, xy] = [0, 0, 0, 0, 0];
    for (let at = 0; at < actual.length; at += 1) {
      const [a, b] = [expected[at]!, actual[at]!];
      if (Math.abs(b - gain * a - shift) > 2.5 * spread) continue;
      count += 1;
      x += a;
      y += b;
      xx += a * a;
      xy += a * b;
    }
    const variance = count * xx - x * x;
    if (variance <= 1e-9) break;
    gain = (count * xy - x * y) / variance;
    shift = (y - gain * x) / count;
    for (let at = 0; at < actual.length; at += 1) left[at] = actual[at]! - gain * expected[at]! - shift;
    spread = Math.max(1, robustDeviation(left));
  }
  for (let at = 0; at < expected.length; at += 1) expected[at] = gain * expected[at]! + shift;
  return spread === Number.POSITIVE_INFINITY ? 0 : spread;
}

function outside(actual: Float32Array, expected: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(actual.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
          const value = expected[v * width + u]!;
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      const value = actual[y * width + x]!;
      out[y * width + x] = Math.max(0, low - value, value - high);
    }
  }
  return out;
}

/**
 * Only what belongs to a full square of 3×3 cells above the threshold: a preview made with another correction of the
 * lens leaves lines one or two cells wide along edges of the scene.
 */
function thick(values: Float32Array, width: number, height: number, threshold: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      let full = true;
      for (let v = y - 1; v <= y + 1 && full; v += 1)
        for (let u = x - 1; u <= x + 1 && full; u += 1) full = values[v * width + u]! > threshold;
      if (!full) continue;
      for (let v = y - 1; v <= y + 1; v += 1)
        for (let u = x - 1; u <= x + 1; u += 1) out[v * width + u] = values[v * width + u]!;
    }
  }
  return out;
}

function overWhole(
  main: FloatPlane,
  box: Box,
  values: Float32Array,
  width: number,
  height: number,
): ValueMap {
  const across = Math.max(width, Math.round((main.width / box.width) * width));
  const down = Math.max(height, Math.round((main.height / box.height) * height));
  const left = Math.min(across - width, Math.max(0, Math.round((box.x / main.width) * across)));
  const top = Math.min(down - height, Math.max(0, Math.round((box.y / main.height) * down)));
  const whole = new Float32Array(across * down).fill(Number.NaN);
  for (let y = 0; y < height; y += 1)
    whole.set(values.subarray(y * width, (y + 1) * width), (top + y) * across + left);
  return { width: across, height: down, values: whole };
}

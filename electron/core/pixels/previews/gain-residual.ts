import type { Box } from '../../media/light-plane.ts';
import type { ValueMap } from '../maps.ts';
import type { FloatPlane } from '../picture.ts';
import { flaggedCells, robustDeviation } from './flagged-cells.ts';
import { reducedBox } from './reduced.ts';

export interface GainResidual {
  readonly map: ValueMap;
  /** Levels of the gain map's 255: the usual unexplained deviation of a tile, and from where on tiles count. */
  readonly usual: number;
  readonly threshold: number;
  readonly regions: readonly Box[];
}

/** Samples of the longer side that are compared. */
const mostSamples = 512;
/** Tiles overlap by half. */
const tile = 12;
const step = 6;
const leastTiles = 3;
/** Least unexplained deviation, and how many usual spreads above the usual one. */
const leastLevels = 4;
const spreads = 8;
/** Share of a tile's variance that must stay unexplained. */
const leastShare = 0.3;
/** 1, red, green, blue, and lightness of the surroundings. */
const terms = 5;

/**
 * A gain map says how much brighter each place of the base picture shall be on a bright screen, and is computed from the
 * same scene: within a tile it follows the base picture's colours. Structure of the gain map that no line through red,
 * green, blue and the smoothed lightness of the base explains comes from another picture: the base was edited and its
 * gain map kept. Places where the base is clipped have nothing to follow, and are left out.
 *
 * @param base red, green and blue of the base picture, 0…255
 */
export function gainResidual(
  base: readonly [FloatPlane, FloatPlane, FloatPlane],
  gain: FloatPlane,
): GainResidual {
  const [main] = base;
  const shrink = Math.max(1, Math.max(gain.width, gain.height) / mostSamples);
  const [width, height] = [Math.round(gain.width / shrink), Math.round(gain.height / shrink)];
  const reduced = (plane: FloatPlane): Float32Array =>
    reducedBox(plane, { x: 0, y: 0, width: plane.width, height: plane.height }, width, height);
  const colours = base.map(reduced);
  const values = reduced(gain);
  const smooth = smoothed(colours, width, height);
  const across = Math.max(1, Math.floor((width - tile) / step) + 1);
  const down = Math.max(1, Math.floor((height - tile) / step) + 1);
  const unexplained = new Float32Array(across * down).fill(Number.NaN);
  const judged = new Float32Array(across * down);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const fit = fitTile(colours, smooth, values, width, height, column * step, row * step);
      if (fit === null) continue;
      unexplained[row * across + column] = fit.left;
      if (fit.left * fit.left > leastShare * fit.variance) judged[row * across + column] = fit.left;
    }
  }
  const known = unexplained.filter((value) => !Number.isNaN(value)).sort();
  const usual = known[known.length >> 1] ?? 0;
  const threshold = Math.max(
    leastLevels,
    usual + spreads * robustDeviation(known.map((value) => value - usual)),
  );
  const [wide, high] = [main.width / width, main.height / height];
  const regions = flaggedCells(judged, across, threshold, leastTiles).map(({ x0, y0, x1, y1 }) => ({
    x: Math.floor(x0 * step * wide),
    y: Math.floor(y0 * step * high),
    width: Math.ceil(((x1 - x0) * step + tile) * wide),
    height: Math.ceil(((y1 - y0) * step + tile) * high),
  }));
  return { map: { width: across, height: down, values: unexplained }, usual, threshold, regions };
}

/** Lightness averaged over 5×5 samples: gain maps are made from a smoothed picture. */
function smoothed(colours: readonly Float32Array[], width: number, height: number): Float32Array {
  const [red, green, blue] = colours as [Float32Array, Float32Array, Float32Array];
  const out = new Float32Array(red.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [sum, count] = [0, 0];
      for (let v = Math.max(0, y - 2); v <= Math.min(height - 1, y + 2); v += 1) {
        for (let u = Math.max(0, x - 2); u <= Math.min(width - 1, x + 2); u += 1) {
          const at = v * width + u;
          sum += 0.299 * red[at]! + 0.587 * green[at]! + 0.114 * blue[at]!;
          count += 1;
        }
      }
      out[y * width + x] = sum / count;
    }
  }
  return out;
}

/** Least squares over one tile; null where less than half of it can be used. */
function fitTile(
  colours: readonly Float32Array[],
  smooth: Float32Array,
  values: Float32Array,
  width: number,
  height: number,
  left: number,
  top: number,
): { readonly left: number; readonly variance: number } | null {
  const [red, green, blue] = colours as [Float32Array, Float32Array, Float32Array];
  const normal = new Float64Array(terms * (terms + 1));
  const term = new Float64Array(terms + 1);
  let [count, sum, squares] = [0, 0, 0];
  for (let y = top; y < Math.min(height, top + tile); y += 1) {
    for (let x = left; x < Math.min(width, left + tile); x += 1) {
      const at = y * width + x;
      const most = Math.max(red[at]!, green[at]!, blue[at]!);
      if (most > 250 || most < 5) continue;
      term[0] = 1;
      term[1] = red[at]! / 255;
      term[2] = green[at]! / 255;
      term[3] = blue[at]! / 255;
      term[4] = smooth[at]! / 255;
      term[5] = values[at]!;
      for (let i = 0; i < terms; i += 1)
        for (let j = 0; j <= terms; j += 1) normal[i * (terms + 1) + j]! += term[i]! * term[j]!;
      count += 1;
      sum += values[at]!;
      squares += values[at]! * values[at]!;
    }
  }
  if (count < (tile * tile) / 2) return null;
  const projected = Float64Array.from({ length: terms }, (_, i) => normal[i * (terms + 1) + terms]!);
  // A little ridge: grey tiles have the same number three times.
  for (let i = 0; i < terms; i += 1) normal[i * (terms + 1) + i]! += 1e-4 * count;
  const solution = solved(normal);
  let explained = 0;
  for (let i = 0; i < terms; i += 1) explained += solution[i]! * projected[i]!;
  return {
    left: Math.sqrt(Math.max(0, (squares - explained) / count)),
    variance: Math.max(0, squares / count - (sum / count) ** 2),
  };
}

/** Gauss–Jordan elimination of a positive definite system, in place. */
function solved(rows: Float64Array): Float64Array {
  const stride = terms + 1;
  for (let i = 0; i < terms; i += 1) {
    const pivot = rows[i * stride + i]!;
    for (let j = i; j < stride; j += 1) rows[i * stride + j]! /= pivot;
    for (let k = 0; k < terms; k += 1) {
      const factor = rows[k * stride + i]!;
      if (k === i || factor === 0) continue;
      for (let j = i; j < stride; j += 1) rows[k * stride + j]! -= factor * rows[i * stride + j]!;
    }
  }
  return Float64Array.from({ length: terms }, (_, i) => rows[i * stride + terms]!);
}

import type { MarkPresence } from '#shared/domain/mark.ts';
import type { Alignment } from './align.ts';
import { blurred, type Plane } from './blur.ts';
import { strengthMask } from './field.ts';
import { unitsToSamples } from './geometry.ts';
import { TILE, TILE_UNIT } from './layout.ts';
import { FLOOR, GROUND } from './residual.ts';

/** Units per cell side, and the standard deviation of the window that each looks through. */
const CELL = 32;
const WINDOW = 22;
/** Standard deviations that an intact place must promise, or nothing is said of it. */
const LEAST_PROMISE = 1.6;
/** Cells across or down at most. */
const MOST_CELLS = 64;

/**
 * Where in a suspect the mark that was read is still alive: the residual against the pattern it must hold there, over
 * what the strongest half of the picture shows for a mask of that strength. The pattern is known by now, so this proves
 * nothing more of the mark itself.
 *
 * @param plane lightness the mark was read from
 * @param residual of that plane, as the reader saw it
 */
export function presenceOf(
  plane: Plane,
  residual: Plane,
  alignment: Alignment,
  tile: Int16Array,
): MarkPresence | null {
  const { width, height } = plane;
  const [xx, xy, yx, yy] = unitsToSamples(alignment.geometry);
  const unit = Math.sqrt(Math.abs(xx * yy - xy * yx));
  const step = Math.max(4, CELL * unit, Math.max(width, height) / MOST_CELLS);
  const columns = Math.floor(width / step);
  const rows = Math.floor(height / step);
  if (columns < 2 || rows < 2) return null;
  const products = new Float32Array(width * height);
  const squares = new Float32Array(width * height);
  multiply(residual, alignment, tile, products);
  for (let at = 0; at < products.length; at += 1) squares[at] = products[at]! * products[at]!;
  const window = WINDOW * unit;
  const means = blurred({ width, height, data: products }, window).data;
  const spreads = blurred({ width, height, data: squares }, window).data;
  const promises = blurred(promiseOf(plane), window).data;
  // Independent places within the window: one unit holds about a quarter of one.
  const count = Math.max(1, (4 * Math.PI * WINDOW * WINDOW) / INDEPENDENT);
  const cells: { readonly shown: number; readonly promise: number; readonly noise: number }[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at =
        Math.floor(((row + 0.5) * height) / rows) * width + Math.floor(((column + 0.5) * width) / columns);
      const noise = Math.sqrt(Math.max(1e-9, spreads[at]!) / count);
      cells.push({ shown: means[at]!, promise: promises[at]!, noise });
    }
  }
  const scale = typicalRatio(cells);
  if (scale <= 0) return null;
  return {
    columns,
    rows,
    cells: cells.map(({ shown, promise, noise }) => {
      const expected = promise * scale;
      if (expected < LEAST_PROMISE * noise) return null;
      return Math.round(100 * Math.min(1, Math.max(0, shown / expected))) / 100;
    }),
  };
}

/** Units that one independent value of a residual takes: the mark's band ends at 0.22 cycles a unit. */
const INDEPENDENT = 6;

/** Residual times pattern at every sample. */
function multiply(
  { width, height, data }: Plane,
  { geometry, shiftX, shiftY, turned }: Alignment,
  tile: Int16Array,
  out: Float32Array,
): void {
  // A geometry's transpose takes samples to units.
  const { a, b, c, d } = geometry;
  const sign = turned ? -1 : 1;
  const mask = TILE - 1;
  for (let y = 0, at = 0; y < height; y += 1) {
    const down = y - (height >> 1);
    for (let x = 0; x < width; x += 1, at += 1) {
      const across = x - (width >> 1);
      const u = shiftX + sign * (a * across + c * down);
      const v = shiftY + sign * (b * across + d * down);
      const left = Math.floor(u);
      const top = Math.floor(v);
      const [partX, partY] = [u - left, v - top];
      const upper = (top & mask) * TILE;
      const lower = ((top + 1) & mask) * TILE;
      const [near, far] = [left & mask, (left + 1) & mask];
      const above = tile[upper + near]! * (1 - partX) + tile[upper + far]! * partX;
      const below = tile[lower + near]! * (1 - partX) + tile[lower + far]! * partX;
      out[at] = (data[at]! * (above * (1 - partY) + below * partY)) / TILE_UNIT;
    }
  }
}

/** What an intact mark would show, up to a factor: strength of the mask over the local spread that residuals are divided by. */
function promiseOf(plane: Plane): Plane {
  const { width, height } = plane;
  const ground = blurred(plane, GROUND).data;
  const squares = new Float32Array(ground.length);
  for (let at = 0; at < squares.length; at += 1) squares[at] = (plane.data[at]! - ground[at]!) ** 2;
  const spread = blurred({ width, height, data: squares }, GROUND).data;
  const mask = strengthMask(plane);
  const data = mask.data.map((strength, at) => strength / (Math.sqrt(Math.max(0, spread[at]!)) + FLOOR));
  return { width, height, data };
}

/** Upper quartile of shown over promised: most of the picture is taken to be intact. */
function typicalRatio(cells: readonly { readonly shown: number; readonly promise: number }[]): number {
  const ratios = cells.filter(({ promise }) => promise > 0).map(({ shown, promise }) => shown / promise);
  if (ratios.length === 0) return 0;
  return ratios.sort((one, other) => one - other)[Math.floor(ratios.length * 0.7)]!;
}

import type { FloatPlane } from '../picture.ts';
import { intensity } from './fingerprint.ts';

/** Side of a cell, pixels: windows are made of whole ones. */
export const cellSide = 16;

/** What windows are judged by, added up over cells. `W` is the residual, `Z` fingerprint times light. */
export interface CellSums {
  readonly columns: number;
  readonly rows: number;
  /** Σ W Z: what of the fingerprint is there. */
  readonly product: Float64Array;
  /** Σ W² Z²: the variance of that, were W and Z strangers. */
  readonly variance: Float64Array;
  /** Σ Z²: what of it there could be. */
  readonly energy: Float64Array;
  /** Mean step between neighbours, grey levels: fine texture. */
  readonly texture: Float64Array;
  /** Mean light of the pixels that carry noise, 0…1. */
  readonly light: Float64Array;
  /** Share of the pixels that carry noise: neither black nor saturated. */
  readonly usable: Float64Array;
  /** Mean of (Σ W Z)² / Σ W² Z² over cells with the fingerprint out of place: 1 where both are white. */
  readonly spread: number;
}

/** Where the fingerprint is out of place; no multiples of 8, as block coding repeats there. */
const strangePlaces: readonly (readonly [number, number])[] = [
  [48, 64],
  [-64, 32],
  [32, -80],
  [-48, -48],
];
/** Light below which a pixel carries next to no noise. */
const leastLight = 0.08;

/**
 * Sums over the cells of a picture that lies in its camera's fingerprint at a known place.
 *
 * @param residual cleaned, of the picture
 * @param fingerprint of the same size, cut where the picture lies
 */
export function cellSums(residual: FloatPlane, fingerprint: FloatPlane, luma: FloatPlane): CellSums {
  const { width, height } = residual;
  const [columns, rows] = [Math.floor(width / cellSide), Math.floor(height / cellSide)];
  const fresh = (): Float64Array => new Float64Array(columns * rows);
  const [product, variance, energy] = [fresh(), fresh(), fresh()];
  const [texture, light, usable] = [fresh(), fresh(), fresh()];
  const [levels, noise, pattern] = [luma.data, residual.data, fingerprint.data];
  for (let y = 0; y < rows * cellSide; y += 1) {
    const row = Math.floor(y / cellSide) * columns;
    const below = y + 1 < height ? width : -width;
    for (let column = 0, at = y * width; column < columns; column += 1) {
      let [products, variances, energies, steps, lights, count] = [0, 0, 0, 0, 0, 0];
      for (let end = at + cellSide; at < end; at += 1) {
        const level = levels[at]!;
        const here = intensity(level);
        const next = at + 1 < noise.length ? levels[at + 1]! : level;
        steps += Math.abs(level - next) + Math.abs(level - levels[at + below]!);
        if (here < leastLight) continue;
        const there = pattern[at]! * here;
        const value = noise[at]! * there;
        products += value;
        variances += value * value;
        energies += there * there;
        lights += here;
        count += 1;
      }
      const cell = row + column;
      product[cell]! += products;
      variance[cell]! += variances;
      energy[cell]! += energies;
      texture[cell]! += steps;
      light[cell]! += lights;
      usable[cell]! += count;
    }
  }
  const pixels = cellSide * cellSide;
  for (let cell = 0; cell < usable.length; cell += 1) {
    texture[cell]! /= 2 * pixels;
    light[cell] = usable[cell] === 0 ? 0 : light[cell]! / usable[cell]!;
    usable[cell]! /= pixels;
  }
  const spread = strangeSpread(residual, fingerprint, luma, columns, rows);
  return { columns, rows, product, variance, energy, texture, light, usable, spread };
}

/** How far the correlation of strangers really spreads, from the same pictures out of place. */
function strangeSpread(
  { width, height, data: noise }: FloatPlane,
  { data: pattern }: FloatPlane,
  { data: levels }: FloatPlane,
  columns: number,
  rows: number,
): number {
  let [squares, count] = [0, 0];
  // Every third cell across and down is enough, and keeps them apart.
  for (const [right, down] of strangePlaces)
    for (let row = 1; row < rows; row += 3)
      for (let column = 1; column < columns; column += 3) {
        let [product, variance] = [0, 0];
        for (let j = 0; j < cellSide; j += 1) {
          const y = row * cellSide + j;
          const there = ((y + down + height) % height) * width;
          for (let i = 0; i < cellSide; i += 1) {
            const x = column * cellSide + i;
            const at = y * width + x;
            const value =
              noise[at]! * pattern[there + ((x + right + width) % width)]! * intensity(levels[at]!);
            product += value;
            variance += value * value;
          }
        }
        if (variance === 0) continue;
        squares += (product * product) / variance;
        count += 1;
      }
  return count === 0 ? 1 : squares / count;
}

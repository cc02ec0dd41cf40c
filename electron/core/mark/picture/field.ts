import type { LumaRows } from '#shared/numeric/plane.ts';
import { blurred, type Plane } from './blur.ts';
import { SHORT_SIDE, TILE, TILE_UNIT } from './layout.ts';
import { enlargedRows, planeRows, resampled } from './resample.ts';

/** Units of the mark's frame per pixel of a picture. */
export function unitsPerPixel(width: number, height: number): number {
  return SHORT_SIDE / Math.min(width, height);
}

/** Lightness in the mark's frame, one sample a unit. */
export function frameLuma(rows: LumaRows): Plane {
  return resampled(rows, unitsPerPixel(rows.width, rows.height));
}

/** Local spread, levels, that doubles the strength; and how many times an even place the busiest ones may get. */
const TEXTURE = 3;
const BUSIEST = 6.5;
/** How far from an even place texture must be not to count for it, units. */
const BESIDE = 3;

/**
 * How strong the mark may be at each place, relative: the eye misses more where there is texture and in the very dark
 * and the very light.
 *
 * @param luma in the mark's frame, 0…255
 */
export function strengthMask(luma: Plane): Plane {
  const { width, height, data } = luma;
  const base = blurred(luma, 3);
  const squares = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) squares[at] = (data[at]! - base.data[at]!) ** 2;
  const energy = { width, height, data: squares };
  const far = blurred(energy, 4).data;
  const near = lowestAround(blurred(energy, 1.5), BESIDE).data;
  const light = blurred(luma, 4).data;
  const mask = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const texture = Math.min(Math.sqrt(Math.max(0, far[at]!)), Math.sqrt(Math.max(0, near[at]!)) * 1.3 + 0.5);
    const strength = Math.min(BUSIEST, 1 + texture / TEXTURE);
    mask[at] = strength * (0.75 + 0.25 * Math.min(1, Math.abs(light[at]! - 100) / 100));
  }
  return blurred({ width, height, data: mask }, 1.5);
}

/** Part of a picture that has texture of its own, 0…1; nearly none: whatever is added there shows. */
export function texturedShare(mask: Plane): number {
  let textured = 0;
  for (const strength of mask.data) if (strength > TEXTURED) textured += 1;
  return textured / mask.data.length;
}

const TEXTURED = 1.15;

/** The lowest of each place and its four neighbours at a distance: texture has texture on all sides, an edge has not. */
function lowestAround({ width, height, data }: Plane, distance: number): Plane {
  const out = new Float32Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const above = Math.max(0, y - distance) * width;
    const below = Math.min(height - 1, y + distance) * width;
    for (let x = 0; x < width; x += 1, at += 1) {
      const left = Math.min(x, distance);
      const right = Math.min(width - 1 - x, distance);
      out[at] = Math.min(data[at]!, data[at - left]!, data[at + right]!, data[above + x]!, data[below + x]!);
    }
  }
  return { width, height, data: out };
}

/** The tile over and over, in the mark's frame; standard deviation 1. */
function tiled(tile: Int16Array, width: number, height: number): Plane {
  const data = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    const row = (y & (TILE - 1)) * TILE;
    for (let x = 0; x < width; x += 1, to += 1) data[to] = tile[row + (x & (TILE - 1))]! / TILE_UNIT;
  }
  return { width, height, data };
}

/** Pattern times mask, in the mark's frame. */
export function maskedTile(tile: Int16Array, mask: Plane): Plane {
  const plane = tiled(tile, mask.width, mask.height);
  for (let at = 0; at < plane.data.length; at += 1) plane.data[at]! *= mask.data[at]!;
  return plane;
}

/** Pattern of a tile for frames of a size, standard deviation 1; for film, which keeps it. */
export function patternAt(tile: Int16Array, width: number, height: number): Float32Array {
  const scale = unitsPerPixel(width, height);
  return enlarged(
    tiled(tile, Math.ceil(width * scale - 1e-6), Math.ceil(height * scale - 1e-6)),
    scale,
    width,
    height,
  );
}

function enlarged(plane: Plane, scale: number, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height);
  enlargedRows(plane, scale, width, height, (row, values) => out.set(values, row * width));
  return out;
}

/** Root mean square, in levels of 255, of a change at this PSNR. */
export function levelsAt(decibels: number): number {
  return 255 / 10 ** (decibels / 20);
}

/** Pixels from which a picture is large. */
export const LARGE = 1_000_000;

/** PSNR when nothing is asked: large pictures hold more of the mark and need less of it. */
export function standardStrength(width: number, height: number): number {
  return width * height >= LARGE ? 44.5 : 42;
}

/** Levels, root mean square, that an even place may change at `standardStrength` of a large picture. */
const EVEN_LEVELS = 1.3;
const EVEN_DECIBELS = 44.5;

/**
 * Factor that brings a change with this mean square to a PSNR, unless even places would show it: a picture without
 * texture gets less than asked.
 */
export function gainFor(meanSquare: number, decibels: number): number {
  if (meanSquare === 0) return 0;
  const cap = EVEN_LEVELS * (levelsAt(decibels) / levelsAt(EVEN_DECIBELS));
  return Math.min(cap, levelsAt(decibels) / Math.sqrt(meanSquare));
}

/** Scale a change (pattern × mask), in place, to a PSNR, with the limit of `gainFor`. */
function scaleTo(delta: Float32Array, decibels: number): Float32Array {
  let squares = 0;
  for (const value of delta) squares += value * value;
  const gain = gainFor(squares / delta.length, decibels);
  for (let at = 0; at < delta.length; at += 1) delta[at]! *= gain;
  return delta;
}

/**
 * What to add to red, green and blue alike (or to grey) of a picture, in levels of 255.
 *
 * @param luma of the picture, 0…255, one value a pixel
 * @param decibels PSNR before rounding and clipping; `null`: the standard for such a size
 */
export function markDelta(luma: Plane, tile: Int16Array, decibels: number | null): Float32Array {
  const { width, height } = luma;
  const field = maskedTile(tile, strengthMask(frameLuma(planeRows(luma))));
  const delta = enlarged(field, unitsPerPixel(width, height), width, height);
  return scaleTo(delta, decibels ?? standardStrength(width, height));
}

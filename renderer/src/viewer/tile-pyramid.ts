import type { TileSource } from '#shared/contract/contract.ts';
import type { Box, Point } from './viewport.ts';

/** Columns and rows of tiles, both ends included. */
export interface TileRange {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Stored pixels covered by one pixel of a level, along one side: a power of two, 1 for the last level. */
export function levelScale(source: TileSource, level: number): number {
  return 2 ** (source.levels - 1 - level);
}

/**
 * The coarsest level that still has a pixel for every device pixel, so a shown picture is only ever shrunk
 * from real data; above 100 % it is the stored pixels.
 */
export function levelFor(source: TileSource, scale: number): number {
  const halvings = Math.max(0, Math.floor(-Math.log2(scale) + 1e-9));
  return Math.max(0, source.levels - 1 - halvings);
}

/** Part of the picture a tile covers, stored pixels, cut off at the picture's edge. */
export function tileBox(source: TileSource, level: number, column: number, row: number): Box {
  const side = source.tileSize * levelScale(source, level);
  return {
    left: column * side,
    top: row * side,
    right: Math.min(source.width, (column + 1) * side),
    bottom: Math.min(source.height, (row + 1) * side),
  };
}

/** Tiles of a level that touch a box of stored pixels, or null when the box misses the picture. */
export function tilesIn(source: TileSource, level: number, box: Box): TileRange | null {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  const right = Math.min(source.width, box.right);
  const bottom = Math.min(source.height, box.bottom);
  if (!(left < right && top < bottom)) return null;
  const side = source.tileSize * levelScale(source, level);
  return {
    left: Math.floor(left / side),
    top: Math.floor(top / side),
    right: Math.ceil(right / side) - 1,
    bottom: Math.ceil(bottom / side) - 1,
  };
}

/** The range with `margin` more tiles on each side, inside the picture: what to have ready before it is seen. */
export function widen(source: TileSource, level: number, range: TileRange, margin: number): TileRange {
  const side = source.tileSize * levelScale(source, level);
  return {
    left: Math.max(0, range.left - margin),
    top: Math.max(0, range.top - margin),
    right: Math.min(Math.ceil(source.width / side) - 1, range.right + margin),
    bottom: Math.min(Math.ceil(source.height / side) - 1, range.bottom + margin),
  };
}

export function tileAddress(source: TileSource, level: number, column: number, row: number): string {
  return `${source.base}/${level}/${column}_${row}.${source.format}`;
}

/** Distance from a stored point to the middle of a tile, in tiles: what is near the middle comes first. */
export function tileDistance(
  source: TileSource,
  level: number,
  column: number,
  row: number,
  from: Point,
): number {
  const side = source.tileSize * levelScale(source, level);
  return Math.hypot(column + 0.5 - from.x / side, row + 0.5 - from.y / side);
}

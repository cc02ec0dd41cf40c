import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { Ring } from '#shared/domain/region.ts';
import { contourOf } from '../../trace/align/picture/contour.ts';

/** A coarse grid over a picture: all regions of it are compared on the same cells. */
export interface Raster {
  /** Cells. */
  readonly columns: number;
  readonly rows: number;
  /** Of the picture, pixels. */
  readonly width: number;
  readonly height: number;
}

/** Cells on the longer side: on 12 megapixels a cell is 8 pixels wide, the grid of JPEG. */
const longestSide = 512;

export function rasterFor(width: number, height: number): Raster {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return {
    ...{ width, height },
    columns: Math.max(1, Math.round(width * scale)),
    rows: Math.max(1, Math.round(height * scale)),
  };
}

/** Pixels of the picture in one cell. */
export function cellArea({ width, height, columns, rows }: Raster): number {
  return (width * height) / (columns * rows);
}

/**
 * Set the cells whose centre lies within an odd number of the rings. Something too thin to hold a centre sets the cell
 * of its first corner: what a method names does not vanish.
 *
 * @param mask `columns × rows`; cells that are set stay set
 * @returns a cell that was set; −1: the rings lie outside of the picture
 */
export function fillRings(raster: Raster, rings: readonly Ring[], mask: Uint8Array): number {
  const { columns, rows, width, height } = raster;
  const across = columns / width;
  const down = rows / height;
  let [top, bottom] = [rows, -1];
  for (const ring of rings) {
    for (const { y } of ring) {
      top = Math.min(top, Math.max(0, Math.ceil(y * down - 0.5)));
      bottom = Math.max(bottom, Math.min(rows - 1, Math.ceil(y * down - 0.5) - 1));
    }
  }
  // Crossings of every row of centres with the edges, as in every scan-line fill.
  const crossings: number[][] = Array.from({ length: Math.max(0, bottom - top + 1) }, () => []);
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 1) {
      const from = ring[index]!;
      const to = ring[(index + 1) % ring.length]!;
      const [y0, y1] = [from.y * down - 0.5, to.y * down - 0.5];
      const first = Math.max(0, Math.ceil(Math.min(y0, y1)));
      const last = Math.min(rows - 1, Math.ceil(Math.max(y0, y1)) - 1);
      for (let row = first; row <= last; row += 1) {
        const t = (row - y0) / (y1 - y0);
        crossings[row - top]!.push((from.x + t * (to.x - from.x)) * across - 0.5);
      }
    }
  }
  let some = -1;
  for (const [index, crossing] of crossings.entries()) {
    const row = top + index;
    const line = crossing.sort((a, b) => a - b);
    for (let place = 0; place + 1 < line.length; place += 2) {
      const first = Math.max(0, Math.ceil(line[place]!));
      const last = Math.min(columns - 1, Math.ceil(line[place + 1]!) - 1);
      if (last < first) continue;
      mask.fill(1, row * columns + first, row * columns + last + 1);
      some = row * columns + first;
    }
  }
  const corner = rings[0]?.find(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
  if (some >= 0 || corner === undefined) return some;
  const column = Math.min(columns - 1, Math.floor(corner.x * across));
  const row = Math.min(rows - 1, Math.floor(corner.y * down));
  mask[row * columns + column] = 1;
  return row * columns + column;
}

/** The cells that are set, in ascending order. */
export function cellsOf(mask: Uint8Array): Uint32Array {
  let count = 0;
  for (const value of mask) count += value;
  const cells = new Uint32Array(count);
  for (let at = 0, next = 0; at < mask.length; at += 1) if (mask[at] === 1) cells[next++] = at;
  return cells;
}

/** Cells of each connected piece (eight neighbours), in ascending order; the largest piece first. */
export function pieces({ columns, rows }: Raster, mask: Uint8Array): Uint32Array[] {
  const labels = new Int32Array(mask.length).fill(-1);
  const counts: number[] = [];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] === 0 || labels[start] !== -1) continue;
    const label = counts.length;
    let count = 0;
    labels[start] = label;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      count += 1;
      const x = at % columns;
      const y = (at - x) / columns;
      for (let v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(columns - 1, x + 1); u += 1) {
          const next = v * columns + u;
          if (mask[next] === 0 || labels[next] !== -1) continue;
          labels[next] = label;
          stack.push(next);
        }
      }
    }
    counts.push(count);
  }
  const found = counts.map((count) => new Uint32Array(count));
  const filled = new Uint32Array(counts.length);
  for (let at = 0; at < labels.length; at += 1) {
    const label = labels[at]!;
    if (label < 0) continue;
    found[label]![filled[label]!] = at;
    filled[label]! += 1;
  }
  return found.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** Rings of a set are drawn for so many of its pieces, the largest ones. */
const mostRings = 8;
const mostCorners = 2000;
/** Cells a ring may miss the edge of its cells by. */
const tolerance = 0.75;

/** The outer lines of pieces of a set of cells, pixels. Holes are not drawn. */
export function outlines(raster: Raster, parts: readonly Uint32Array[]): Ring[] {
  return parts.slice(0, mostRings).flatMap((cells) => {
    const ring = outline(raster, cells);
    return ring.length < 3 ? [] : [ring];
  });
}

function outline({ columns, rows, width, height }: Raster, cells: Uint32Array): Ring {
  const top = Math.floor(cells[0]! / columns);
  const bottom = Math.floor(cells.at(-1)! / columns);
  let [left, right] = [columns, 0];
  for (const at of cells) {
    left = Math.min(left, at % columns);
    right = Math.max(right, at % columns);
  }
  const across = right - left + 1;
  const mask = new Uint8Array(across * (bottom - top + 1));
  for (const at of cells) mask[(Math.floor(at / columns) - top) * across + (at % columns) - left] = 1;
  let line = contourOf(mask, across, bottom - top + 1, tolerance);
  for (let coarser = 2 * tolerance; line.length > mostCorners; coarser *= 2)
    line = contourOf(mask, across, bottom - top + 1, coarser);
  return line.map(
    ([x, y]): PicturePoint => ({
      x: Math.round((10 * (left + x) * width) / columns) / 10,
      y: Math.round((10 * (top + y) * height) / rows) / 10,
    }),
  );
}

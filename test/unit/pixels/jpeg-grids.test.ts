import { expect, test } from 'vitest';
import { blockingMap } from '#core/pixels/grids/blocking.ts';
import { detectGrids, missingGrid } from '#core/pixels/grids/grid-detection.ts';
import type { GridRegion } from '#core/pixels/grids/regions.ts';
import { ZeroCounter } from '#core/pixels/grids/zero-counts.ts';
import {
  type GreyLevels,
  grainyPlane,
  laidOver,
  type PixelBox,
  quantised,
} from '../../fixtures/make/gridded-planes.ts';

const [width, height] = [320, 256];
const all: PixelBox = [0, 0, width, height];
const fresh = grainyPlane(width, height, 1);
const main = quantised(fresh, all, [3, 5], 60);

const detect = ({ data }: GreyLevels) => detectGrids(data, width, height);
const shown = ({ x0, y0, x1, y1, grid, logNfa }: GridRegion) => [
  [x0, y0, x1, y1],
  [grid % 8, grid >> 3],
  logNfa.toPrecision(6),
];

/** Zeros by the definition of the transform, O(n⁴), in double precision. */
function zerosOf({ data }: GreyLevels, left: number, top: number): number {
  const cosine = (n: number, k: number) => Math.cos(((2 * n + 1) * k * Math.PI) / 16);
  let zeros = 0;
  for (let u = 0; u < 8; u += 1) {
    for (let v = 0; v < 8; v += 1) {
      if (u === 0 && v === 0) continue;
      let sum = 0;
      for (let x = 0; x < 8; x += 1)
        for (let y = 0; y < 8; y += 1)
          sum += data[(top + y) * width + left + x]! * cosine(x, u) * cosine(y, v);
      sum *= 0.25 * (u === 0 ? 1 / Math.sqrt(2) : 1) * (v === 0 ? 1 / Math.sqrt(2) : 1);
      if (Math.abs(sum) < 0.5) zeros += 1;
    }
  }
  return zeros;
}

test('zeros of every block are those of the definition', () => {
  const counts = new Uint8Array(width * height);
  new ZeroCounter().count(main.data, width, height, (y, from, row) => counts.set(row, y * width + from));
  let blocks = 0;
  let [right, left] = [0, 0];
  for (let y = 0; y < height - 7; y += 11) {
    for (let x = 0; x < width - 7; x += 5) {
      const own = counts[y * width + x]!;
      const truth = zerosOf(main, x, y);
      blocks += 1;
      if (own === truth) right += 1;
      // Coefficients of exactly one half are settled by the last bit of a cosine, which differs by one in V8.
      left = Math.max(left, Math.abs(own - truth));
    }
  }
  expect(right / blocks).toBeGreaterThan(0.99);
  expect(left).toBeLessThanOrEqual(1);
});

// The expected boxes, origins and lg NFA below were printed by the authors' own program, ZERO version 4 of November 2021,
// for these very planes written as PNG.

test('a plane that was never compressed has no grid', () => {
  const { main: grid, foreign } = detect(fresh);
  expect(grid).toBeNull();
  expect(foreign.regions).toEqual([]);
});

test('the grid of the picture, and a part with another', () => {
  const other = quantised(grainyPlane(width, height, 2), all, [6, 2], 70);
  const { main: grid, logNfa, foreign } = detect(laidOver(main, other, [120, 80, 204, 160]));
  expect([grid! % 8, grid! >> 3, logNfa[grid!]!.toPrecision(6)]).toEqual([3, 5, '-1539.70']);
  expect(logNfa[6 + 8 * 2]!.toPrecision(5)).toBe('-11.786');
  expect(foreign.regions.map(shown)).toEqual([[[118, 82, 197, 161], [6, 2], '-115.303']]);
});

test('a part alone can have the most votes of the picture', () => {
  const { main: grid, logNfa } = detect(quantised(fresh, [96, 64, 176, 160], [1, 7], 75));
  expect([grid! % 8, grid! >> 3, logNfa[grid!]!.toPrecision(6)]).toEqual([1, 7, '-30.8929']);
});

test('a part that lost the grid, after a save at quality 99', () => {
  const lost = laidOver(main, grainyPlane(width, height, 3, 1.5), [96, 72, 216, 168]);
  const found = detect(lost);
  expect(found.logNfa[found.main!]!.toPrecision(6)).toBe('-1370.99');
  expect(found.foreign.regions).toEqual([]);
  const { regions } = missingGrid(found, quantised(lost, all, [0, 0], 99).data, found.main!);
  expect(regions.map(shown)).toEqual([[[96, 69, 218, 172], [0, 0], '-31.6706']]);
});

test('steps between blocks are at their origin, and elsewhere in a part with another grid', () => {
  const other = quantised(grainyPlane(width, height, 2), all, [7, 1], 20);
  const under = quantised(fresh, all, [3, 5], 20);
  const box: PixelBox = [144, 96, 240, 192];
  const { data } = laidOver(under, other, box);
  const map = blockingMap({ width, height, data: Float32Array.from(data) });
  expect(map.origin).toEqual([3, 5]);
  const sums = { inside: [0, 0], outside: [0, 0] };
  for (let y = 3; y < map.height - 3; y += 1) {
    for (let x = 3; x < map.width - 3; x += 1) {
      const inside =
        x * 8 >= box[0] + 16 && x * 8 < box[2] - 24 && y * 8 >= box[1] + 16 && y * 8 < box[3] - 24;
      const far = x * 8 < box[0] - 24 || x * 8 > box[2] + 24 || y * 8 < box[1] - 24 || y * 8 > box[3] + 24;
      if (!inside && !far) continue;
      const sum = sums[inside ? 'inside' : 'outside'];
      sum[0]! += map.mismatch[y * map.width + x]!;
      sum[1]! += 1;
    }
  }
  const mean = ([sum, count]: number[]) => sum! / count!;
  expect(mean(sums.inside)).toBeGreaterThan(3 * mean(sums.outside));
});

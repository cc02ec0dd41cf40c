import { describe, expect, test } from 'vitest';
import {
  type Homography,
  homographyBetween,
  homographyRows,
  type Point,
  warp,
} from '#shared/numeric/warp.ts';

const background = [7, 7, 7];

/** One channel from a formula. */
function plane(width: number, height: number, value: (x: number, y: number) => number) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = value(x, y);
  return { width, height, channels: 1, data };
}

const shifted = (across: number, down: number): Homography => [1, 0, across, 0, 1, down, 0, 0];

describe('resampling', () => {
  const picture = plane(9, 7, (x, y) => 20 * x + 3 * y);

  test.each(['bilinear', 'bicubic'] as const)('%s leaves pixel centres as they are', (kernel) => {
    const same = warp(picture, { width: 9, height: 7, background, kernel }, homographyRows(shifted(0, 0)));
    expect([...same]).toEqual([...picture.data]);
    const moved = warp(picture, { width: 5, height: 4, background, kernel }, homographyRows(shifted(2, 3)));
    expect(moved[0]).toBe(20 * 2 + 3 * 3);
    expect(moved[3 * 5 + 4]).toBe(20 * 6 + 3 * 6);
  });

  test('outside is background, up to the outer edge of border pixels', () => {
    const target = { width: 12, height: 1, background, kernel: 'bilinear' } as const;
    const row = warp(picture, target, homographyRows(shifted(-1.5, 0)));
    expect([...row].map((value) => value === 7)).toEqual([true, ...Array(9).fill(false), false, true]);
  });

  test('bilinear is exact on planes, bicubic on parabolas', () => {
    const target = { width: 5, height: 1, background, kernel: 'bilinear' } as const;
    const ramp = plane(9, 7, (x) => 20 * x);
    expect([...warp(ramp, target, homographyRows(shifted(1.25, 2)))]).toEqual([25, 45, 65, 85, 105]);
    const parabola = plane(14, 5, (x) => x * x);
    const cubic = warp(parabola, { ...target, kernel: 'bicubic' }, homographyRows(shifted(4.5, 2)));
    expect([...cubic]).toEqual([4.5, 5.5, 6.5, 7.5, 8.5].map((x) => Math.round(x * x)));
  });
});

describe('a homography', () => {
  const from: [Point, Point, Point, Point] = [
    [0, 0],
    [100, 0],
    [100, 60],
    [0, 60],
  ];
  const to: [Point, Point, Point, Point] = [
    [3, 5],
    [90, -4],
    [104, 71],
    [-8, 55],
  ];

  test('takes four points to four points, and lines to lines', () => {
    const rows = homographyRows(homographyBetween(from, to));
    const place = (x: number, y: number): Point => {
      const [xs, ys] = [new Float64Array(x + 1), new Float64Array(x + 1)];
      rows(y, xs, ys);
      return [xs[x]!, ys[x]!];
    };
    for (const [index, [x, y]] of from.entries()) {
      const [u, v] = place(x, y);
      expect(u).toBeCloseTo(to[index]![0], 9);
      expect(v).toBeCloseTo(to[index]![1], 9);
    }
    // The diagonals cross in the image of the middle, wherever that is.
    const middle = place(50, 30);
    const [first, , third] = to;
    const cross =
      (third[0] - first[0]) * (middle[1] - first[1]) - (third[1] - first[1]) * (middle[0] - first[0]);
    expect(cross).toBeCloseTo(0, 6);
  });

  test('does not exist where three points lie on a line', () => {
    const flat: [Point, Point, Point, Point] = [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 5],
    ];
    expect(() => homographyBetween(flat, to)).toThrow(RangeError);
  });
});

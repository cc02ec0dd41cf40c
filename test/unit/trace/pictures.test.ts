import { expect, test } from 'vitest';
import { chanceOf } from '#core/trace/picture/chance.ts';
import { consensus } from '#core/trace/picture/consensus.ts';
import { readFeatures, writeFeatures } from '#core/trace/picture/feature-print.ts';
import {
  applied,
  area,
  centroid,
  clipped,
  frameOf,
  inverse,
  product,
} from '#core/trace/picture/homography.ts';
import { matchDescriptors } from '#core/trace/picture/matching.ts';
import { betweenSoftBars } from '#core/trace/picture/soft-bars.ts';
import { coveredShare, spreadCorners } from '#core/trace/picture/spread.ts';
import { pictureTransform } from '#core/trace/picture/transform.ts';
import { pictureBox } from '#core/trace/picture/trim.ts';

const agreement = { inliers: 20, residual: 0.5 };
const landscape = { width: 400, height: 300, orientation: 1 };

test('a homography and its inverse take a point there and back', () => {
  const matrix = [0.9, -0.2, 30, 0.25, 1.1, -12, 2e-4, -1e-4, 1];
  const back = inverse(matrix)!;
  const [x, y] = applied(back, ...applied(matrix, 123.5, 77.25));
  expect(x).toBeCloseTo(123.5, 9);
  expect(y).toBeCloseTo(77.25, 9);
  product(matrix, back).forEach((value, index) => {
    expect(value).toBeCloseTo(index % 4 === 0 ? 1 : 0, 12);
  });
  expect(inverse([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
});

test('polygons are cut at the frame of a picture', () => {
  const square = [
    [-10, -10],
    [9.5, -10],
    [9.5, 9.5],
    [-10, 9.5],
  ] as const;
  const part = clipped(square, 100, 100);
  expect(area(part)).toBeCloseTo(100, 9);
  expect(centroid(part)).toEqual([4.5, 4.5]);
  expect(area(frameOf(7, 5))).toBe(35);
  expect(clipped(square, 100, 100).length).toBe(4);
});

test('a crop at half size: scale, cover and the common part in pixels of the original', () => {
  // The copy shows x 100…300, y 50…250 of the original at half size.
  const second = { width: 100, height: 100, orientation: 1 };
  const matrix = [0.5, 0, -50 - 0.25, 0, 0.5, -25 - 0.25, 0, 0, 1];
  const found = pictureTransform(landscape, second, matrix, agreement)!;
  expect(found).toMatchObject({ scale: 0.5, rotation: 0, mirrored: false, aspect: 1, inliers: 20 });
  expect(found.cover[0]).toBeCloseTo((200 * 200) / (400 * 300), 9);
  expect(found.cover[1]).toBeCloseTo(1, 9);
  expect(found.common).toHaveLength(4);
  expect(found.common).toContainEqual([99.5, 49.5]);
  expect(found.common).toContainEqual([299.5, 249.5]);
});

test('a picture laid outside, or beyond the horizon, is no copy', () => {
  expect(pictureTransform(landscape, landscape, [1, 0, 900, 0, 1, 0, 0, 0, 1], agreement)).toBeNull();
  expect(pictureTransform(landscape, landscape, [1, 0, 0, 0, 1, 0, 0.01, 0, 1], agreement)).toBeNull();
});

test('turning and mirroring are named as seen, by the orientation tags', () => {
  const portrait = { width: 300, height: 400, orientation: 1 };
  // A quarter turn clockwise as seen: the top left corner goes to the top right.
  const clockwise = [0, -1, 299, 1, 0, 0, 0, 0, 1];
  expect(pictureTransform(landscape, portrait, clockwise, agreement)).toMatchObject({
    mirrored: false,
    scale: 1,
  });
  expect(pictureTransform(landscape, portrait, clockwise, agreement)?.rotation).toBeCloseTo(90, 9);
  // Tag 6 turns the stored original by the same quarter when shown: no turn is seen.
  const tagged = { ...landscape, orientation: 6 };
  expect(pictureTransform(tagged, portrait, clockwise, agreement)?.rotation).toBeCloseTo(0, 9);
  const mirror = [-1, 0, 399, 0, 1, 0, 0, 0, 1];
  const mirrored = pictureTransform(landscape, landscape, mirror, agreement)!;
  expect(mirrored.mirrored).toBe(true);
  expect(mirrored.rotation).toBeCloseTo(0, 9);
  expect(pictureTransform({ ...landscape, orientation: 2 }, landscape, mirror, agreement)?.mirrored).toBe(
    false,
  );
  // Stretched to twice the width.
  const wide = { width: 800, height: 300, orientation: 1 };
  expect(pictureTransform(landscape, wide, [2, 0, 0.5, 0, 1, 0, 0, 0, 1], agreement)?.aspect).toBeCloseTo(
    2,
    9,
  );
});

/** Bytes of `count` descriptors, each unlike the others. */
function descriptors(count: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count * 32 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

test('descriptors match their own, mutually, and only when clearly nearest', () => {
  const first = descriptors(40, 7);
  const second = descriptors(50, 99);
  // The fifth of the first is the twentieth of the second with three bits flipped; the sixth is there twice.
  second.set(first.subarray(4 * 32, 5 * 32), 19 * 32);
  second[19 * 32]! ^= 0b111;
  second.set(first.subarray(5 * 32, 6 * 32), 30 * 32);
  second.set(first.subarray(5 * 32, 6 * 32), 31 * 32);
  const pairs = matchDescriptors(first, second, 0.6);
  expect(Array.from(pairs.first)).toEqual([4]);
  expect(Array.from(pairs.second)).toEqual([19]);
  expect(Array.from(pairs.bits)).toEqual([3]);
  expect(matchDescriptors(first, new Uint8Array(), 0.6).count).toBe(0);
});

test('one affine map is found among pairs of which most are wrong', () => {
  const from = new Float32Array(160);
  const to = new Float32Array(160);
  let state = 5;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 4294967296) * 500;
  };
  for (let pair = 0; pair < 80; pair += 1) {
    const [x, y] = [next(), next()];
    const right = pair % 3 === 0;
    from.set([x, y], 2 * pair);
    to.set(right ? [0.5 * x - 0.1 * y + 40, 0.1 * x + 0.5 * y - 7] : [next(), next()], 2 * pair);
  }
  const found = consensus(from, to, 3)!;
  expect(found.agreeing.filter((pair) => pair % 3 === 0)).toHaveLength(27);
  expect(found.agreeing.length).toBeLessThan(30);
  const expected = [0.5, -0.1, 40, 0.1, 0.5, -7];
  found.map.forEach((value, index) => {
    expect(Math.abs(value - expected[index]!)).toBeLessThan(index % 3 === 2 ? 1.5 : 0.01);
  });
});

test('chance of a distance is the lower tail of a binomial', () => {
  // P(at most 1 head of 10 coins) = 11/1024: 26 of 256 bits are one of ten coins.
  expect(chanceOf({ freedom: 10 }, 26)).toBeCloseTo(11 / 1024, 12);
  expect(chanceOf({ freedom: 10 }, 256)).toBe(1);
  expect(chanceOf({ freedom: 164 }, 31)).toBeLessThan(1e-20);
});

const corners = {
  count: 3,
  points: Float32Array.of(1.5, 2, 10, 20.25, 300, 7),
  responses: Float32Array.of(0.1, 0.9, 0.5),
  descriptors: descriptors(3, 3),
};

test('kept features come back from their bytes; other bytes are refused', () => {
  const bytes = writeFeatures(corners);
  expect(readFeatures(bytes)).toEqual({ count: 3, points: corners.points, descriptors: corners.descriptors });
  expect(readFeatures(bytes.subarray(1))).toBeNull();
  expect(readFeatures(Uint8Array.of(255, 255, 255, 255))).toBeNull();
  expect(readFeatures(new Uint8Array())).toBeNull();
});

test('the best corner of every place comes before the second best of any', () => {
  const crowded = { ...corners, points: Float32Array.of(1, 1, 2, 2, 300, 7) };
  const chosen = spreadCorners(crowded, { width: 480, height: 480 }, 2);
  // 0.9 and 0.1 share a cell of 40 pixels; 0.5 stands alone.
  expect(Array.from(chosen.points)).toEqual([2, 2, 300, 7]);
  expect(coveredShare(chosen, { width: 480, height: 480 })).toBeCloseTo(2 / 144, 9);
});

/** 320 × 240 pixels of one colour with a noisy picture in a box and, if wanted, letters above it. */
function framed(box: readonly [number, number, number, number], letters: boolean) {
  const [width, height] = [320, 240];
  const noise = descriptors(Math.ceil((width * height * 3) / 32), 17);
  const data = new Uint8Array(width * height * 3).fill(250);
  const [left, top, right, bottom] = box;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const letter = letters && y > 8 && y < 30 && x > 20 && x < 200 && (x >> 2) % 3 === 0;
      const inside = x >= left && x < right && y >= top && y < bottom;
      const at = (y * width + x) * 3;
      if (inside)
        data.set(
          noise.subarray(at, at + 3).map((value) => value >> 1),
          at,
        );
      else if (letter) data.fill(20, at, at + 3);
    }
  }
  return { width, height, data };
}

test('borders are cut off exactly, letters on them or not; a picture without borders is left alone', () => {
  const box = { left: 40, top: 50, right: 300, bottom: 220 };
  expect(pictureBox(framed([40, 50, 300, 220], false))).toEqual(box);
  expect(pictureBox(framed([40, 50, 300, 220], true))).toEqual(box);
  expect(pictureBox(framed([0, 0, 320, 240], false))).toBeNull();
  expect(pictureBox({ width: 320, height: 240, data: new Uint8Array(320 * 240 * 3).fill(9) })).toBeNull();
});

test('soft bars are found when both end in a straight edge, and a soft sky over sharp ground is not one', () => {
  const [width, height] = [300, 400];
  const noise = descriptors(Math.ceil((width * height) / 32), 23);
  const plane = (top: number, bottom: number) => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, at) => {
      const row = Math.floor(at / width);
      // A slow slope outside, 30 to 130 grey levels; sharp noise of 100 to 227 inside.
      return row >= top && row < bottom ? 100 + (noise[at]! >> 1) : 30 + (100 * (row + (at % width))) / 700;
    }),
  });
  expect(betweenSoftBars(plane(110, 290))).toEqual({ left: 0, right: width, top: 110, bottom: 290 });
  expect(betweenSoftBars(plane(110, height))).toBeNull();
  expect(betweenSoftBars(plane(0, height))).toBeNull();
});

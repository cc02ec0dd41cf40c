import { expect, test } from 'vitest';
import { activityClasses } from '#core/pixels/double-jpeg/activity-classes.ts';
import { clippedBlocks } from '#core/pixels/double-jpeg/clipped-blocks.ts';
import { normalTailLog10 } from '#core/pixels/double-jpeg/normal-tail.ts';
import { requantisedShares } from '#core/pixels/double-jpeg/requantised-shares.ts';
import { forwardScale, forwardTransform } from '#core/pixels/double-jpeg/shifted-blocks.ts';
import { fitSmoothCounts } from '#core/pixels/double-jpeg/smooth-counts.ts';
import { dct8x8 } from '#shared/numeric/dct.ts';
import { randomNumbers } from '../../support/mutations.ts';

test('the fast transform is that of T.81 A.3.3, anywhere in a plane', () => {
  const random = randomNumbers(4);
  const plane = Float32Array.from({ length: 20 * 20 }, () => 255 * random());
  const block = Array.from({ length: 64 }, (_, at) => plane[(5 + (at >> 3)) * 20 + 3 + (at & 7)]!);
  const expected = new Float64Array(64);
  dct8x8(block, expected);
  const out = new Float64Array(64);
  forwardTransform(plane, 5 * 20 + 3, 20, out);
  for (let at = 0; at < 64; at += 1) expect(out[at]! * forwardScale[at]!).toBeCloseTo(expected[at]!, 6);
});

test('shares of requantised values are those of counting, and 1 on average', () => {
  // 0, 12, 24 … are 0, 3, 6 … steps of 4: nothing falls on the others.
  for (const [value, share] of [3, 0, 0, 3, 0, 0, 3, 0, 0, 3].entries())
    expect(requantisedShares(12, 4, 9)[value]!, `${value}`).toBeCloseTo(share, 3);
  // A first step that divides the last one evenly into an odd number leaves no trace.
  for (const share of requantisedShares(3, 9, 8)) expect(share).toBeCloseTo(1, 2);
});

test('places are sorted into equally many smooth and rough ones', () => {
  const random = randomNumbers(5);
  const [width, height] = [320, 240];
  // Rougher from left to right.
  const data = Float32Array.from(
    { length: width * height },
    (_, at) => 128 + ((at % width) / 4) * (random() - 0.5),
  );
  const { classes, count } = activityClasses({ width, height, data }, 40, 30);
  expect(count).toBe(2);
  for (const [at, kind] of classes.entries())
    if (Math.abs((at % 40) - 19.5) > 2) expect(kind).toBe(at % 40 < 20 ? 0 : 1);
});

test('blocks with clipped pixels in any channel', () => {
  const rgb = new Uint8Array(20 * 9 * 3).fill(100);
  const set = (x: number, y: number, channel: number, value: number): void => {
    rgb[(y * 20 + x) * 3 + channel] = value;
  };
  for (const y of [0, 1, 2]) set(8, y, 1, 255);
  for (const x of [17, 18, 19]) set(x, 8, 2, 0);
  // Two of 64 do not decide.
  for (const y of [5, 6]) set(3, y, 0, 0);
  expect([...clippedBlocks(rgb, { width: 20, height: 9 })]).toEqual([0, 1, 0, 0, 0, 1]);
});

test('a Laplacian histogram is its own smooth fit', () => {
  const counts = Float64Array.from({ length: 20 }, (_, at) => Math.round(5000 * Math.exp(-0.2 * (at + 1))));
  const fitted = fitSmoothCounts(counts, new Float64Array(20).fill(1));
  for (const [at, count] of counts.entries()) expect(Math.abs(fitted[at]! - count)).toBeLessThan(3);
});

test('tails of the normal distribution agree with tables', () => {
  // Upper tails: 0.5, 0.0227501, 2.866516e-7, 7.619853e-24, 5.7e-350 by the asymptotic series.
  expect(normalTailLog10(0)).toBeCloseTo(Math.log10(0.5), 5);
  expect(normalTailLog10(2)).toBeCloseTo(Math.log10(0.0227501), 4);
  expect(normalTailLog10(5)).toBeCloseTo(Math.log10(2.866516e-7), 5);
  expect(normalTailLog10(10)).toBeCloseTo(Math.log10(7.619853e-24), 5);
  expect(normalTailLog10(40)).toBeCloseTo(-349.437, 2);
});

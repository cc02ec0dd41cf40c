import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/histogram.ts';
import { patternRgb } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer } from '../support/enhanced.ts';

const [width, height] = [480, 320];
const png = (data: Uint8Array) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

it('finds a comb that was planted in one channel, and none beside it', async () => {
  const rgb = patternRgb(width, height, 7);
  for (let at = 0; at < rgb.length; at += 3) rgb[at] = Math.floor((((rgb[at]! >> 1) + 40) * 5) / 4);
  const run = await enhanced(analysis, await png(rgb));
  await expectEnhancer(analysis, run);
  const [, red, green] = run.result.channels;
  expect(red!.counts.reduce((sum, count) => sum + count, 0)).toBe(width * height);
  // ⌊5k/4⌋ takes the residues 0, 1, 2 and 3 of 5: one level in five between the ends never occurs.
  expect(red!.gaps).toBeGreaterThan(25);
  // A comb of single gaps is as strong at half its period.
  expect([1, 2]).toContain(Math.round((5 / red!.period) * 10) / 10);
  expect(red!.periodLog10).toBeLessThan(-4);
  expect(green!.gaps).toBe(0);
  expect(green!.periodLog10).toBeGreaterThan(-4);
});

it('counts what is cut off and what stands out', async () => {
  const grey = Uint8Array.from({ length: width * height }, (_, at) => (at % 4 === 0 ? 0 : 60 + (at % 40)));
  grey.fill(77, 0, 20_000);
  const rgb = Uint8Array.from({ length: grey.length * 3 }, (_, at) => grey[Math.floor(at / 3)]!);
  const { result } = await enhanced(analysis, await png(rgb));
  const blue = result.channels[3]!;
  expect([blue.first, blue.last]).toEqual([0, 99]);
  expect(blue.black).toBeCloseTo((0.25 * (width * height - 20_000)) / (width * height), 6);
  expect(blue.spikes).toBeGreaterThanOrEqual(1);
});

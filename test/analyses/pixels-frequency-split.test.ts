import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/frequency-split.ts';
import { patternImage, patternRgb } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer } from '../support/enhanced.ts';

it('separates as a Gaussian does', async () => {
  const png = await patternImage(240, 160, 7).png().toBuffer();
  const run = await enhanced(analysis, png, { radius: 8 });
  await expectEnhancer(analysis, run);
  // scipy's `gaussian_filter`, mode nearest: mean |grey − low| is 11.380 at radius 8 and 7.956 at radius 2.
  expect(run.result.highMean).toBeCloseTo(11.38, 0);
  expect(Math.abs(run.result.highMean / 11.380321 - 1)).toBeLessThan(0.01);
  const fine = await enhanced(analysis, png, { radius: 2 });
  expect(Math.abs(fine.result.highMean / 7.955799 - 1)).toBeLessThan(0.01);
  expect(fine.result.highShare).toBeLessThan(run.result.highShare);
});

it('finds a planted repetition at its frequency, and none without it', async () => {
  const [width, height] = [512, 384];
  const [across, down] = [0.171, -0.093];
  const rgb = patternRgb(width, height, 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const wave = 3 * Math.cos(2 * Math.PI * (across * x + down * y));
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1)
      rgb[at] = Math.max(0, Math.min(255, Math.round(rgb[at]! + wave)));
  }
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const { peaks } = (await enhanced(analysis, png)).result;
  expect(peaks[0]!.across).toBeCloseTo(across, 3);
  expect(peaks[0]!.down).toBeCloseTo(down, 3);
  expect(peaks[0]!.period).toBeCloseTo(1 / Math.hypot(across, down), 1);
  expect(peaks[0]!.log10).toBeLessThan(-6);
  const noise = Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => 100 + (hash(Math.floor(at / 3)) % 40),
  );
  const plain = await sharp(noise, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  expect((await enhanced(analysis, plain)).result.peaks.filter(({ log10 }) => log10 < -1)).toEqual([]);
});

/** Mixes the bits of a number (Murmur's last step), so that neighbours have nothing in common. */
function hash(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/luminance-gradient.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer, samplesOf } from '../support/enhanced.ts';

it('draws the picture that Sherloq’s formula gives', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer());
  await expectEnhancer(analysis, run);
  // numpy and OpenCV 4.6 on this very picture: `spatialGradient`, intensity 95 %, blue |dx| + |dy|, once by hand.
  const samples = await samplesOf(run.artifacts.get('gradient.png'));
  const means = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = channel; at < samples.length; at += 3) sum += samples[at]!;
    return (sum * 3) / samples.length;
  });
  expect(means[0]).toBeCloseTo(130.030078125, 8);
  expect(means[1]).toBeCloseTo(114.063802083, 8);
  expect(means[2]).toBeCloseTo(12.307734375, 8);
  expect(run.result.meanAcross * 8).toBeCloseTo(33.78208, 4);
  expect(run.result.meanDown * 8).toBeCloseTo(32.380207, 4);
});

it('measures a ramp by both operators', async () => {
  for (const operator of ['sobel', 'scharr'] as const) {
    const { data, raw } = ramp(64, 48, 3);
    const run = await enhanced(analysis, await sharpPng(data, raw), { operator });
    expect(run.result.meanDown).toBe(0);
    // The mirrored border has no slope in its first and last column.
    expect(run.result.meanAcross).toBeCloseTo((3 * 62) / 64, 6);
  }
});

function ramp(width: number, height: number, slope: number) {
  const data = Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => (Math.floor(at / 3) % width) * slope,
  );
  return { data, raw: { width, height, channels: 3 as const } };
}

async function sharpPng(data: Uint8Array, raw: { width: number; height: number; channels: 3 }) {
  const { default: sharp } = await import('sharp');
  return await sharp(data, { raw }).png().toBuffer();
}

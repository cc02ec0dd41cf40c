import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/echo-edges.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer, samplesOf } from '../support/enhanced.ts';

it('has the second derivatives of OpenCV', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer());
  await expectEnhancer(analysis, run);
  // OpenCV 4.6, mean and largest |`Laplacian`| with a kernel of 5 (Sherloq at radius 2) on this very picture, by hand.
  const gain = 16;
  const means = [267.7313541667, 263.3892708333, 264.3113541667];
  const maxima = [1382, 1382, 1362];
  for (const [channel, mean] of means.entries()) {
    expect(run.result.means[channel]! * gain).toBeCloseTo(mean, 4);
    expect(run.result.maxima[channel]! * gain).toBeCloseTo(maxima[channel]!, 6);
  }
});

it('answers a lone step by its height at every radius', async () => {
  const [width, height] = [64, 64];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
    at % 3 === 2 ? 50 : Math.floor(at / 3) % width < 32 ? 100 : 140,
  );
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  for (const radius of [1, 2, 5]) {
    const run = await enhanced(analysis, png, { radius, range: 64 });
    expect(run.result.maxima[0]).toBeCloseTo(40, 3);
    expect(run.result.maxima[2]).toBe(0);
    const picture = await samplesOf(run.artifacts.get('echo-edges.png'));
    expect(Math.max(...picture)).toBe(Math.round((40 * 255) / 64));
  }
});

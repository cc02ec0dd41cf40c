import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/principal-components.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer } from '../support/enhanced.ts';

it('finds the axes and distances that OpenCV finds', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer());
  await expectEnhancer(analysis, run);
  // numpy and OpenCV 4.6 on this very picture (`PCACompute2`, Sherloq's distance), once by hand; signs as kept here.
  const axes = [
    [0.5798025567, 0.5756389448, 0.5766010757],
    [-0.0096297159, 0.7124891285, -0.7016170682],
    [0.8147001067, -0.4012468655, -0.4186462578],
  ];
  for (const [index, axis] of axes.entries())
    for (const [part, value] of axis.entries()) expect(run.result.axes[index]![part]).toBeCloseTo(value, 7);
  expect(run.result.mean[0]).toBeCloseTo(132.24799479, 7);
  expect(run.result.variances[0]).toBeCloseTo(10093.7007, 3);
  expect(run.result.variances[1]).toBeCloseTo(2.95793386, 7);
  expect(run.result.variances[2]).toBeCloseTo(0.704034754, 7);
  expect(run.result.meanDistance).toBeCloseTo(0.6816370464, 8);
  expect(run.result.mostDistance).toBeCloseTo(24.6178534, 5);
});

it('takes the distance from another axis when asked', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer(), { component: 2 });
  expect(run.result.meanDistance).toBeCloseTo(84.74681859, 6);
});

it('has nothing to say about grey', async () => {
  const grey = await patternImage(96, 64).toColourspace('b-w').png().toBuffer();
  await expect(enhanced(analysis, grey)).rejects.toThrow('no-colour');
  const flat = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#204060' } })
    .png()
    .toBuffer();
  expect((await enhanced(analysis, flat)).result.mostDistance).toBe(0);
});

import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/channels.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer } from '../support/enhanced.ts';

it('has the channel means of the definitions', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer());
  await expectEnhancer(analysis, run);
  const mean = (name: string) => run.result.channels.find(({ channel }) => channel === name)!.mean;
  // This very picture in OpenCV 4.6 (`cvtColor`: luma, hue, saturation, value) and, as OpenCV tabulates L*a*b*, by the
  // formulas of T.871 and CIE 15 in numpy; once by hand.
  expect(mean('luma')).toBeCloseTo(139.8548, 2);
  expect(mean('blue-difference')).toBeCloseTo(109.703035, 4);
  expect(mean('red-difference')).toBeCloseTo(122.57428, 4);
  expect(mean('saturation')).toBeCloseTo(34.844795, 3);
  expect(mean('value')).toBeCloseTo(58.833796, 3);
  expect(mean('hue')).toBeCloseTo(85.023186, 2);
  expect(mean('lightness')).toBeCloseTo(58.900476, 4);
  expect(mean('green-red')).toBeCloseTo(-14.234782, 4);
  expect(mean('blue-yellow')).toBeCloseTo(20.597344, 4);
  expect(run.result.large).toBeNull();
});

it('draws the channel that is asked for large', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer(), { channel: 'hue' });
  expect(run.result.large).toMatchObject({ width: 240, height: 160, channel: 'hue' });
  expect(run.figures.map(({ id }) => id)).toContain('channel');
  const grey = await patternImage(96, 64).toColourspace('b-w').png().toBuffer();
  await expect(enhanced(analysis, grey)).rejects.toThrow('no-colour');
});

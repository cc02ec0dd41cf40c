import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/median-filtering.ts';
import { stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const made = (): Sharp => rgbImage(stationaryPicture(400, 400), 400, 400);

async function scoreOf(image: Sharp, quality: number | null = null): Promise<readonly [string, number]> {
  const { answer } = await runOnPicture(analysis, sharp(await image.png().toBuffer()), quality);
  return [answer.outcome, answer.result?.score ?? Number.NaN];
}

test('a median filter, its controls, and how it is told', async () => {
  const { answer, findings } = await runOnPicture(analysis, made().median(3));
  expect(answer.outcome).toBe('found');
  expect(findings[0]).toMatchObject({ code: 'median.filtered', strength: 'weak' });
  for (const control of [
    made(),
    made().blur(0.8),
    made().convolve({ width: 3, height: 3, kernel: new Array(9).fill(1) }),
    made().resize(600, 600, { kernel: 'cubic' }),
  ])
    expect((await scoreOf(control))[0]).toBe('nothing-found');
});

test('bars around a picture count neither for nor against a filter', async () => {
  const between = (image: Sharp): Sharp =>
    image.extend({ top: 301, bottom: 217, left: 83, right: 45, background: '#101014' });
  expect((await scoreOf(between(made())))[0]).toBe('nothing-found');
  const filtered = sharp(await made().median(3).png().toBuffer());
  expect((await scoreOf(between(filtered)))[0]).toBe('found');
});

test('coarse JPEG, small and flat pictures are not spoken about', async () => {
  expect((await runOnPicture(analysis, made(), 50)).answer).toMatchObject({
    outcome: 'undetermined',
    reason: { code: 'too-compressed' },
  });
  const small = rgbImage(stationaryPicture(200, 300), 200, 300);
  expect((await runOnPicture(analysis, small)).answer).toMatchObject({ reason: { code: 'too-small' } });
  const flat = rgbImage(new Uint8Array(300 * 300 * 3).fill(120), 300, 300);
  expect((await runOnPicture(analysis, flat)).answer).toMatchObject({ reason: { code: 'too-flat' } });
});

// Photographs of the half that the discriminant was not fitted on.
describe.skipIf(!corpusPresent)('photographs', () => {
  const photograph = (number: string): Sharp =>
    sharp(corpus('photos', `kodak-${number}.png`)).extract({ left: 128, top: 0, width: 512, height: 512 });

  test.each(['03', '07'])('kodak-%s', async (number) => {
    expect((await scoreOf(photograph(number)))[0]).toBe('nothing-found');
    expect((await scoreOf(photograph(number).blur(0.8)))[0]).toBe('nothing-found');
    expect((await scoreOf(photograph(number).median(3)))[0]).toBe('found');
    const [untouched, filtered] = [
      await scoreOf(photograph(number), 90),
      await scoreOf(photograph(number).median(5), 90),
    ];
    expect(untouched[0]).toBe('nothing-found');
    expect(filtered[0]).toBe('found');
  });
});

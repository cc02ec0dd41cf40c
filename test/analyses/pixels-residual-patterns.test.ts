import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/residual-patterns.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';
import { withNoise } from '../fixtures/make/noisy-pictures.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { enhanced, expectEnhancer, samplesOf } from '../support/enhanced.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const [width, height] = [640, 480];
const scene = cloudPicture(width, height, 3);
const square = { left: 240, top: 160, side: 160 };
const png = (rgb: Uint8Array, across: number, down: number) => rgbImage(rgb, across, down).png().toBuffer();

/** Share of the cells far outside the square that the mean of its middle exceeds. */
async function rank(
  bytes: Uint8Array | undefined,
  across: number,
  { left, top, side }: typeof square,
): Promise<number> {
  const data = await samplesOf(bytes);
  const { width: columns, height: rows } = await sharp(bytes).metadata();
  expect(columns).toBe(Math.ceil(across / 8));
  const channels = data.length / (columns * rows);
  const rest: number[] = [];
  let [sum, count] = [0, 0];
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const [x, y] = [8 * (cell % columns) + 4, 8 * Math.floor(cell / columns) + 4];
    const away = Math.max(left - x, x - left - side, top - y, y - top - side);
    if (away > 64) rest.push(data[cell * channels]!);
    if (away > -48) continue;
    sum += data[cell * channels]!;
    count += 1;
  }
  return rest.filter((value) => value < sum / count).length / rest.length;
}

describe('residual patterns', () => {
  test.each([0, 1])('a square with other noise (%d) stands out', async (inside) => {
    const run = await enhanced(
      analysis,
      await png(withNoise(scene, width, { inside, outside: 4 }, square), width, height),
    );
    await expectEnhancer(analysis, run);
    expect(run.answer.outcome).toBe('found');
    expect(await rank(run.artifacts.get('residual-patterns.png'), width, square)).toBeGreaterThan(0.99);
  });

  test('bars around the picture are not what stands out', async () => {
    const rgb = withNoise(scene, width, { inside: 4, outside: 4 }, square);
    const between = await rgbImage(rgb, width, height)
      .extend({ top: 400, bottom: 300, background: '#101014' })
      .png()
      .toBuffer();
    expect((await enhanced(analysis, between)).answer.outcome).toBe('nothing-found');
  });

  test.each([0, 4])('the same noise of %d everywhere does not', async (deviation) => {
    const rgb = withNoise(scene, width, { inside: deviation, outside: deviation }, square);
    const { answer, result } = await enhanced(analysis, await png(rgb, width, height));
    expect(answer.outcome).toBe('nothing-found');
    expect(result.separation).toBeLessThan(10);
  });

  test('says nothing of small and strongly compressed pictures', async () => {
    const strong = await runOnPicture(analysis, rgbImage(scene, width, height), 75);
    expect(strong.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-compressed' } });
    const small = await runOnPicture(analysis, rgbImage(scene, width, height).resize(320, 240));
    expect(small.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-small' } });
  });
});

describe.skipIf(!corpusPresent)('photographs', () => {
  test.each([
    ['03', '09'],
    ['17', '23'],
    ['21', '03'],
  ])('kodak-%s: a part of an enlarged and compressed kodak-%s stands out', async (ground, donor) => {
    const path = corpus('photos', `kodak-${ground}.png`);
    const untouched = await enhanced(analysis, await sharp(path).png().toBuffer());
    expect(untouched.answer.outcome).toBe('nothing-found');
    const place = { left: 288, top: 160, side: 192 };
    const other = await sharp(corpus('photos', `kodak-${donor}.png`))
      .resize({ width: 990 })
      .jpeg({ quality: 85 })
      .toBuffer();
    const patch = await sharp(other)
      .extract({ left: place.left, top: place.top, width: place.side, height: place.side })
      .png()
      .toBuffer();
    const { width: across } = await sharp(path).metadata();
    const spliced = await sharp(path)
      .composite([{ input: patch, left: place.left, top: place.top }])
      .png()
      .toBuffer();
    const run = await enhanced(analysis, spliced);
    expect(await rank(run.artifacts.get('residual-patterns.png'), across, place)).toBeGreaterThan(0.95);
  });
});

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/double-quantization.ts';
import { annexKLuminance, scaleByQuality } from '#shared/numeric/jpeg-quantization.ts';
import {
  type GreyPicture,
  greyJpeg,
  greyResaved,
  pasted,
  texturedGrey,
} from '../fixtures/make/double-jpeg.ts';
import { analysedBytes } from '../support/analysed-bytes.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';

const original = texturedGrey(512, 384, 5);
const area = { x: 240, y: 136, width: 160, height: 128 };

test.each([
  [60, 85],
  [75, 92],
] as const)('finds the steps of quality %i under %i, and says the quality', async (first, second) => {
  const { answer } = await analysedBytes(
    analysis,
    await greyJpeg(await greyResaved(original, first), second),
  );
  expect(answer.outcome).toBe('found');
  const { steps, significant, earlier, regions } = answer.result!;
  expect(significant.length).toBeGreaterThanOrEqual(6);
  const truth = scaleByQuality(annexKLuminance, first, 255);
  for (const { index, first: found } of steps.filter((step) => significant.includes(step.index)))
    expect(found, `coefficient ${index}`).toBe(truth[index]);
  expect(earlier!.qualities).toContain(first);
  expect(earlier!.agreeing).toBe(earlier!.of);
  expect(regions).toEqual([]);
});

test('maps and finds what was pasted between the compressions', async () => {
  const made = pasted(await greyResaved(original, 60), texturedGrey(512, 384, 6), area);
  const { answer, artifacts, findings } = await analysedBytes(analysis, await greyJpeg(made, 90));
  expect(answer.outcome).toBe('found');
  const { data, info } = await sharp(artifacts.get('single-compression.png')!)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([64, 48]);
  const totals = { inside: 0, outside: 0 };
  for (const [at, value] of data.entries()) {
    const [x, y] = [(at % 64) * 8, Math.floor(at / 64) * 8];
    const within = x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
    totals[within ? 'inside' : 'outside'] += value / 255;
  }
  const blocks = (area.width * area.height) / 64;
  const [inside, outside] = [totals.inside / blocks, totals.outside / (64 * 48 - blocks)];
  expect(inside).toBeGreaterThan(0.8);
  expect(outside).toBeLessThan(0.2);
  expect(answer.result!.regions.length).toBeGreaterThan(0);
  for (const { x, y, size } of answer.result!.regions) {
    const [middleX, middleY] = [(x + size / 2) * 8, (y + size / 2) * 8];
    expect(middleX >= area.x && middleX <= area.x + area.width, `${x}, ${y}`).toBe(true);
    expect(middleY >= area.y && middleY <= area.y + area.height, `${x}, ${y}`).toBe(true);
  }
  expect(findings.map(({ code }) => code)).toEqual([
    'double-quantization.twice',
    'double-quantization.regions',
  ]);
});

test('is silent about a picture compressed once', async () => {
  for (const quality of [60, 85, 95]) {
    const { answer, findings } = await analysedBytes(analysis, await greyJpeg(original, quality));
    expect([quality, answer.outcome]).toEqual([quality, 'nothing-found']);
    expect(findings.map(({ code }) => code)).toEqual(['double-quantization.none']);
  }
});

test('smooth and rough places of a picture saved twice or three times are no regions', async () => {
  // A smooth half: the distribution of its coefficients is another than that of the whole.
  const halves: GreyPicture = {
    ...original,
    data: original.data.map((level, at) =>
      at % 512 < 256
        ? Math.max(3, Math.min(252, Math.round(122 + 1.3 * (level - 122))))
        : Math.round(128 + (level - 128) / 4),
    ),
  };
  for (const qualities of [
    [86, 75],
    [84, 90, 80],
    [84, 88, 80],
    [84, 88, 77],
  ]) {
    let made: GreyPicture = halves;
    for (const quality of qualities.slice(0, -1)) made = await greyResaved(made, quality);
    const { answer } = await analysedBytes(analysis, await greyJpeg(made, qualities.at(-1)!));
    expect(answer.result?.regions ?? [], qualities.join(' ')).toEqual([]);
  }
});

test('a flat picture is undetermined, not clean', async () => {
  const flat = { width: 256, height: 256, data: new Uint8Array(256 * 256).fill(90) };
  const { answer } = await analysedBytes(analysis, await greyJpeg(flat, 90));
  expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'few-coefficients' } });
});

// Of the choosing half; with one distribution for smooth and rough places, three and five regions stood out.
describe.skipIf(!corpusPresent)('photographs', () => {
  test.each([
    ['07', 85, 79],
    ['21', 85, 79],
  ] as const)('kodak-%s, saved twice, has no regions', async (number, first, second) => {
    const once = await sharp(corpus('photos', `kodak-${number}.png`))
      .jpeg({ quality: first })
      .toBuffer();
    const { answer } = await analysedBytes(analysis, await sharp(once).jpeg({ quality: second }).toBuffer());
    expect(answer).toMatchObject({ outcome: 'found', result: { regions: [] } });
  });
});

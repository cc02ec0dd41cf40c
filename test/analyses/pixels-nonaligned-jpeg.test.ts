import { expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/nonaligned-jpeg.ts';
import { annexKLuminance, scaleByQuality } from '#shared/numeric/jpeg-quantization.ts';
import { cropped, greyJpeg, greyResaved, pasted, texturedGrey } from '../fixtures/make/double-jpeg.ts';
import { analysedBytes } from '../support/analysed-bytes.ts';

const original = texturedGrey(488, 376, 8);

test.each([
  [3, 2, 70, 90],
  [5, 0, 60, 85],
  [0, 7, 80, 95],
  [4, 4, 75, 90],
] as const)('finds a crop of (%i, %i) between quality %i and %i', async (left, top, first, second) => {
  const once = cropped(await greyResaved(original, first), left, top);
  const { answer } = await analysedBytes(analysis, await greyJpeg(once, second));
  expect(answer.outcome).toBe('found');
  expect(answer.result!.shifts[0]).toMatchObject({
    x: (8 - left) % 8,
    y: (8 - top) % 8,
    step: scaleByQuality(annexKLuminance, first, 255)[0],
  });
  expect(answer.result!.logNfa).toBeLessThan(-20);
  expect(answer.result!.foreign!.regions).toEqual([]);
});

test('finds a region pasted from a JPEG picture off its grid', async () => {
  const area = { x: 120, y: 96, width: 200, height: 176 };
  const source = cropped(await greyResaved(texturedGrey(496, 384, 9), 65), 3, 6);
  const made = pasted(original, source, area);
  const { answer, findings } = await analysedBytes(analysis, await greyJpeg(made, 92));
  expect(answer.result!.shifts[0]).toMatchObject({ x: 5, y: 2 });
  const { regions } = answer.result!.foreign!;
  expect(regions.length).toBeGreaterThan(0);
  for (const { x, y, size, kind } of regions) {
    expect(kind).toBe('with');
    const [middleX, middleY] = [(x + size / 2) * 8, (y + size / 2) * 8];
    expect(middleX > area.x && middleX < area.x + area.width, `${x}, ${y}`).toBe(true);
    expect(middleY > area.y && middleY < area.y + area.height, `${x}, ${y}`).toBe(true);
  }
  expect(findings.map(({ code }) => code)).toEqual(['nonaligned-jpeg.shift', 'nonaligned-jpeg.regions']);
});

test('is silent about pictures compressed once, or twice on one grid', async () => {
  const files = [
    await greyJpeg(original, 60),
    await greyJpeg(original, 90),
    await greyJpeg(await greyResaved(original, 70), 90),
  ];
  for (const file of files)
    expect((await analysedBytes(analysis, file)).answer.outcome).toBe('nothing-found');
});

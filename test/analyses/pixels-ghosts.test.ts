import { expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/ghosts.ts';
import { cropped, greyJpeg, greyResaved, pasted, texturedGrey } from '../fixtures/make/double-jpeg.ts';
import { analysedBytes } from '../support/analysed-bytes.ts';

const original = texturedGrey(512, 384, 11);
const area = { x: 160, y: 96, width: 208, height: 192 };

function expectInside(
  region: { readonly x: number; readonly y: number; readonly size: number },
  cell: number,
) {
  const [x, y] = [(region.x + region.size / 2) * cell, (region.y + region.size / 2) * cell];
  expect(x > area.x && x < area.x + area.width, `${x}`).toBe(true);
  expect(y > area.y && y < area.y + area.height, `${y}`).toBe(true);
}

test('a region of quality 65 in a picture of quality 90 has its minimum at 65', async () => {
  const made = pasted(original, await greyResaved(original, 65), area);
  const { answer } = await analysedBytes(analysis, await greyJpeg(made, 90));
  expect(answer.outcome).toBe('found');
  const { regions, cell } = answer.result!;
  expect(regions[0]).toMatchObject({ quality: 65, shiftX: 0, shiftY: 0, kind: 'ghost' });
  expectInside(regions[0]!, cell);
});

test('finds the grid of a region pasted off it', async () => {
  const source = cropped(await greyResaved(texturedGrey(520, 392, 12), 60), 3, 6);
  const { answer } = await analysedBytes(analysis, await greyJpeg(pasted(original, source, area), 92));
  expect(answer.outcome).toBe('found');
  const { regions, cell } = answer.result!;
  expect(regions[0]).toMatchObject({ quality: 60, shiftX: 5, shiftY: 2, kind: 'ghost' });
  for (const region of regions) expectInside(region, cell);
});

test('is silent about pictures of one history', async () => {
  const files = [
    await greyJpeg(original, 75),
    await greyJpeg(original, 92),
    await greyJpeg(await greyResaved(original, 65), 90),
    await greyJpeg(cropped(await greyResaved(original, 65), 3, 6), 90),
  ];
  for (const [at, file] of files.entries()) {
    const { answer } = await analysedBytes(analysis, file);
    expect([at, answer.outcome, answer.result?.regions]).toEqual([at, 'nothing-found', []]);
  }
});

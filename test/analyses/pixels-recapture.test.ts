import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/recapture.ts';
import { patternRgb } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer } from '../support/enhanced.ts';

const [width, height] = [640, 480];

/** A picture as a display shows it: dark frame, grid of its pixels, light that falls off towards the corners. */
async function photographedDisplay(period: number, degrees: number): Promise<Uint8Array> {
  const rgb = patternRgb(width, height, 5);
  const turn = (degrees * Math.PI) / 180;
  const wave = (2 * Math.PI) / period;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const along = Math.cos(wave * (x * Math.cos(turn) + y * Math.sin(turn)));
    const across = Math.cos(wave * (y * Math.cos(turn) - x * Math.sin(turn)));
    const light = 0.9 + 0.04 * (along + across) - 0.3 * radius(x, y);
    const frame = x < 50 || y < 40 || x >= width - 60 || y >= height - 45;
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1)
      rgb[at] = frame ? 15 : Math.max(0, Math.min(255, Math.round(rgb[at]! * light)));
  }
  return await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

function radius(x: number, y: number): number {
  return (((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2) / 2;
}

it('lists grid, frame and fall-off of a photographed display', async () => {
  const run = await enhanced(analysis, await photographedDisplay(3.7, 7));
  await expectEnhancer(analysis, run);
  const { grid, frameSides, lines, fallOff } = run.result;
  expect(grid?.period).toBeCloseTo(3.7, 1);
  expect(grid?.turn).toBeCloseTo(7, 0);
  expect(grid!.log10).toBeLessThan(-3);
  expect(frameSides).toBe(4);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  expect(fallOff.corners).toBeLessThan(-30);
  expect(run.answer.outcome).toBe('found');
  expect(run.findings.map(({ code }) => code)).toEqual([
    'recapture.repetition',
    'recapture.lines',
    'recapture.fall-off',
  ]);
});

it('lists no cue but the fall-off for noise under a vignette, and measures it', async () => {
  const rgb = new Uint8Array(width * height * 3);
  let state = 9;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [x, y] = [(pixel % width) + 0.5, Math.floor(pixel / width) + 0.5];
    rgb.fill(Math.round(180 - 60 * radius(x, y) + (state >>> 24) / 16 - 8), pixel * 3, pixel * 3 + 3);
  }
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const { answer, result } = await enhanced(analysis, png);
  expect(result.lines).toEqual([]);
  expect(result.grid).toBeNull();
  expect(result.fallOff.centre).toBeCloseTo(180, 0);
  expect(result.fallOff.corners).toBeCloseTo(-60, 0);
  expect(result.fallOff.explained).toBeGreaterThan(0.95);
  expect(answer.outcome).toBe('nothing-found');
});

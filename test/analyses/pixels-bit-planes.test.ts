import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/bit-planes.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { enhanced, expectEnhancer, samplesOf } from '../support/enhanced.ts';

it('counts ones as numpy does', async () => {
  const run = await enhanced(analysis, await patternImage(240, 160, 7).png().toBuffer());
  await expectEnhancer(analysis, run);
  // numpy: mean of (grey >> bit) & 1 on this very picture, grey by OpenCV's `cvtColor`.
  const ones = [
    ...[0.49997395833, 0.4984375, 0.5009635417, 0.50078125],
    ...[0.5074739583, 0.5221354167, 0.531171875, 0.5765364583],
  ];
  for (const [bit, share] of ones.entries())
    expect(run.result.channels[0]!.planes[bit]!.ones).toBeCloseTo(share, 9);
});

it('tells noise from what was painted', async () => {
  const [width, height] = [128, 96];
  // Green: noise in the four lowest bits, but for a rectangle that was filled.
  const noise = randomBytes(width * height);
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const inside = x >= 32 && x < 64 && y >= 32 && y < 64;
    return at % 3 === 1 ? 0x60 + (inside ? 7 : noise[pixel]! & 15) : 80;
  });
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const run = await enhanced(analysis, png, { channel: 'green', plane: 3 });
  const green = run.result.channels.find(({ channel }) => channel === 'green')!.planes;
  for (const bit of [0, 1, 2, 3]) {
    expect(green[bit]!.changes).toBeGreaterThan(0.4);
    expect(green[bit]!.changes).toBeLessThan(0.5);
  }
  for (const bit of [4, 5, 6, 7]) expect(green[bit]!.changes).toBe(0);
  expect(run.result.channels.find(({ channel }) => channel === 'red')!.planes[0]!.changes).toBe(0);
  const squares = await samplesOf(run.artifacts.get('bit-changes.png'));
  const stride = squares.length / (8 * 6);
  const at = (x: number, y: number) => squares[(y * 8 + x) * stride]! / 255;
  expect(at(2, 2)).toBe(0);
  expect(at(0, 0)).toBeGreaterThan(0.4);
  expect(at(7, 5)).toBeLessThan(0.6);
});

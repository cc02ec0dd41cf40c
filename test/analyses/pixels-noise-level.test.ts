import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/noise-level.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';
import { withNoise } from '../fixtures/make/noisy-pictures.ts';
import { enhanced, expectEnhancer, samplesOf } from '../support/enhanced.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const [width, height] = [640, 480];
const scene = cloudPicture(width, height, 3);
const square = { left: 240, top: 160, side: 160 };

const look = async (inside: number, outside: number) => {
  const rgb = withNoise(scene, width, { inside, outside }, square);
  return enhanced(analysis, await rgbImage(rgb, width, height).png().toBuffer());
};

describe('noise level', () => {
  test.each([
    [0, 4, 'quieter'],
    [10, 3, 'noisier'],
  ])('a square with noise %d in a picture with %d is shown as %s', async (inside, outside, kind) => {
    const run = await look(inside, outside);
    await expectEnhancer(analysis, run);
    expect(run.answer.outcome).toBe('found');
    expect(run.result.regions).toHaveLength(1);
    const [region] = run.result.regions;
    // The noise the scene has itself is even over ±2 grey levels.
    const total = (added: number) => Math.hypot(added, Math.sqrt(4 / 3));
    expect(Math.log2(region!.factor / (total(inside) / total(outside)))).toBeCloseTo(0, 0);
    for (const [found, planted] of [
      [region!.left, square.left],
      [region!.top, square.top],
      [region!.left + region!.width, square.left + square.side],
      [region!.top + region!.height, square.top + square.side],
    ] as const)
      expect(Math.abs(found - planted)).toBeLessThanOrEqual(32);
    const map = await samplesOf(run.artifacts.get('noise-ratio.png'));
    const channels = map.length / (80 * 60);
    const at = (x: number, y: number) => map[(y * 80 + x) * channels]!;
    expect(at(40, 30) < at(5, 5)).toBe(kind === 'quieter');
  });

  test.each([0, 4])('the same noise of %s everywhere is not', async (deviation) => {
    const { answer, result } = await look(deviation, deviation);
    expect(answer.outcome).toBe('nothing-found');
    expect(result.regions).toEqual([]);
  });

  test('says nothing of strongly compressed pictures', async () => {
    const { answer } = await runOnPicture(analysis, rgbImage(scene, width, height), 75);
    expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-compressed' } });
  });
});

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/noisesniffer.ts';
import { pureNoise, withNoise } from '../fixtures/make/noisy-pictures.ts';
import { stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const [width, height] = [640, 480];
const scene = stationaryPicture(width, height);
const square = { left: 240, top: 160, side: 160 };

/** Shared area of a window and the planted square, over the smaller of the two. */
function overlap(
  window: { readonly left: number; readonly top: number; readonly side: number } | undefined,
  planted: typeof square,
): number {
  if (window === undefined) return 0;
  const along = (one: number, size: number, other: number) =>
    Math.max(0, Math.min(one + size, other + planted.side) - Math.max(one, other));
  const shared = along(window.left, window.side, planted.left) * along(window.top, window.side, planted.top);
  return shared / Math.min(window.side, planted.side) ** 2;
}

describe('noise anomalies', () => {
  test('a square without the noise of the rest is found where it lies', async () => {
    const rgb = withNoise(scene, width, { inside: 0, outside: 4 }, square);
    const { answer, findings, artifacts } = await runOnPicture(analysis, rgbImage(rgb, width, height));
    expect(answer.outcome).toBe('found');
    expect(overlap(answer.result!.windows[0], square)).toBeGreaterThan(0.5);
    expect(findings[0]).toMatchObject({ code: 'noisesniffer.quiet-region', strength: 'weak' });
    const { data, info } = await sharp(artifacts.get('noisesniffer.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([80, 60]);
    expect(data[30 * info.width * info.channels + 40 * info.channels]).toBeGreaterThan(76);
    expect(data[0]).toBe(0);
  });

  test.each([0, 4])('the same noise of %s everywhere is not', async (deviation) => {
    const rgb = withNoise(scene, width, { inside: deviation, outside: deviation }, square);
    const { answer, findings } = await runOnPicture(analysis, rgbImage(rgb, width, height));
    expect(answer.outcome).toBe('nothing-found');
    expect(findings).toEqual([]);
  });

  test('says nothing of small, strongly compressed, drawn and clipped pictures', async () => {
    const code = async (rgb: Uint8Array, across: number, down: number, quality: number | null = null) => {
      const { answer } = await runOnPicture(analysis, rgbImage(rgb, across, down), quality);
      return answer.outcome === 'undetermined' ? answer.reason.code : answer.outcome;
    };
    expect(await code(pureNoise(320, 280, 1), 320, 280)).toBe('too-small');
    expect(await code(scene, width, height, 90)).toBe('too-compressed');
    expect(await code(scene, width, height, 96)).toBe('nothing-found');
    expect(await code(new Uint8Array(width * height * 3).fill(90), width, height)).toBe('few-colours');
    const bright = scene.map((value) => Math.min(255, value + 150));
    expect(await code(bright, width, height)).toBe('clipped');
  });
});

describe.skipIf(!corpusPresent)('photographs', () => {
  const planted = { left: 300, top: 180, side: 160 };
  test.each(['03', '05', '17', '23'])(
    'kodak-%s: untouched, and with noise around a square',
    async (number) => {
      const path = corpus('photos', `kodak-${number}.png`);
      expect((await runOnPicture(analysis, sharp(path))).answer.outcome).toBe('nothing-found');
      const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const rgb = withNoise(new Uint8Array(data), info.width, { inside: 0, outside: 4 }, planted);
      const { answer } = await runOnPicture(analysis, rgbImage(rgb, info.width, info.height));
      expect(answer.outcome).toBe('found');
      expect(overlap(answer.result!.windows[0], planted)).toBeGreaterThan(0.5);
    },
  );
});

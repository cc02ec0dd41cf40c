import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/contrast-enhancement.ts';
import { flatSquares } from '#core/pixels/tone-traces/flat-squares.ts';
import { traceHistogram } from '#core/pixels/tone-traces/histogram-gaps.ts';
import { stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const [width, height] = [400, 300];
/** Lighter from left to right, so that most levels are in use. */
const scene = stationaryPicture(width, height).map((level, at) =>
  Math.max(3, Math.min(252, level - 75 + Math.round((150 * (Math.floor(at / 3) % width)) / width))),
);
const toned = (rgb: Uint8Array, curve: (level: number) => number): Uint8Array =>
  rgb.map((level) => Math.max(0, Math.min(255, Math.round(curve(level)))));
const look = (rgb: Uint8Array, quality: number | null = null) =>
  runOnPicture(analysis, rgbImage(rgb, width, height), quality);

describe('histogram', () => {
  test('F of a comb, against a direct sum', () => {
    const comb = Float64Array.from({ length: 256 }, (_, level) => (level % 2 === 0 ? 2000 : 0));
    const pinched = comb.map((count, level) => {
      const away = Math.min(level, 255 - level, 8);
      return count * (0.5 - 0.5 * Math.cos((Math.PI * away) / 8));
    });
    let sum = 0;
    for (let k = 112; k <= 144; k += 1) {
      let [real, imaginary] = [0, 0];
      for (const [level, count] of pinched.entries()) {
        real += count * Math.cos((2 * Math.PI * k * level) / 256);
        imaginary += count * Math.sin((2 * Math.PI * k * level) / 256);
      }
      sum += Math.hypot(real, imaginary) / 33;
    }
    const { measure, gaps } = traceHistogram(comb);
    expect(measure).toBeCloseTo(sum / pinched.reduce((total, count) => total + count, 0), 9);
    expect(gaps).toBeGreaterThan(120);
  });

  test('a smooth histogram has none', () => {
    const smooth = Float64Array.from(
      { length: 256 },
      (_, level) => 1e5 * Math.exp(-(((level - 128) / 40) ** 2)),
    );
    expect(traceHistogram(smooth)).toMatchObject({ gaps: 0, peaks: 0 });
    expect(traceHistogram(smooth).measure).toBeLessThan(1e-4);
  });
});

test('squares of one level, against every square looked at', () => {
  const [wide, high, side] = [23, 17, 3];
  const plane = Uint8Array.from({ length: wide * high }, (_, at) =>
    Math.imul(at + 1, 2_654_435_761) >>> 24 > 40 ? 7 : 9,
  );
  const expected = new Uint8Array(wide * high);
  for (let top = 0; top + side <= high; top += 1)
    for (let left = 0; left + side <= wide; left += 1) {
      const cells = Array.from(
        { length: side * side },
        (_, cell) => (top + Math.floor(cell / side)) * wide + left + (cell % side),
      );
      if (cells.every((cell) => plane[cell] === plane[cells[0]!]))
        for (const cell of cells) expected[cell] = 1;
    }
  const count = expected.reduce((sum, value) => sum + value, 0);
  expect(count).toBeGreaterThan(20);
  expect(count).toBeLessThan(wide * high);
  expect([...flatSquares(plane, wide, high, side)]).toEqual([...expected]);
});

describe('tone curves', () => {
  test.each([
    ['gamma 0.7', (level: number) => 255 * (level / 255) ** 0.7],
    ['gamma 1.3', (level: number) => 255 * (level / 255) ** 1.3],
    ['stretched by 1.2', (level: number) => 1.2 * (level - 128) + 128],
    ['drawn together by 0.85', (level: number) => 0.85 * level + 16],
  ] as const)('%s', async (_, curve) => {
    const { answer, findings } = await look(toned(scene, curve));
    expect(answer.outcome).toBe('found');
    expect(findings[0]).toMatchObject({ code: 'contrast.enhanced', bearing: 'contradicts' });
  });

  test('none in the picture as made, nor when all levels are shifted', async () => {
    expect((await look(scene)).answer.outcome).toBe('nothing-found');
    expect((await look(toned(scene, (level) => level + 3))).answer.outcome).toBe('nothing-found');
  });

  test('bars around the picture are left out', async () => {
    const between = (rgb: Uint8Array) =>
      runOnPicture(
        analysis,
        rgbImage(rgb, width, height).extend({
          top: 330,
          bottom: 90,
          left: 7,
          right: 21,
          background: '#e8e8ec',
        }),
      );
    const { answer, findings } = await between(scene);
    expect(answer).toMatchObject({ outcome: 'nothing-found', result: { gaps: 0, peaks: 0 } });
    expect(findings[0]!.statement.en).toContain('left out');
    expect((await between(toned(scene, (level) => 255 * (level / 255) ** 0.7))).answer.outcome).toBe('found');
  });

  test('compressed, clipped and drawn pictures are not spoken about', async () => {
    const code = async (rgb: Uint8Array, quality: number | null = null) => {
      const { answer } = await look(rgb, quality);
      return answer.outcome === 'undetermined' ? answer.reason.code : answer.outcome;
    };
    expect(await code(scene, 90)).toBe('too-compressed');
    expect(await code(toned(scene, (level) => 12 * (level - 128) + 128))).toBe('too-flat');
    const speckled = scene.map((level, at) => [level, 0, 255][(Math.imul(at, 2_654_435_761) >>> 16) % 3]!);
    expect(await code(speckled)).toBe('saturated');
    expect(await code(scene.map((level) => (level % 9) + 90))).toBe('few-levels');
  });
});

describe.skipIf(!corpusPresent)('photographs', () => {
  test.each(['01', '07', '17'])('kodak-%s', async (number) => {
    const image = sharp(corpus('photos', `kodak-${number}.png`));
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const curve = toned(new Uint8Array(data), (level) => level + 12 * Math.sin((level / 255) * 2 * Math.PI));
    expect((await runOnPicture(analysis, image)).answer.outcome).toBe('nothing-found');
    expect((await runOnPicture(analysis, rgbImage(curve, info.width, info.height))).answer.outcome).toBe(
      'found',
    );
  });
});

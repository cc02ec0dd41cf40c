import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/cfa.ts';
import { demosaiced, stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const [width, height] = [512, 384];
const scene = stationaryPicture(width, height);
const place = { left: 210, top: 130, side: 140 };

/** `ground` with a square of `other` in it. */
function pasted(ground: Uint8Array, other: Uint8Array): Uint8Array {
  const out = Uint8Array.from(ground);
  for (let y = place.top; y < place.top + place.side; y += 1) {
    const from = (y * width + place.left) * 3;
    out.set(other.subarray(from, from + place.side * 3), from);
  }
  return out;
}

const look = (rgb: Uint8Array, quality: number | null = null) =>
  runOnPicture(analysis, rgbImage(rgb, width, height), quality);

describe('colour mosaic', () => {
  test.each(['RGGB', 'GRBG', 'GBRG', 'BGGR'])('%s is told from the other three', async (pattern) => {
    const { answer, findings } = await look(demosaiced(scene, width, height, pattern));
    expect(answer.outcome).toBe('nothing-found');
    expect(answer.result).toMatchObject({ pattern, phase: pattern.startsWith('G') ? 0 : 1 });
    expect(answer.result!.log10).toBeLessThan(-100);
    expect(findings.map(({ code }) => code)).toEqual(['cfa.pattern']);
  });

  test.each([
    ['another phase', demosaiced(scene, width, height, 'GRBG'), 'cfa.other-phase'],
    ['no mosaic', scene, 'cfa.interrupted'],
  ] as const)('a pasted square with %s is found where it lies', async (_, other, code) => {
    const { answer, findings, artifacts } = await look(
      pasted(demosaiced(scene, width, height, 'RGGB'), other),
    );
    expect(answer.outcome).toBe('found');
    expect(findings[1]).toMatchObject({ code, bearing: 'contradicts', proposition: 'unaltered' });
    const [first] = answer.result!.windows;
    expect(Math.abs(first!.left + first!.side / 2 - place.left - place.side / 2)).toBeLessThan(40);
    expect(Math.abs(first!.top + first!.side / 2 - place.top - place.side / 2)).toBeLessThan(40);
    const { data, info } = await sharp(artifacts.get('mosaic-absent.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    let [inside, outside, within, without] = [0, 0, 0, 0];
    for (let y = 0; y < info.height; y += 1)
      for (let x = 0; x < info.width; x += 1) {
        const value = data[(y * info.width + x) * info.channels]!;
        const [left, top] = [2 + 8 * x - place.left, 2 + 8 * y - place.top];
        if (left >= 0 && top >= 0 && left <= place.side - 8 && top <= place.side - 8) {
          inside += value;
          within += 1;
        } else if (left < -8 || top < -8 || left > place.side || top > place.side) {
          outside += value;
          without += 1;
        }
      }
    expect(inside / within).toBeGreaterThan(180);
    expect(outside / without).toBeLessThan(40);
  });

  test('survives JPEG with steps near 1, and is gated above a mean step of 3', async () => {
    const camera = demosaiced(scene, width, height, 'RGGB');
    const fine = await look(camera, 99);
    expect(fine.answer.outcome).toBe('nothing-found');
    expect(fine.answer.result!.phase).toBe(1);
    expect((await look(camera, 90)).answer).toMatchObject({
      outcome: 'undetermined',
      reason: { code: 'too-compressed' },
    });
  });

  test('says nothing without a mosaic, after resizing and in grey', async () => {
    const none = { outcome: 'undetermined', reason: { code: 'no-mosaic' } };
    expect((await look(scene)).answer).toMatchObject(none);
    const camera = rgbImage(demosaiced(scene, width, height, 'RGGB'), width, height);
    const smaller = await camera.clone().resize(410, 307, { fit: 'fill' }).png().toBuffer();
    expect((await runOnPicture(analysis, sharp(smaller))).answer).toMatchObject(none);
    const grey = await runOnPicture(analysis, camera.clone().greyscale().toColourspace('b-w'));
    expect(grey.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'no-colour' } });
  });
});

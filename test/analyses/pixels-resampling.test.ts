import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/resampling.ts';
import { homographyRows, warp } from '#shared/numeric/warp.ts';
import { stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { rgbImage, runOnPicture } from '../support/pixel-pictures.ts';

const side = 520;
const source = stationaryPicture(side, side);
const largeSide = 620;
/** Never resampled. */
const plain = stationaryPicture(560, 560, 3);
const bin = 1 / 256;

/** Enlarge and cut to 512 × 512. */
async function enlarged(factor: number, kernel: 'linear' | 'cubic' | 'lanczos3'): Promise<Sharp> {
  const to = Math.round(side * factor);
  const data = await rgbImage(source, side, side).resize(to, to, { kernel, fit: 'fill' }).raw().toBuffer();
  return rgbImage(data, to, to).extract({ left: 8, top: 4, width: 512, height: 512 });
}

/** Turned by own warp, and cut so that no border is seen. */
function turned(degrees: number): Sharp {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const middle = largeSide / 2;
  const rows = homographyRows([
    ...([cosine, -sine, middle - cosine * middle + sine * middle] as const),
    ...([sine, cosine, middle - sine * middle - cosine * middle] as const),
    ...([0, 0] as const),
  ]);
  const target = { width: largeSide, height: largeSide, background: [0, 0, 0], kernel: 'bicubic' } as const;
  const data = warp(
    { width: largeSide, height: largeSide, channels: 3, data: stationaryPicture(largeSide, largeSide, 9) },
    target,
    rows,
  );
  return rgbImage(data, largeSide, largeSide).extract({ left: 50, top: 50, width: 520, height: 520 });
}

describe('the frequency that the factor predicts', () => {
  // f = |1/s − round(1/s)| (Gallagher 2005; Kirchner 2008), worked out by hand.
  test.each([
    [1.05, 'cubic', 0.0476],
    [1.1, 'linear', 0.0909],
    [1.1, 'lanczos3', 0.0909],
    [1.3, 'cubic', 0.2308],
    [1.5, 'lanczos3', 0.3333],
    [1.7, 'linear', 0.4118],
    [2.4, 'cubic', 0.4167],
    [3, 'lanczos3', 0.3333],
  ] as const)('×%f, %s', async (factor, kernel, frequency) => {
    const { answer, findings } = await runOnPicture(analysis, await enlarged(factor, kernel));
    expect(answer.outcome).toBe('found');
    const { peaks, candidates } = answer.result!;
    // The factor that was really made: sides are whole pixels.
    expect(peaks.some(({ u, v }) => v === 0 && Math.abs(u - frequency) <= bin)).toBe(true);
    expect(peaks.some(({ u, v }) => u === 0 && Math.abs(Math.abs(v) - frequency) <= bin)).toBe(true);
    const fitting = candidates.filter(({ rotation }) => Math.abs(rotation) < 0.6).map(({ scale }) => scale);
    expect(Math.min(...fitting.map((one) => Math.abs(one - factor) / factor))).toBeLessThan(0.02);
    expect(findings[0]).toMatchObject({ code: 'resampling.periods', bearing: 'contradicts' });
  });

  test('turned by five degrees: (cos 5° − 1, sin 5°)', async () => {
    const { answer } = await runOnPicture(analysis, turned(5));
    const { peaks, candidates } = answer.result!;
    expect(
      peaks.some(({ u, v }) => Math.abs(u - 0.0038) <= bin && Math.abs(Math.abs(v) - 0.0872) <= bin),
    ).toBe(true);
    expect(
      candidates.some(
        ({ scale, rotation }) => Math.abs(scale - 1) < 0.01 && Math.abs(Math.abs(rotation) - 5) < 0.5,
      ),
    ).toBe(true);
  });
});

describe('parts and controls', () => {
  test('a pasted enlargement shows where it lies', async () => {
    const width = 1024;
    const ground = stationaryPicture(width, 768, 2);
    const patch = await (await enlarged(1.4, 'cubic')).png().toBuffer();
    const picture = await rgbImage(ground, width, 768)
      .composite([{ input: patch, left: 500, top: 130 }])
      .png()
      .toBuffer();
    const { answer, artifacts } = await runOnPicture(analysis, sharp(picture));
    expect(answer.outcome).toBe('found');
    const { columns, rows } = await sharp(artifacts.get('resampling-tiles.png'))
      .raw()
      .toBuffer({ resolveWithObject: true })
      .then(({ data, info }) => {
        const at = (x: number, y: number) => data[y * info.width * info.channels + x * info.channels]!;
        // The tile in the middle of the patch, and one far from it.
        expect(at(Math.floor(0.74 * info.width), Math.floor(0.5 * info.height))).toBeGreaterThan(120);
        expect(at(0, info.height - 1)).toBeLessThan(60);
        return { columns: info.width, rows: info.height };
      });
    expect([columns, rows]).toEqual([answer.result!.width, answer.result!.height]);
    expect(answer.result!.share).toBeLessThan(0.85);
  });

  test.each([
    ['as made', null],
    ['JPEG of quality 90', 90],
    ['JPEG of quality 60', 60],
  ] as const)('nothing in a picture that was not resampled: %s', async (_, quality) => {
    const { answer } = await runOnPicture(analysis, rgbImage(plain, 560, 560), quality);
    expect(answer.outcome).toBe('nothing-found');
    expect(answer.result!.eighths).toBe(quality === null ? 'tested' : 'jpeg');
  });

  test.each([90, 75])('a JPEG of quality %d kept as PNG is known by its blocks', async (quality) => {
    const jpeg = await rgbImage(plain, 560, 560).jpeg({ quality }).toBuffer();
    const { answer, findings } = await runOnPicture(analysis, sharp(jpeg));
    expect(answer.outcome).toBe('nothing-found');
    expect(answer.result!.eighths).toBe('seen');
    expect(findings.map(({ code }) => code)).toEqual(['resampling.eighths']);
  });

  test('blurred is not resampled', async () => {
    const picture = rgbImage(plain, 560, 560).blur(0.7);
    expect((await runOnPicture(analysis, picture)).answer.outcome).toBe('nothing-found');
  });

  test('an enlarged JPEG of quality 95 still shows it', async () => {
    const { answer } = await runOnPicture(analysis, await enlarged(1.3, 'cubic'), 95);
    expect(answer.outcome).toBe('found');
  });

  test('small and flat pictures are not spoken about', async () => {
    const small = await runOnPicture(analysis, rgbImage(stationaryPicture(200, 300), 200, 300));
    expect(small.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-small' } });
    const flat = rgbImage(new Uint8Array(512 * 512 * 3).fill(90), 512, 512);
    expect((await runOnPicture(analysis, flat)).answer).toMatchObject({
      outcome: 'undetermined',
      reason: { code: 'too-few-tiles' },
    });
  });
});

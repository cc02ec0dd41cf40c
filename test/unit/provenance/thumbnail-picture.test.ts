import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { judgement, type Likeness } from '#core/provenance/checks/thumbnail-likeness.ts';
import { renderThumbnail, thumbnailFormat } from '#core/provenance/checks/thumbnail-picture.ts';

const limits = defaultLimits;
/** Four quarters of different colours, so that every turn and mirroring shows. */
async function quarters(): Promise<Buffer> {
  const part = (background: string, left: number, top: number) => ({
    input: { create: { width: 20, height: 12, channels: 3 as const, background } },
    left,
    top,
  });
  return await sharp({ create: { width: 40, height: 24, channels: 3, background: '#fff' } })
    .composite([part('#f00', 0, 0), part('#0f0', 20, 0), part('#00f', 0, 12), part('#ff0', 20, 12)])
    .png()
    .toBuffer();
}
async function pixels(png: Uint8Array): Promise<number[]> {
  const { data } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return [...data];
}
async function shown(bytes: Uint8Array, mime = 'image/jpeg') {
  const answer = await renderThumbnail(bytes, mime, limits);
  if ('problem' in answer) throw new Error(answer.problem.code);
  return answer;
}

describe('rendering a thumbnail', () => {
  it('shows each orientation as sharp itself turns it', async () => {
    const plain = await quarters();
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const tagged = await sharp(plain)
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .withMetadata({ orientation })
        .toBuffer();
      const { png, width, height } = await shown(tagged);
      const reference = await sharp(tagged)
        .autoOrient()
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([width, height]).toEqual([reference.info.width, reference.info.height]);
      // The reference follows the colour profile that sharp attaches, which moves values by one or two.
      const shownPixels = await pixels(png);
      expect(shownPixels.length).toBe(reference.data.length);
      const apart = shownPixels.map((value, index) => Math.abs(value - reference.data[index]!));
      expect(Math.max(...apart)).toBeLessThanOrEqual(2);
    }
  });

  it('gives a bare PNG of at most 512 pixels', async () => {
    const large = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#345' } })
      .withMetadata({ exif: { IFD0: { Copyright: 'nobody' } } })
      .webp()
      .toBuffer();
    const { png, width, height } = await shown(large, 'image/webp');
    expect([width, height]).toEqual([512, 256]);
    expect(Buffer.from(png.subarray(1, 4)).toString('latin1')).toBe('PNG');
    const metadata = await sharp(png).metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 512, height: 256, hasAlpha: false });
    expect(metadata.exif).toBeUndefined();
  });

  it('opens grey, 16-bit, CMYK and transparent pictures', async () => {
    const base = sharp(await quarters());
    for (const bytes of [
      await base.clone().greyscale().png().toBuffer(),
      await base.clone().toColourspace('rgb16').png().toBuffer(),
      await base.clone().toColourspace('cmyk').jpeg().toBuffer(),
      await base.clone().ensureAlpha(0.5).webp().toBuffer(),
      await base.clone().avif().toBuffer(),
    ])
      expect(await shown(bytes)).toMatchObject({ width: 40, height: 24 });
  });

  it('refuses what is no picture, whatever it calls itself', async () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', '%PDF-1.7', '', 'BM'])
      expect(await renderThumbnail(Buffer.from(text), 'image/png', limits)).toMatchObject({
        problem: { code: 'thumbnail-type' },
      });
  });

  it('shows a GIF, which engines make of a GIF, by its first frame', async () => {
    const gif = await sharp(await quarters())
      .gif()
      .toBuffer();
    expect(await renderThumbnail(gif, 'image/gif', limits)).toMatchObject({ png: expect.any(Uint8Array) });
    expect(await renderThumbnail(Buffer.from('GIF89a'), 'image/gif', limits)).toHaveProperty('problem');
  });

  it('keeps to its limits', async () => {
    const jpeg = await sharp(await quarters())
      .jpeg()
      .toBuffer();
    expect(await renderThumbnail(jpeg, '', { pixels: 100 })).toMatchObject({
      problem: { code: 'limit-pixels' },
    });
    const padded = Buffer.concat([jpeg, Buffer.alloc(17 * 1024 * 1024)]);
    expect(await renderThumbnail(padded, '', limits)).toMatchObject({ problem: { code: 'thumbnail-size' } });
    const cut = jpeg.subarray(0, 40);
    expect(await renderThumbnail(cut, '', limits)).toMatchObject({ problem: { code: 'undecodable' } });
  });

  it('knows formats by their first bytes', () => {
    const box = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}`, 'latin1');
    expect(
      ['avif', 'avis', 'heic', 'mif1', 'isom', 'qt  '].map((brand) => thumbnailFormat(box(brand))),
    ).toEqual(['avif', 'avif', 'heif', 'heif', null, null]);
    expect(thumbnailFormat(new Uint8Array([0xff, 0xd8]))).toBeNull();
  });
});

describe('judging likeness', () => {
  const likeness: Likeness = { pdq: 10, quality: [100, 100], correlation: 0.99, colour: 3 };
  it.each([
    ['the same', {}, false, 'same'],
    ['a crop that only lightness knows', { pdq: 110 }, false, 'same'],
    ['a picture that only its hash knows', { correlation: 0.3 }, false, 'same'],
    ['another picture', { pdq: 110, correlation: 0.3 }, false, 'differs'],
    ['another picture seen through', { pdq: 110, correlation: 0.3 }, true, 'undetermined'],
    [
      'a near hash of little quality',
      { quality: [20, 20], pdq: 20, correlation: 0.3 },
      false,
      'undetermined',
    ],
    ['something between', { pdq: 110, correlation: 0.75 }, false, 'undetermined'],
    [
      'two even pictures of one colour',
      { pdq: 128, quality: [0, 0], correlation: null },
      false,
      'undetermined',
    ],
    [
      'two even pictures of two colours',
      { pdq: 128, quality: [0, 0], correlation: null, colour: 200 },
      false,
      'differs',
    ],
    [
      'an even thumbnail of a structured picture',
      { pdq: 128, quality: [100, 0], correlation: null },
      false,
      'differs',
    ],
  ] as const)('%s', (_what, change, transparent, expected) => {
    expect(judgement({ ...likeness, ...change }, transparent)).toBe(expected);
  });
});

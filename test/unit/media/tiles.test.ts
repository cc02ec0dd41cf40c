import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { buildPyramid, type Pyramid, thumbnail } from '#core/media/tiles.ts';
import { patternImage } from '../../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../../support/corpus.ts';
import { ffmpegRgb } from '../../support/ffmpeg-pixels.ts';

const limits = { pixels: 50_000_000 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-tiles-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function build(
  name: string,
  bytes: Uint8Array,
): Promise<{ readonly out: string; readonly pyramid: Pyramid }> {
  const path = await file(name, bytes);
  const out = join(folder, `${name}.pyramid`);
  const outcome = await buildPyramid(path, await identify(path, null), out, limits);
  if (!outcome.ok) throw new Error(outcome.reason.detail);
  expect(JSON.parse(await readFile(join(out, 'pyramid.json'), 'utf8'))).toEqual(outcome.pyramid);
  return { out, pyramid: outcome.pyramid };
}

/** Put one level together again with ffmpeg as the tiles' decoder. */
async function assemble(out: string, pyramid: Pyramid, level: number): Promise<Buffer> {
  const shrink = 2 ** (pyramid.levels - 1 - level);
  const [width, height] = [Math.ceil(pyramid.width / shrink), Math.ceil(pyramid.height / shrink)];
  const whole = Buffer.alloc(width * height * 3);
  for (let y = 0; y * 512 < height; y += 1) {
    for (let x = 0; x * 512 < width; x += 1) {
      const path = join(
        out,
        pyramid.pattern.replace('{level}', `${level}`).replace('{x}', `${x}`).replace('{y}', `${y}`),
      );
      const tile = ffmpegRgb(path);
      const across = Math.min(512, width - x * 512);
      const down = Math.min(512, height - y * 512);
      expect(tile.length).toBe(across * down * 3);
      for (let row = 0; row < down; row += 1) {
        tile.copy(whole, ((y * 512 + row) * width + x * 512) * 3, row * across * 3, (row + 1) * across * 3);
      }
    }
  }
  return whole;
}

describe('pyramid', () => {
  it('has the stored pixels at its top and one tile at its bottom', async () => {
    const png = await patternImage(1301, 777).withIccProfile('p3').png().toBuffer();
    const { out, pyramid } = await build('p.png', png);
    expect(pyramid).toMatchObject({
      width: 1301,
      height: 777,
      levels: 3,
      conversion: 'none',
      profile: true,
      orientation: 1,
    });
    const source = join(folder, 'p.png');
    const raw = ffmpegRgb(source);
    expect(Buffer.compare(await assemble(out, pyramid, 2), raw)).toBe(0);
    expect((await sharp(join(out, 'levels/0/0_0.png')).metadata()).width).toBe(326);
    expect((await assemble(out, pyramid, 1)).length).toBe(651 * 389 * 3);
  });

  it('shows stored orientation and reports the tag', async () => {
    const { pyramid } = await build(
      'o.jpg',
      await patternImage(600, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    expect(pyramid).toMatchObject({ width: 600, height: 200, levels: 2, orientation: 6 });
  });

  it('states conversions: high byte of 16 bits, ink to sRGB', async () => {
    const raw = await file(
      'w.raw',
      Buffer.from(Uint16Array.of(0x12ff, 0x3400, 0x5680, 0xffff, 0x00ff, 0x0100).buffer),
    );
    const wide = join(folder, 'wide.png');
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb48le',
      '-s',
      '2x1',
      '-i',
      raw,
      '-y',
      wide,
    ]);
    const { out, pyramid } = await build('w.png', await readFile(wide));
    expect(pyramid.conversion).toBe('high-byte');
    expect([...(await assemble(out, pyramid, 0))]).toEqual([0x12, 0x34, 0x56, 0xff, 0x00, 0x01]);
    const ink = await build('c.jpg', await patternImage(30, 20).toColourspace('cmyk').jpeg().toBuffer());
    expect(ink.pyramid.conversion).toBe('to-srgb');
  });

  it('keeps alpha', async () => {
    const { out } = await build(
      'a.png',
      await sharp({
        create: { width: 20, height: 10, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } },
      })
        .png()
        .toBuffer(),
    );
    const { data, info } = await sharp(join(out, 'levels/0/0_0.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.channels, ...data.subarray(0, 4)]).toEqual([4, 1, 2, 3, 128]);
  });

  it('goes on through damage with a warning, and refuses what is none', async () => {
    const whole = await patternImage(700, 600).jpeg().toBuffer();
    const { pyramid } = await build('cut.jpg', whole.subarray(0, whole.length / 2));
    expect(pyramid.warnings.join()).toMatch(/premature end/i);
    const path = await file('none.jpg', Buffer.from('ffd8ffe0', 'hex'));
    const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null } as const;
    const outcome = await buildPyramid(path, media, join(folder, 'none'), limits);
    expect(outcome.ok ? '' : outcome.reason.code).toBe('undecodable');
  });
});

describe('thumbnail', () => {
  it('fits into the side asked for and never enlarges', async () => {
    const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null } as const;
    const large = await thumbnail(
      await file('t.jpg', await patternImage(900, 300).jpeg().toBuffer()),
      media,
      256,
      limits,
    );
    const small = await thumbnail(
      await file('u.jpg', await patternImage(90, 30).jpeg().toBuffer()),
      media,
      256,
      limits,
    );
    if (!large.ok || !small.ok) throw new Error('undecoded');
    expect([large.thumbnail.width, large.thumbnail.height, large.thumbnail.mime]).toEqual([
      256,
      85,
      'image/jpeg',
    ]);
    expect([small.thumbnail.width, small.thumbnail.height]).toEqual([90, 30]);
  });

  it.skipIf(!corpusPresent)('shows HEVC pictures through the second decoder', async () => {
    const path = corpus('heif-avif', 'libheif', 'tests', 'data', 'with-alpha-512x512.heic');
    const outcome = await thumbnail(path, await identify(path, null), 128, limits);
    if (!outcome.ok) throw new Error(outcome.reason.detail);
    expect([outcome.thumbnail.width, outcome.thumbnail.height, outcome.thumbnail.mime]).toEqual([
      128,
      128,
      'image/webp',
    ]);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { decodeImage } from '#core/media/image.ts';
import { hashPixels } from '#core/media/pixel-hash.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { patternImage, patternRgb } from '../../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../../support/corpus.ts';
import { ffmpegRgb } from '../../support/ffmpeg-pixels.ts';

const limits = { pixels: 50_000_000, frames: 1000 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-image-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function decode(path: string, format: MediaFormat) {
  const outcome = await decodeImage(path, { format, limits });
  if (!outcome.ok) throw new Error(outcome.reason.detail);
  return outcome.image;
}

async function hash(path: string) {
  return await hashPixels(path, await identify(path, null), limits);
}

describe('stored pixels', () => {
  it('come out unchanged from lossless formats', async () => {
    const rgb = patternRgb(83, 57);
    const formats = {
      png: patternImage(83, 57).png(),
      tiff: patternImage(83, 57).tiff({ compression: 'lzw' }),
      webp: patternImage(83, 57).webp({ lossless: true }),
    };
    for (const [format, image] of Object.entries(formats)) {
      const decoded = await decode(await file(`a.${format}`, await image.toBuffer()), format as MediaFormat);
      expect([decoded.width, decoded.height, decoded.channels, decoded.bitDepth]).toEqual([83, 57, 3, 8]);
      expect(Buffer.compare(decoded.data as Uint8Array, rgb)).toBe(0);
      expect(decoded.warnings).toEqual([]);
    }
  });

  it('equal what ffmpeg decodes', async () => {
    const path = await file('f.png', await patternImage(64, 48, 5).png().toBuffer());
    const raw = ffmpegRgb(path);
    expect(Buffer.compare((await decode(path, 'png')).data as Uint8Array, raw)).toBe(0);
  });

  it('keep grey at one channel and 16 bits at 16', async () => {
    const grey = await file(
      'g.png',
      await sharp(Buffer.from([1, 2, 3, 4]), { raw: { width: 2, height: 2, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer(),
    );
    expect([...(await decode(grey, 'png')).data]).toEqual([1, 2, 3, 4]);
    const samples = Uint16Array.of(1, 2, 3, 65535, 256, 40000);
    // A 16-bit PNG written by ffmpeg, whose samples are big-endian RGB.
    const raw = await file('w.raw', Buffer.from(samples.buffer));
    const wide = join(folder, 'w.png');
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
    const image = await decode(wide, 'png');
    expect([image.bitDepth, image.colourSpace, ...image.data]).toEqual([16, 'rgb16', ...samples]);
  });

  it('ignore orientation and profile but report the orientation', async () => {
    const plain = await patternImage(40, 30).jpeg({ quality: 95 }).toBuffer();
    const tagged = await sharp(plain)
      .keepExif()
      .withExif({ IFD0: { Orientation: '6' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const image = await decode(await file('o.png', tagged), 'png');
    expect([image.width, image.height]).toEqual([40, 30]);
    const jpeg = await patternImage(40, 30).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    const turned = await decode(await file('o.jpg', jpeg), 'jpeg');
    expect([turned.width, turned.height, turned.orientation]).toEqual([40, 30, 6]);
  });

  it('leave an embedded profile unapplied', async () => {
    const red = sharp({ create: { width: 4, height: 4, channels: 3, background: { r: 200, g: 30, b: 40 } } });
    const png = await red.withIccProfile('p3').png().toBuffer();
    const path = await file('p3.png', png);
    const raw = ffmpegRgb(path);
    expect(Buffer.compare((await decode(path, 'png')).data as Uint8Array, raw)).toBe(0);
  });
});

describe('damage and limits', () => {
  it('decodes a truncated JPEG and says so', async () => {
    const whole = await patternImage(400, 300).jpeg().toBuffer();
    const image = await decode(await file('cut.jpg', whole.subarray(0, whole.length / 2)), 'jpeg');
    expect(image.width).toBe(400);
    expect(image.warnings.join()).toMatch(/premature end/i);
  });

  it('answers with a reason instead of throwing', async () => {
    const jpeg = await patternImage(40, 30).jpeg().toBuffer();
    const codes = await Promise.all([
      decodeImage(await file('n.jpg', Buffer.from('not an image at all')), { format: 'jpeg', limits }),
      decodeImage(await file('l.png', jpeg), { format: 'png', limits }),
      decodeImage(await file('s.jpg', jpeg), { format: 'jpeg', limits: { pixels: 100 } }),
      decodeImage(await file('x.bmp', jpeg), { format: 'bmp', limits }),
    ]);
    expect(codes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason.code))).toEqual([
      'undecodable',
      'loader-mismatch',
      'limit-pixels',
      'format-unsupported',
    ]);
  });

  it('does not let an SVG read a file beside it', async () => {
    const secret = await file(
      'secret.png',
      await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
        .png()
        .toBuffer(),
    );
    const uri = `file://${secret}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8" height="8"><image width="8" height="8" xlink:href="${uri}" href="secret.png"/></svg>`;
    const image = await decode(await file('leak.svg', Buffer.from(svg)), 'svg');
    expect([...image.data].some((value, at) => at % 4 === 0 && value > 0)).toBe(false);
  });
});

describe('pixel hash', () => {
  it('is equal for equal pixels in other packing and metadata', async () => {
    const png = await hash(
      await file('h1.png', await patternImage(50, 40).png({ compressionLevel: 0 }).toBuffer()),
    );
    const tiff = await hash(
      await file(
        'h2.tif',
        await patternImage(50, 40).withMetadata({ density: 300 }).tiff({ compression: 'deflate' }).toBuffer(),
      ),
    );
    const other = await hash(await file('h3.png', await patternImage(50, 40, 2).png().toBuffer()));
    if (png.state !== 'known' || tiff.state !== 'known' || other.state !== 'known')
      throw new Error('undecoded');
    expect(png.sha256).toBe(tiff.sha256);
    expect(png.sha256).not.toBe(other.sha256);
    expect(png.method).toContain('sharp');
  });

  it('covers every frame of an animation', async () => {
    const make = async (last: string) => {
      const frames = ['#102030', '#405060', last].map((background) => ({
        create: { width: 6, height: 5, channels: 3 as const, background },
      }));
      const images = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
      return await sharp(images, { join: { animated: true } })
        .webp({ lossless: true, loop: 0 })
        .toBuffer();
    };
    const [one, two] = [
      await hash(await file('1.webp', await make('#708090'))),
      await hash(await file('2.webp', await make('#708091'))),
    ];
    if (one.state !== 'known' || two.state !== 'known') throw new Error('undecoded');
    expect(one.sha256).not.toBe(two.sha256);
  });

  it('is undetermined for damage beyond reading', async () => {
    const state = await hashPixels(
      await file('d.jpg', Buffer.from('ffd8ffe000104a46', 'hex')),
      { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null },
      limits,
    );
    expect(state.state).toBe('undetermined');
  });
});

describe.skipIf(!corpusPresent)('HEIF with HEVC', () => {
  it('is decoded by the second decoder to the size the header states', async () => {
    const path = corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', 'sample1.heif');
    const header = await sharp(path).metadata();
    const image = await decode(path, 'heif');
    expect(header.compression).toBe('hevc');
    expect([image.width, image.height, image.channels]).toEqual([header.width, header.height, 3]);
    expect(image.decoder).toContain('heic-decode');
    expect(new Set(image.data).size).toBeGreaterThan(100);
  });

  it('keeps alpha where there is some and odd sizes as they are', async () => {
    const folder = ['heif-avif', 'libheif', 'tests', 'data'];
    const alpha = await decode(corpus(...folder, 'with-alpha-512x512.heic'), 'heif');
    expect([alpha.width, alpha.height, alpha.channels, alpha.hasAlpha]).toEqual([512, 512, 4, true]);
    const odd = await decode(corpus(...folder, 'rainbow-451x461.heic'), 'heif');
    expect([odd.width, odd.height, odd.channels]).toEqual([451, 461, 3]);
  });

  it('says nothing on standard output about broken files', async () => {
    const log = vi.spyOn(console, 'log');
    const broken = corpus('exiftool-t-images', 't', 'images', 'QuickTime.heic');
    const outcome = await decodeImage(broken, { format: 'heif', limits });
    expect(outcome.ok).toBe(false);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});

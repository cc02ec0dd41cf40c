import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { assayImage1 } from '#core/mark/codecs/assay-image-1.ts';
import type { DetectAnswer, EmbedAnswer } from '#core/mark/define.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';
import { exiftoolTags } from '../support/label-witnesses.ts';

const payload = 17_364_758_544_493_064_720n;
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-mark-image-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(bytes: Uint8Array, ending: string): Promise<string> {
  count += 1;
  const path = join(folder, `${count}.${ending}`);
  await writeFile(path, bytes);
  return path;
}

async function mark(path: string, strength: number | null = null): Promise<EmbedAnswer & { target: string }> {
  const media = await identify(path, null);
  const target = `${path}.marked`;
  const request = { path, media, target, payload, key: publicMarkKey, strength, context };
  return { ...(await assayImage1.embed(request)), target };
}

async function detect(path: string, key = publicMarkKey): Promise<DetectAnswer> {
  const media = await identify(path, null);
  return assayImage1.detect({ path, media, keys: [key], identifiers: new BigUint64Array(0), context });
}

async function payloadOf(bytes: Uint8Array, ending: string): Promise<string | null> {
  const answer = await detect(await put(bytes, ending));
  return answer.state === 'marked' ? answer.readings[0]!.payload : null;
}

function clouds(width = 512, height = 384): Sharp {
  return sharp(cloudPicture(width, height, 3), { raw: { width, height, channels: 3 } });
}

function psnr(one: Uint8Array | Uint16Array, other: Uint8Array | Uint16Array, full: number): number {
  let squares = 0;
  for (let at = 0; at < one.length; at += 1) squares += (one[at]! - other[at]!) ** 2;
  return 10 * Math.log10((full * full * one.length) / squares);
}

const samples = (path: string): Promise<Buffer> => sharp(path, { ignoreIcc: true }).raw().toBuffer();

describe('a marked PNG', () => {
  let source: string;
  let marked: Awaited<ReturnType<typeof mark>>;
  beforeAll(async () => {
    const exif = { IFD0: { Artist: 'A. Maker', Software: 'none' } };
    source = await put(await clouds().withExif(exif).withIccProfile('p3').png().toBuffer(), 'png');
    marked = await mark(source);
  });

  test('has the strength it says, as another program measures it', async () => {
    if (!marked.ok) throw new Error(marked.reason.text.en);
    const measured = psnr(await samples(source), await samples(marked.target), 255);
    const stated = marked.quality.find(({ name }) => name === 'psnr')!.value;
    expect(stated).toBeCloseTo(measured, 2);
    expect(Math.abs(measured - 42)).toBeLessThan(0.3);
    expect(marked.quality.find(({ name }) => name === 'ssim')!.value).toBeGreaterThan(0.93);
  });

  test('keeps its metadata and its colour profile', async () => {
    const tags = await exiftoolTags([source, marked.target], folder);
    const own = /^(System|File|ExifTool|Composite)/;
    const kept = [...tags.get(source)!].filter(([name]) => !own.test(name));
    expect(kept.length).toBeGreaterThan(20);
    for (const [name, value] of kept)
      expect([name, tags.get(marked.target)!.get(name)]).toEqual([name, value]);
  });

  test('is read, with the geometry it has', async () => {
    const answer = await detect(marked.target);
    if (answer.state !== 'marked') throw new Error(answer.state);
    const [reading] = answer.readings;
    expect(reading).toMatchObject({ payload: String(payload), route: 'blind', codec: 'assay-image-1' });
    expect(reading!.falseAlarmLog10).toBeLessThan(-9);
    expect(reading!.geometry!.scaleX).toBeCloseTo(384 / 512, 2);
    expect(reading!.geometry!.mirrored).toBe(false);
  });

  test.each<[string, (picture: Sharp) => Sharp, string]>([
    ['JPEG 50', (picture) => picture.jpeg({ quality: 50 }), 'jpg'],
    ['WebP 50', (picture) => picture.webp({ quality: 50 }), 'webp'],
    ['half the size', (picture) => picture.resize(256, 192).png(), 'png'],
    ['four fifths as high, mirrored', (p) => p.flop().resize(512, 307, { fit: 'fill' }).png(), 'png'],
    ['turned by 23°', (picture) => picture.rotate(23).png(), 'png'],
    ['a quarter of it', (p) => p.extract({ left: 91, top: 67, width: 256, height: 192 }).png(), 'png'],
    ['without colour', (picture) => picture.grayscale().png(), 'png'],
  ])('is read after %s', async (_, attack, ending) => {
    expect(await payloadOf(await attack(sharp(marked.target)).toBuffer(), ending)).toBe(String(payload));
  });

  test('is not read with another key', async () => {
    const other = privateMarkKey(new Uint8Array(32).fill(9));
    expect((await detect(marked.target, other)).state).toBe('none-found');
    // All that is tried on a file shares its one chance: 80 decodings with each key, and the register's turn.
    const media = await identify(marked.target, null);
    const request = { path: marked.target, media, keys: [publicMarkKey, other], context };
    const trials = async (identifiers: BigUint64Array) => {
      const answer = await assayImage1.detect({ ...request, identifiers });
      return answer.state === 'marked' ? answer.readings.map((reading) => reading.trials) : [];
    };
    expect(await trials(new BigUint64Array(0))).toEqual([2 * 100 * 2 ** 64]);
    expect(await trials(BigUint64Array.of(7n))).toEqual([2 * 2 * 100 * 2 ** 64]);
  });

  test('is not marked twice', async () => {
    const again = await put(await readFile(marked.target), 'png');
    expect(await mark(again)).toMatchObject({ ok: false, reason: { code: 'picture-marked' } });
  });

  test('cut short says nothing of marks: it is damaged', async () => {
    const bytes = await readFile(marked.target);
    const short = await put(bytes.subarray(0, bytes.length / 60), 'png');
    expect((await detect(short)).state).toBe('undetermined');
    expect(await mark(short)).toMatchObject({ ok: false });
    expect(existsSync(`${short}.marked`)).toBe(false);
  });
});

test('16 bits stay 16 bits, and invisible pixels stay as they are', async () => {
  const [width, height] = [400, 300];
  const wide = Uint16Array.from(cloudPicture(width, height, 3), (value, at) => value * 257 + (at % 100));
  const data = new Uint16Array(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    data.set(wide.subarray(at * 3, at * 3 + 3), at * 4);
    data[at * 4 + 3] = at % width < 40 ? 0 : 65535;
  }
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .pipelineColourspace('rgb16')
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const source = await put(png, 'png');
  const marked = await mark(source, 40);
  if (!marked.ok) throw new Error(marked.reason.text.en);
  const metadata = await sharp(marked.target).metadata();
  expect([metadata.depth, metadata.channels]).toEqual(['ushort', 4]);
  const read = async (path: string): Promise<Uint16Array> => {
    const bytes = await sharp(path)
      .pipelineColourspace('rgb16')
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer();
    return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const [before, after] = [await read(source), await read(marked.target)];
  let [hidden, changed] = [0, 0];
  for (let at = 0; at < before.length; at += 1) {
    const inside = (at >> 2) % width >= 40;
    if (before[at] === after[at]) continue;
    if (inside) changed += 1;
    else hidden += 1;
  }
  expect(hidden).toBe(0);
  expect(changed).toBeGreaterThan(250_000);
  expect((await detect(marked.target)).state).toBe('marked');
});

test('a JPEG with an orientation and a grey one are marked as they are stored, and stay what they are', async () => {
  const turned = await put(
    await clouds(512, 400).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer(),
    'jpg',
  );
  const marked = await mark(turned);
  if (!marked.ok) throw new Error(marked.reason.text.en);
  expect((await sharp(marked.target).metadata()).orientation).toBe(6);
  expect((await detect(marked.target)).state).toBe('marked');
  // As a viewer shows it, and as an editor saves it.
  expect(await payloadOf(await sharp(marked.target).rotate().png().toBuffer(), 'png')).toBe(String(payload));
  const grey = await put(await clouds(400, 400).toColourspace('b-w').jpeg({ quality: 92 }).toBuffer(), 'jpg');
  const greyMarked = await mark(grey);
  if (!greyMarked.ok) throw new Error(greyMarked.reason.text.en);
  expect((await sharp(greyMarked.target).metadata()).channels).toBe(1);
});

test('every frame of an animation is marked', async () => {
  const [width, height, frames] = [320, 300, 3];
  const data = Buffer.concat([1, 2, 3].map((seed) => Buffer.from(cloudPicture(width, height, 3, seed))));
  const opened = sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
  const source = await put(
    await opened.webp({ quality: 95, loop: 2, delay: [70, 80, 90] }).toBuffer(),
    'webp',
  );
  const marked = await mark(source, 39);
  if (!marked.ok) throw new Error(marked.reason.text.en);
  const metadata = await sharp(marked.target, { pages: -1 }).metadata();
  expect([metadata.pages, metadata.loop, metadata.delay]).toEqual([3, 2, [70, 80, 90]]);
  for (const page of [0, 2])
    expect(await payloadOf(await sharp(marked.target, { page }).png().toBuffer(), 'png')).toBe(
      String(payload),
    );
});

describe('what cannot be marked is refused in words, and nothing is written', () => {
  const even = (width: number, height: number, level = 128) =>
    sharp({ create: { width, height, channels: 3, background: { r: level, g: level, b: level } } });
  test.each<[string, () => Promise<Buffer>, string, string]>([
    ['too small', () => clouds(500, 255).png().toBuffer(), 'png', 'picture-too-small'],
    [
      'four inks',
      () => clouds(300, 300).toColourspace('cmyk').jpeg().toBuffer(),
      'jpg',
      'picture-colour-space',
    ],
    ['all black', () => even(300, 300, 0).png().toBuffer(), 'png', 'picture-too-flat'],
  ])('%s', async (_, make, ending, code) => {
    const source = await put(await make(), ending);
    const answer = await mark(source);
    expect(answer).toMatchObject({ ok: false, reason: { code } });
    expect(existsSync(answer.target)).toBe(false);
  });

  test('a strength that would be lost at once', async () => {
    const source = await put(await clouds(300, 300).png().toBuffer(), 'png');
    expect(await mark(source, 60)).toMatchObject({ ok: false, reason: { code: 'picture-too-weak' } });
  });

  test('formats whose metadata could not be kept, by name', async () => {
    const tiff = await put(await clouds(300, 300).tiff().toBuffer(), 'tiff');
    const media = await identify(tiff, null);
    const answer = assayImage1.embedsInto(media);
    expect(answer).toMatchObject({ en: expect.stringContaining('PNG') });
    expect(assayImage1.reads(media)).toBe(true);
  });
});

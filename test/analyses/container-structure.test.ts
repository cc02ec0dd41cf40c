import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/container/structure.ts';
import type { TreeNode } from '#shared/domain/figure.ts';
import { box, fullBox, largeBox, makeHeif, makeMovie } from '../fixtures/make/boxes.ts';
import { makeGif } from '../fixtures/make/gif.ts';
import { jpegSegment, makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { makeRiff, makeWave, riffChunk } from '../fixtures/make/riff.ts';
import { makeTiff } from '../fixtures/make/tiff.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-structure-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function examine(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const run = await runAnalysis(analysis, path);
  const result = run.answer.result!;
  let position = 0;
  for (const span of result.spans) {
    expect(span.start).toBe(position);
    position += span.length;
  }
  expect(position).toBe(bytes.length);
  const roles = new Map<string, number>();
  for (const { role, length } of result.spans) roles.set(role, (roles.get(role) ?? 0) + length);
  return {
    ...run,
    result,
    roles,
    codes: run.findings.map(({ code }) => code),
    counts: Object.fromEntries(result.counts.map(({ code, count }) => [code, count])),
  };
}

const labels = (nodes: readonly TreeNode[] | undefined) => (nodes ?? []).map(({ label }) => label);

function node(roots: readonly TreeNode[], ...path: readonly string[]): TreeNode {
  const found = roots.find(({ label }) => label === path[0]);
  if (found === undefined) throw new Error(`no ${path[0]} among ${labels(roots).join(', ')}`);
  return path.length === 1 ? found : node(found.children ?? [], ...path.slice(1));
}

describe('PNG', () => {
  it('lists the chunks at their places and finds nothing wrong with a right file', async () => {
    const text = pngChunk('tEXt', Buffer.from('Software\0test', 'latin1'));
    const file = makePng({ before: [text] });
    const { result, codes, roles } = await examine('a.png', file);
    expect(labels(result.tree)).toEqual(['signature', 'IHDR', 'tEXt', 'IDAT', 'IEND']);
    expect(node(result.tree, 'tEXt').bytes).toEqual([33, text.length]);
    expect(node(result.tree, 'tEXt').detail).toBe('Software: test');
    expect(node(result.tree, 'IEND').bytes).toEqual([file.length - 12, 12]);
    expect(roles.get('metadata')).toBe(text.length);
    expect(codes).toEqual(['clean']);
  });

  it('finds a wrong checksum, a part out of order and data behind IEND', async () => {
    const wrong = pngChunk('tEXt', Buffer.from('Title\0x', 'latin1'), 0x12345678);
    const file = Buffer.concat([
      makePng({ before: [wrong], after: [pngChunk('gAMA', Buffer.alloc(4))] }),
      Buffer.from('PK\x05\x06'),
      Buffer.alloc(18),
    ]);
    const { codes, counts, result, findings } = await examine('b.png', file);
    expect(counts).toEqual({ checksum: 1, order: 1 });
    expect(node(result.tree, 'tEXt').flag).toBe('error');
    expect(result.trailing).toMatchObject({
      start: file.length - 22,
      length: 22,
      content: 'ZIP',
      usual: false,
    });
    expect(codes).toContain('trailing.second-file');
    expect(findings.find(({ code }) => code === 'problem.checksum')).toMatchObject({
      bearing: 'contradicts',
      proposition: 'unaltered',
    });
  });

  it('says where a cut file ends', async () => {
    const whole = makePng();
    const { counts, answer } = await examine('c.png', whole.subarray(0, 50));
    expect(answer.outcome).toBe('found');
    expect(counts).toMatchObject({ truncated: 1, missing: 1 });
  });

  it('is undetermined when nothing but the signature is there', async () => {
    const { answer } = await examine(
      'd.png',
      Buffer.concat([makePng().subarray(0, 8), Buffer.alloc(40, 0xee)]),
    );
    expect(answer.outcome).toBe('undetermined');
  });
});

describe('JPEG', () => {
  const tiff = makeTiff([
    { tag: 271, type: 2, value: Buffer.from('Maker\0') },
    { tag: 274, type: 3, value: [1] },
  ]);
  const exif = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff]));

  it('names segments, tables and the values of Exif', async () => {
    const file = await makeJpeg({ segments: [exif] });
    const { result, codes } = await examine('a.jpg', file);
    expect(labels(result.tree).slice(0, 2)).toEqual(['SOI', 'APP1 Exif']);
    const make = node(result.tree, 'APP1 Exif', 'IFD0', 'Make');
    expect(file.subarray(make.bytes![0], make.bytes![0] + make.bytes![1]).toString()).toBe('Maker\0');
    expect(make.detail).toBe('Maker');
    expect(node(result.tree, 'SOF0').detail).toContain('40×24');
    expect(labels(result.tree).at(-1)).toBe('EOI');
    expect(result.summary).toMatch(/^SOI APP1 .*DQT.* SOF0 .*DHT.* SOS EOI$/);
    expect(codes).toEqual(['clean']);
  });

  it('counts restart markers and checks their order', async () => {
    // DRI before SOS and hand-made restart markers in an otherwise untouched scan
    const plain = await makeJpeg();
    const scan = plain.indexOf(Buffer.from([0xff, 0xda]));
    const body = scan + 2 + plain.readUInt16BE(scan + 2);
    const mark = (number: number) => Buffer.from([0xff, 0xd0 + number, 0x12, 0x34]);
    const build = (numbers: readonly number[]) =>
      Buffer.concat([
        plain.subarray(0, scan),
        jpegSegment(0xdd, Buffer.from([0, 4])),
        plain.subarray(scan, body),
        ...numbers.map(mark),
        plain.subarray(body),
      ]);
    const good = await examine('r.jpg', build([0, 1, 2, 3, 4, 5, 6, 7, 0, 1]));
    expect(node(good.result.tree, 'entropy-coded data').detail).toContain('RST × 10');
    expect(node(good.result.tree, 'DRI').detail).toBe('interval 4 MCU');
    expect(good.counts).toEqual({});
    expect((await examine('s.jpg', build([0, 1, 3, 2]))).counts).toEqual({ order: 1 });
  });

  it('finds a second picture, a movie and an archive behind EOI', async () => {
    const file = await makeJpeg();
    const second = await examine('t.jpg', Buffer.concat([file, file]));
    expect(second.result.trailing).toMatchObject({ start: file.length, content: 'JPEG' });
    expect(labels(node(second.result.tree, 'trailing data').children)[0]).toBe('SOI');
    const after = second.result.spans.filter((span) => span.start >= file.length);
    expect(new Set(after.map((span) => span.role))).toEqual(new Set(['trailing']));
    const motion = await examine('u.jpg', Buffer.concat([file, makeMovie(Buffer.alloc(30), [[0, 30]])]));
    expect(motion.result.trailing).toMatchObject({ content: 'MP4', usual: true });
    expect(labels(node(motion.result.tree, 'trailing data').children)).toEqual(['ftyp', 'mdat', 'moov']);
    const archive = await examine('v.jpg', Buffer.concat([file, Buffer.from('PK\x03\x04 and so on')]));
    expect(archive.codes).toContain('trailing.second-file');
    const unknown = await examine('w.jpg', Buffer.concat([file, Buffer.from('secret')]));
    expect(unknown.codes).toContain('trailing.data');
    expect((await examine('x.jpg', Buffer.concat([file, Buffer.alloc(100)]))).codes).toContain(
      'trailing.usual',
    );
  });

  it('follows the pictures of a Multi-Picture file', async () => {
    const second = await makeJpeg({ width: 16, height: 16 });
    const build = (size: number, offset: number) => {
      const entry = Buffer.alloc(32);
      entry.writeUInt32LE(size, 20);
      entry.writeUInt32LE(offset, 24);
      return jpegSegment(
        0xe2,
        Buffer.concat([Buffer.from('MPF\0'), makeTiff([{ tag: 0xb002, type: 7, value: entry }])]),
      );
    };
    const first = await makeJpeg({ segments: [build(0, 0)] });
    // offsets count from the block's TIFF header: SOI, marker, length, "MPF" and zero come before it
    const file = Buffer.concat([
      await makeJpeg({ segments: [build(second.length, first.length - 10)] }),
      second,
    ]);
    const { result, codes } = await examine('m.jpg', file);
    expect(node(result.tree, 'MPF picture 2').bytes).toEqual([first.length, second.length]);
    expect(node(result.tree, 'MPF picture 2', 'SOF0').detail).toContain('16×16');
    expect(codes).toEqual(['clean']);
  });

  it('reports bytes between segments and a missing end', async () => {
    const file = await makeJpeg();
    const { counts, roles } = await examine(
      'y.jpg',
      Buffer.concat([file.subarray(0, 2), Buffer.from('junk'), file.subarray(2, -2)]),
    );
    expect(counts).toEqual({ malformed: 1, missing: 1 });
    expect(roles.get('unexplained')).toBe(4);
  });

  it('compares the extension', async () => {
    expect((await examine('z.png', await makeJpeg())).codes).toEqual(['extension-mismatch', 'clean']);
  });
});

describe('RIFF', () => {
  it('owns WAVE chunks and pad bytes', async () => {
    const file = makeWave(
      Buffer.alloc(11, 128),
      riffChunk('LIST', Buffer.concat([Buffer.from('INFO'), riffChunk('ISFT', Buffer.from('abc'))])),
    );
    const { result, codes, roles } = await examine('a.wav', file);
    const root = node(result.tree, 'RIFF WAVE');
    expect(labels(root.children)).toEqual(['fmt ', 'LIST INFO', 'data', 'pad']);
    expect(node(root.children!, 'LIST INFO', 'ISFT').detail).toBe('abc');
    expect(roles.get('padding')).toBe(2);
    expect(roles.get('content')).toBe(19);
    expect(codes).toEqual(['clean']);
  });

  it('reads WebP from another encoder, still and moving', async () => {
    const still = await examine(
      'a.webp',
      await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
        .webp()
        .toBuffer(),
    );
    expect(node(still.result.tree, 'RIFF WEBP').children![0]!.detail).toBe('30×20');
    const frames = Buffer.alloc(20 * 60 * 3).map((_, index) => (index >> 6) & 255);
    const moving = await sharp(frames, { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
      .webp({ loop: 2, delay: [40, 40, 40] })
      .toBuffer();
    const { result, media, codes } = await examine('b.webp', moving);
    expect(labels(node(result.tree, 'RIFF WEBP').children).filter((label) => label === 'ANMF')).toHaveLength(
      3,
    );
    expect(media.frames).toBe(3);
    expect(codes).toEqual(['clean']);
  });

  it('tells sizes that do not fit', async () => {
    const file = makeRiff('AVI ', riffChunk('JUNK', Buffer.alloc(10)));
    file.writeUInt32LE(100_000, 4);
    expect((await examine('a.avi', file)).counts).toMatchObject({ truncated: 1 });
    file.writeUInt32LE(0, 4);
    expect((await examine('b.avi', file)).counts).toEqual({ 'size-mismatch': 1 });
  });
});

describe('ISO base media', () => {
  it('shows bytes of the media data that no sample refers to', async () => {
    const media = Buffer.alloc(100, 7);
    const { result, roles } = await examine(
      'a.mp4',
      makeMovie(media, [
        [0, 40],
        [60, 40],
      ]),
    );
    expect(labels(node(result.tree, 'mdat').children)).toEqual(['track 1', 'not referenced', 'track 1']);
    expect(roles.get('unexplained')).toBe(20);
    const stsz = node(result.tree, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz');
    expect(stsz.detail).toBe('v0, 2 samples');
  });

  it('reads 64-bit sizes, size 0 and user types', async () => {
    const user = box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), Buffer.from('<x/>'));
    const open = box('mdat', Buffer.alloc(9));
    open.writeUInt32BE(0, 0);
    const file = Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\0\0isom')),
      largeBox('free', Buffer.alloc(5)),
      user,
      open,
    ]);
    const { result, codes } = await examine('b.mp4', file);
    expect(labels(result.tree)).toEqual(['ftyp', 'free', 'uuid XMP', 'mdat']);
    expect(node(result.tree, 'free').bytes).toEqual([20, 21]);
    expect(node(result.tree, 'mdat').bytes![1]).toBe(17);
    expect(codes).toEqual(['clean']);
  });

  it('places the items of an image file and reads Exif inside', async () => {
    const picture = Buffer.alloc(50, 1);
    const tiff = makeTiff([{ tag: 272, type: 2, value: Buffer.from('Camera X\0') }], new Uint8Array(), false);
    for (const [brand, coded] of [
      ['heic', 'hvc1'],
      ['avif', 'av01'],
    ] as const) {
      const file = makeHeif(brand, picture, tiff);
      const { result, media, codes } = await examine(`a.${brand}`, file);
      const item = node(result.tree, 'mdat', `item 1 ${coded}`);
      expect(file.subarray(item.bytes![0], item.bytes![0] + item.bytes![1])).toEqual(picture);
      expect(node(result.tree, 'mdat', 'item 2 Exif', 'IFD0', 'Model').detail).toBe('Camera X');
      expect(media).toMatchObject({ width: 320, height: 200 });
      expect(codes).toEqual(['clean']);
    }
  });

  it('does not follow nesting for ever', async () => {
    let nested = box('moov');
    for (let depth = 0; depth < 500; depth += 1) nested = box('moov', nested);
    const { counts } = await examine(
      'c.mp4',
      Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), nested]),
    );
    expect(counts).toEqual({ limit: 1 });
  });

  it('reports a box longer than the file and bytes that are no box', async () => {
    const cut = makeMovie(Buffer.alloc(40), [[0, 40]]).subarray(0, 60);
    expect((await examine('d.mp4', cut)).counts).toMatchObject({ truncated: 1 });
    const noBox = Buffer.from([0, 0, 0, 9, 1, 2, 3, 4, 5]);
    const fileType = box('ftyp', Buffer.from('isom\0\0\0\0'));
    const header = fullBox('mvhd', Buffer.alloc(20));
    const ended = await examine('e.mp4', Buffer.concat([fileType, box('moov', header), noBox]));
    expect(ended.result.trailing).toMatchObject({ length: 9 });
    // without a movie or media data the file has not come to an end
    const odd = await examine('f.mp4', Buffer.concat([fileType, header, noBox]));
    expect(odd.result.trailing).toBeNull();
    expect(odd.counts).toEqual({ malformed: 1 });
    expect(odd.roles.get('unexplained')).toBe(9);
  });
});

describe('GIF', () => {
  it('lists blocks and what follows the trailer', async () => {
    const { result, codes } = await examine('a.gif', Buffer.concat([makeGif(2), Buffer.from('x')]));
    expect(labels(result.tree)).toEqual([
      'header',
      'logical screen descriptor',
      'global colour table',
      'comment extension',
      'graphic control extension',
      'image 0',
      'graphic control extension',
      'image 1',
      'trailer',
      'trailing data',
    ]);
    expect(result.summary).toBe('2 images');
    expect(codes).toEqual(['trailing.data']);
  });

  it('counts the frames another encoder wrote', async () => {
    const frames = Buffer.alloc(20 * 80 * 3).map((_, index) => (index * 7) & 255);
    const file = await sharp(frames, { raw: { width: 20, height: 80, channels: 3, pageHeight: 20 } })
      .gif()
      .toBuffer();
    const { result, media, codes } = await examine('b.gif', file);
    expect(result.summary).toBe('4 images');
    expect(media.frames).toBe(4);
    expect(codes).toEqual(['clean']);
  });
});

describe('TIFF', () => {
  const entries = [
    { tag: 256, type: 3, value: [4] },
    { tag: 257, type: 3, value: [2] },
    { tag: 305, type: 2, value: Buffer.from('writer 1.0\0') },
  ] as const;

  it('owns directories, values and strips, in both byte orders', async () => {
    for (const little of [true, false]) {
      const file = makeTiff(entries, Buffer.alloc(8, 9), little);
      const { result, codes, media, roles } = await examine('a.tif', file);
      expect(labels(node(result.tree, 'IFD0').children)).toEqual([
        'ImageWidth',
        'ImageLength',
        'StripOffsets',
        'StripByteCounts',
        'Software',
        'strip 0',
      ]);
      const software = node(result.tree, 'IFD0', 'Software').bytes!;
      expect(file.subarray(software[0], software[0] + software[1]).toString()).toBe('writer 1.0\0');
      expect(media).toMatchObject({ width: 4, height: 2, frames: 1 });
      expect(roles.get('content')).toBe(8);
      expect(codes).toEqual(['clean']);
    }
  });

  it('reads what libtiff writes: tiles, pyramids and BigTIFF', async () => {
    const picture = sharp({
      create: { width: 300, height: 200, channels: 3, background: { r: 9, g: 90, b: 200 } },
    });
    for (const [name, options] of [
      ['tiles.tif', { tile: true, tileWidth: 64, tileHeight: 64, pyramid: true }],
      ['big.tif', { bigtiff: true, compression: 'lzw' }],
      ['jpeg.tif', { compression: 'jpeg' }],
    ] as const) {
      const { codes, media, result } = await examine(name, await picture.clone().tiff(options).toBuffer());
      expect([name, codes]).toEqual([name, ['clean']]);
      expect(media).toMatchObject({ width: 300, height: 200 });
      expect(labels(result.tree)[0]).toBe('TIFF header');
    }
  });

  it('shows bytes no directory uses, and stops at a loop', async () => {
    const file = makeTiff(entries, Buffer.alloc(8, 9));
    const left = await examine('b.tif', Buffer.concat([file, Buffer.from('left over')]));
    expect(left.roles.get('unexplained')).toBe(9);
    // the offset of the next directory points back to the first
    file.writeUInt32LE(8, 8 + 2 + 5 * 12);
    expect((await examine('c.tif', file)).counts).toEqual({ malformed: 1 });
  });
});

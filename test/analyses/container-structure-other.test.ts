import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { readStructure, type Structure, structureFormat } from '#core/media/structure/structure.ts';
import { box, largeBox, makeHeif, makeMovie, u32 } from '../fixtures/make/boxes.ts';
import { makeGif } from '../fixtures/make/gif.ts';
import { jpegSegment, makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { makeWave, riffChunk } from '../fixtures/make/riff.ts';
import { makeBmp, makeGlb, makeMp3, makePdf, makeZip } from '../fixtures/make/small-formats.ts';
import { makeTiff } from '../fixtures/make/tiff.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-structure-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** A second of tone and test picture in the container FFmpeg chooses for the name. */
function encode(name: string, ...options: readonly string[]): string {
  const path = join(folder, name);
  const done = spawnSync('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'sine=duration=1',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=64x48:rate=10:duration=1',
    ...options,
    path,
  ]);
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return path;
}

async function read(path: string): Promise<Structure> {
  const media = await identify(path, null);
  const structure = await readStructure(path, structureFormat(media.format)!);
  let position = 0;
  for (const span of structure.spans) {
    expect(span.start).toBe(position);
    expect(span.length).toBeGreaterThan(0);
    position += span.length;
  }
  expect(position).toBe(structure.size);
  return structure;
}

async function readBytes(name: string, bytes: Uint8Array): Promise<Structure> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return read(path);
}

const faults = ({ counts, trailing, spans }: Structure) => ({
  counts,
  trailing,
  unexplained: spans.filter(({ role }) => role === 'unexplained'),
});
const none = { counts: [], trailing: null, unexplained: [] };

describe('other containers', () => {
  it('owns every byte of small right files', async () => {
    for (const [name, bytes, labels] of [
      ['bmp', makeBmp(), ['file header', 'BITMAPINFOHEADER', 'pixels']],
      [
        'zip',
        makeZip(['a.txt', Buffer.from('hello')], ['b/c.txt', Buffer.alloc(30)]),
        ['end of central directory', 'central directory', 'a.txt', 'b/c.txt'],
      ],
      ['pdf', makePdf(2), ['revision 1', 'revision 2', 'revision 3']],
      ['glb', makeGlb(), ['header', 'JSON', 'BIN']],
      ['mp3', makeMp3(5), ['ID3v2', 'ID3v1', 'frames 0–4']],
    ] as const) {
      const structure = await readBytes(name, bytes);
      expect([name, structure.tree.map(({ label }) => label)]).toEqual([name, labels]);
      expect([name, faults(structure)]).toEqual([name, none]);
    }
  });

  it('shows what stands before a ZIP and what was added to it', async () => {
    const archive = makeZip(['a', Buffer.from('x')]);
    const picture = makePng();
    const polyglot = await readBytes('polyglot', Buffer.concat([picture, archive]));
    // a picture by its beginning, with the archive readable behind it
    expect(polyglot.trailing).toMatchObject({ start: picture.length, content: 'ZIP' });
    expect(polyglot.tree.at(-1)!.children!.map(({ label }) => label)).toContain('a');
    const mismatch = makeZip(['a', Buffer.from('x')]);
    mismatch[30] = 0x62;
    expect((await readBytes('names', mismatch)).counts).toEqual([{ code: 'malformed', count: 1 }]);
  });

  it.skipIf(!hasFfmpeg)(
    'finds nothing wrong with what FFmpeg writes',
    async () => {
      for (const [name, ...options] of [
        ['a.flac', '-map', '0'],
        ['a.ogg', '-map', '0'],
        ['a.opus', '-map', '0'],
        ['a.mp3', '-map', '0', '-id3v2_version', '3', '-write_id3v1', '1', '-metadata', 'title=Ton'],
        ['a.aac', '-map', '0'],
        ['a.aiff', '-map', '0'],
        ['a.wav', '-map', '0'],
        ['rf64.wav', '-map', '0', '-rf64', 'always'],
        ['a.mkv', '-map', '0', '-map', '1'],
        ['a.webm', '-map', '1', '-c:v', 'libvpx', '-b:v', '100k'],
        [
          'live.webm',
          '-map',
          '0',
          '-map',
          '1',
          '-c:v',
          'libvpx',
          '-b:v',
          '100k',
          '-live',
          '1',
          '-cluster_time_limit',
          '200',
        ],
        ['a.avi', '-map', '0', '-map', '1'],
        ['a.mp4', '-map', '0', '-map', '1'],
        ['fragments.mp4', '-map', '0', '-map', '1', '-movflags', 'frag_keyframe+empty_moov'],
        ['a.mov', '-map', '0', '-map', '1', '-c:a', 'pcm_s16le'],
        ['a.m4a', '-map', '0'],
        ['a.jp2', '-map', '1', '-frames:v', '1'],
        ['a.tiff', '-map', '1', '-frames:v', '1'],
        ['a.bmp', '-map', '1', '-frames:v', '1'],
        ['a.gif', '-map', '1'],
        ['a.apng', '-map', '1', '-f', 'apng'],
      ] as const) {
        const path = encode(name, ...options);
        const structure = await read(path);
        expect([name, faults(structure)]).toEqual([name, none]);
      }
    },
    60_000,
  );

  it.skipIf(!hasFfmpeg)('checks Ogg and Matroska checksums', async () => {
    for (const [name, at] of [
      ['b.ogg', -40],
      ['b.mkv', -200],
    ] as const) {
      const path = encode(name, '-map', '0');
      const bytes = await readFile(path);
      bytes[bytes.length + at]! ^= 1;
      const { counts } = await readBytes(`changed-${name}`, bytes);
      expect([name, counts.map(({ code }) => code)]).toEqual([name, ['checksum']]);
    }
  });

  it('walks a file of several gigabytes without reading it', async () => {
    const path = join(folder, 'large.mp4');
    const size = 5 * 2 ** 30;
    const head = Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isom')), largeBox('mdat')]);
    head.writeBigUInt64BE(BigInt(size), head.length - 8);
    const tail = box('moov', box('free', u32(1, 2)));
    const file = await open(path, 'w');
    await file.write(head, 0, head.length, 0);
    await file.write(tail, 0, tail.length, 20 + size);
    await file.close();
    const before = process.memoryUsage().rss;
    const structure = await read(path);
    expect(structure.tree.map(({ label }) => label)).toEqual(['ftyp', 'mdat', 'moov']);
    expect(structure.counts).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20);
  });

  it('stops when asked to', async () => {
    // hundreds of thousands of tiny chunks
    const path = join(folder, 'many.wav');
    await writeFile(
      path,
      makeWave(
        Buffer.alloc(2),
        Buffer.concat(Array.from({ length: 600_000 }, () => riffChunk('JUNK', Buffer.alloc(2)))),
      ),
    );
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 60);
    await expect(readStructure(path, 'riff', { signal: controller.signal })).rejects.toThrow(/abort/i);
    const { partsFolded, spans } = await readStructure(path, 'riff');
    expect(partsFolded).toBeGreaterThan(590_000);
    expect(spans.length).toBeLessThan(10_000);
  });
});

describe('damaged files', () => {
  it('never throw, never hang, and every byte is still accounted for', async () => {
    const tiff = makeTiff([
      { tag: 256, type: 3, value: [4] },
      { tag: 271, type: 2, value: Buffer.from('Maker of cameras\0') },
      { tag: 34665, type: 4, value: [8] },
    ]);
    const exif = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff]));
    const colour = sharp({ create: { width: 24, height: 16, channels: 3, background: 'teal' } });
    const seeds: readonly Buffer[] = [
      makePng({
        before: [
          pngChunk('eXIf', tiff),
          pngChunk('acTL', u32(2, 0)),
          pngChunk('caBX', box('jumb', box('jumd', Buffer.alloc(20)))),
        ],
      }),
      await makeJpeg({ segments: [exif, jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), tiff]))] }),
      await colour.clone().webp().toBuffer(),
      await colour.clone().tiff({ tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
      await colour.clone().avif().toBuffer(),
      makeMovie(Buffer.alloc(60, 3), [
        [0, 20],
        [30, 30],
      ]),
      makeHeif('heic', Buffer.alloc(40), tiff),
      makeWave(Buffer.alloc(31), riffChunk('LIST', Buffer.from('INFOISFT\x02\0\0\0ab'))),
      makeGif(3),
      makeBmp(),
      makeZip(['a', Buffer.from('x')], ['word/b', Buffer.alloc(20)]),
      makePdf(1),
      makeGlb(),
      makeMp3(3),
      ...(hasFfmpeg
        ? await Promise.all(
            ['c.mkv', 'c.ogg', 'c.flac', 'c.jp2', 'c.aiff'].map((name) =>
              readFile(encode(name, '-map', name === 'c.jp2' ? '1' : '0', '-t', '0.1')),
            ),
          )
        : []),
    ];
    const formats = new Set<string>();
    const change = fc.record({
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      // small places are where the headers are
      near: fc.boolean(),
      kind: fc.constantFrom('byte', 'number', 'insert', 'remove', 'repeat', 'cut'),
      value: fc.integer({ min: 0, max: 255 }),
      length: fc.integer({ min: 1, max: 40 }),
    });
    const path = join(folder, 'fuzzed');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: seeds.length - 1 }),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (seed, changes) => {
          let bytes = Buffer.from(seeds[seed]!);
          for (const { place, near, kind, value, length } of changes) {
            const at = Math.floor(place * (near ? Math.min(200, bytes.length) : bytes.length));
            if (kind === 'byte' && at < bytes.length) bytes[at] = value;
            else if (kind === 'number' && at + 4 <= bytes.length)
              bytes.writeUInt32BE(
                [0, 1, 7, 0x7fffffff, 0xfffffff0, 0xffffffff, bytes.length, at][value % 8]!,
                at,
              );
            else if (kind === 'insert')
              bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length, value), bytes.subarray(at)]);
            else if (kind === 'remove')
              bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
            else if (kind === 'repeat')
              bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length * 8))]);
            else if (kind === 'cut') bytes = bytes.subarray(0, Math.max(1, at));
          }
          await writeFile(path, bytes);
          const { format } = await identify(path, 'x.jpg');
          const reader = structureFormat(format);
          if (reader === null) return;
          formats.add(format);
          await read(path);
        },
      ),
      { numRuns: 4_000 },
    );
    expect(formats.size).toBeGreaterThan(12);
  }, 110_000);
});
